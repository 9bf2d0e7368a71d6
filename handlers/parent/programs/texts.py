"""Words of the catalogue."""

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n
from services.programs.models import Focus, Level, ProgramStatus, StudyForm
from services.programs.queries import Card, Found, GroupView
from services.programs.rules import LessonView, Understood
from services.providers.queries import ProviderView

LINE_TITLE = 30
MANY_DAYS = 4


def cut(text: str, most: int) -> str:
    """Foreign text of at most ``most`` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def focus(value: Focus) -> str:
    """Направленность, as the order on additional programs names it."""
    return {
        Focus.TECH: _("Technology"),
        Focus.SCIENCE: _("Natural sciences"),
        Focus.SPORT: _("Sports"),
        Focus.ART: _("Arts"),
        Focus.TOURISM: _("Tourism and local history"),
        Focus.SOCIAL: _("Society and humanities"),
    }[value]


def form(value: StudyForm) -> str:
    return {
        StudyForm.FULL_TIME: _("in person"),
        StudyForm.MIXED: _("partly at a distance"),
        StudyForm.EXTRAMURAL: _("at a distance"),
    }[value]


def level(value: Level) -> str:
    return {
        Level.START: _("starting level"),
        Level.BASIC: _("basic level"),
        Level.ADVANCED: _("advanced level"),
    }[value]


def find() -> str:
    return _(
        "What are you looking for? Write it in your own words, for example: “robotics for 8 years on Saturdays”. "
        "Or choose a field below.",
    )


def unread() -> str:
    """The typed text has no words: emoji, signs."""
    return _(
        "I see no words in that message. Write what you are looking for, for example: “drawing for 7 years”. "
        "Or choose a field below.",
    )


def lost() -> str:
    """The typed text of an old list is not kept any more."""
    return _(
        "I no longer remember what this list was looking for: it is from an earlier conversation. Please write it once "
        "more, or choose a field below. Your cases are in their place.",
    )


def results(found: Found, chosen: Focus | None) -> str:
    """How much was found, what was understood, what to do next."""
    what = wishes(found.understood or Understood(), chosen)
    if what:
        count = _n("Found {count} program: {what}.", "Found {count} programs: {what}.", found.total)
    else:
        count = _n(
            "There is {count} program in your territory.", "There are {count} programs in your territory.", found.total
        )
    lines = [count.format(count=found.total, what=what)]
    if found.understood is not None and found.understood.relaxed:
        lines.append(_("No program has all of these words; these have some of them."))
    lines.append(_("Choose one to see the days, the place and the price. To search anew, just write."))
    return "\n\n".join(lines)


def nothing(wish: Understood, chosen: Focus | None) -> str:
    """What was looked for, and that it can be asked less strictly."""
    what = wishes(wish, chosen)
    if not what:
        return _("The catalogue of your territory is still empty. Please come back later: programs are added all year.")
    return _("Nothing found now: {what}. Ask less strictly below, or write it in other words.").format(what=what)


def wishes(wish: Understood, chosen: Focus | None) -> str:
    """«robotics, 8 years, Sat»: what was understood of the search."""
    parts = [safe(cut(" ".join(f"{word}" for word in wish.words), 80))] if wish.words else []
    if chosen is not None:
        parts.append(focus(chosen))
    if wish.age is not None:
        parts.append(_n("{count} year", "{count} years", wish.age).format(count=wish.age))
    parts += [formats.weekday(day) for day in wish.weekdays]
    if wish.is_free:
        parts.append(_("paid by certificate"))
    return ", ".join(parts)


def line(card: Card) -> str:
    """A program on a button: title, seats, days, ages. A button is plain text."""
    seats = _("enrolment closed") if card.closed_on is not None else seats_left(card.free)
    when = (
        days(card.lessons)
        if card.groups == 1
        else _n("{count} group", "{count} groups", card.groups).format(count=card.groups)
    )
    return " · ".join((cut(card.title, LINE_TITLE), seats, when, ages(card.age_from, card.age_to)))


def seats_left(free: int) -> str:
    if free <= 0:
        return _("no seats")
    return _n("{count} seat", "{count} seats", free).format(count=free)


def ages(age_from: int, age_to: int) -> str:
    """«7–10 years»."""
    span = str(age_from) if age_from == age_to else f"{age_from}–{age_to}"
    return _n("{span} year", "{span} years", age_to).format(span=span)


def days(lessons: tuple[LessonView, ...]) -> str:
    """«Tue, Sat»."""
    return ", ".join(formats.weekday(day) for day in sorted({lesson.weekday for lesson in lessons}))


def week(lessons: tuple[LessonView, ...]) -> str:
    """«Tue 17:00–18:30, Sat 10:00–11:30»."""
    return ", ".join(f"{formats.weekday(one.weekday)} {one.starts_at}–{one.ends_at}" for one in lessons)


def group_line(view: GroupView) -> str:
    """Another group on a button."""
    seats = _("enrolment closed") if view.closed_on is not None else seats_left(view.free)
    lessons = view.lessons[:2]
    more = "…" if len(view.lessons) > len(lessons) else ""
    when = ", ".join(f"{formats.weekday(one.weekday)} {one.starts_at}" for one in lessons)
    return " · ".join((cut(view.group_title, LINE_TITLE), f"{when}{more}", seats))


def other_groups(count: int) -> str:
    return _n("{count} more group", "{count} more groups", count).format(count=count)


def groups(view: GroupView) -> str:
    return _("Groups of “{title}”. Choose one by its days and seats.").format(title=safe(cut(view.title, 120)))


def card(view: GroupView, provider: ProviderView, closed: str | None) -> str:
    """Everything a parent decides by; ``closed`` is the sentence that says why one cannot apply."""
    facts = (
        _("{ages}, {level}, {form}").format(
            ages=ages(view.age_from, view.age_to), level=level(view.level), form=form(view.form)
        ),
        _("🗓 {group}: {week}").format(group=safe(cut(view.group_title, 30)), week=week(view.lessons[:MANY_DAYS])),
        _("📍 {address}").format(address=safe(cut(view.address, 80))),
        _("From {first} to {last}").format(first=formats.day(view.starts_on), last=formats.day(view.ends_on)),
        _("Free seats: {free} of {capacity}").format(free=view.free, capacity=view.capacity),
        _cost(view),
        _("Run by: {name}, licence {licence}").format(
            name=safe(cut(provider.name, 90)), licence=safe(cut(provider.licence, 30))
        ),
    )
    kind = (
        _("{focus}, adapted for special needs").format(focus=focus(view.focus))
        if view.is_adapted
        else focus(view.focus)
    )
    head = f"<b>{safe(cut(view.title, 90))}</b>\n{kind}"
    parts = [head, safe(cut(view.summary, 140)), "\n".join(facts)]
    return "\n\n".join([*parts, closed] if closed else parts)


def _cost(view: GroupView) -> str:
    if not view.is_payable:
        return _("Cost: ask the organiser")
    return _("Cost: free for you by certificate ({money} for {hours} hours is paid by the budget)").format(
        money=formats.money(view.nominal), hours=view.hours
    )


def why_not(view: GroupView, *, is_over: bool) -> str | None:
    """Why nobody can apply to this group, or None."""
    if view.status is not ProgramStatus.PUBLISHED:
        return _("The organiser has taken this program out of the catalogue: it takes nobody new.")
    if is_over:
        return _("This group's course ended on {day}.").format(day=formats.day(view.ends_on))
    if view.closed_on is not None:
        return _("The organiser closed enrolment on {day}.").format(day=formats.day(view.closed_on))
    if view.free <= 0:
        return _("All seats of this group are taken. Other groups and programs may have some.")
    if not view.is_payable:
        return _(
            "A certificate can't pay for this program: it is not among the services of the territory's social order. "
            "To enrol, speak to the organiser.",
        )
    return None
