"""Words of the catalogue."""

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n
from services.programs.models import Focus, Level, StudyForm
from services.programs.queries import Card, Found
from services.programs.rules import LessonView, Wish

LINE_TITLE = 30


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
    what = wishes(found.wish, chosen)
    if what:
        count = _n("Found {count} program: {what}.", "Found {count} programs: {what}.", found.total)
    else:
        count = _n(
            "There is {count} program in your territory.", "There are {count} programs in your territory.", found.total
        )
    lines = [count.format(count=found.total, what=what)]
    if found.relaxed:
        lines.append(_("Nothing fits all of this, so I left something out: these come nearest."))
    lines.append(_("Choose one to see the days, the place and the price. To search anew, just write."))
    return "\n\n".join(lines)


def nothing(wish: Wish, chosen: Focus | None) -> str:
    """What was looked for, and that it can be asked less strictly."""
    what = wishes(wish, chosen)
    if not what:
        return _("The catalogue of your territory is still empty. Please come back later: programs are added all year.")
    return _("Nothing found now: {what}. Ask less strictly below, or write it in other words.").format(what=what)


def wishes(wish: Wish, chosen: Focus | None) -> str:
    """«robotics, 8 years, Sat»: what was understood of the search."""
    parts = [safe(cut(" ".join(f"{word}" for word in wish.words), 80))] if wish.words else []
    parts += [focus(one) for one in dict.fromkeys((wish.focus, chosen)) if one is not None]
    if wish.ages is not None:
        parts.append(ages(*wish.ages))
    parts += [formats.weekday(day) for day in wish.weekdays]
    if wish.is_free or wish.by_certificate:
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
