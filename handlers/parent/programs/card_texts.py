"""Words of a card: everything that a parent decides by, within one screen."""

import html
import re
from collections.abc import Iterable

from handlers.common import ages, formats
from handlers.common.formats import safe
from handlers.common.words import _, _n
from handlers.parent.programs import texts, why
from handlers.parent.programs.facts import CardFacts
from handlers.parent.programs.texts import cut
from services.certificates.queries import Clash
from services.feedback.queries import Satisfaction
from services.programs.models import OvzType
from services.programs.queries import GroupView
from services.programs.rules import LessonView
from services.programs.rules.openness import Bar, Closed
from services.providers.queries import ProviderView

MOST = 900
"""Characters that the eye sees on one screen."""
LEAST_SUMMARY = 40
LAST_RANK = 4
SHARES = (1, 0.7, 0.4)
"""How much is left of foreign names where even the facts of the first rank do not fit."""
MANY_HOURS = 3
MANY_KINDS = 3
WORKING_DAYS = 5
_TAG = re.compile(r"</?[a-z]+>")


def length(text: str) -> int:
    """Characters that the eye sees."""
    return len(html.unescape(_TAG.sub("", text)))


def card(facts: CardFacts) -> str:
    """The whole card; what does not fit goes by its rank, and is told behind «Details»."""
    for share in SHARES:
        lines = [*_head(facts.view, share), *_lines(facts, share)]
        ends = [end for end in (_clashes(facts), _closed(facts, share)) if end]
        for rank in range(LAST_RANK, -1, -1):
            body = "\n".join(line for theirs, line in lines if theirs <= rank)
            parts = [title(facts.view, share), body, *ends]
            room = MOST - length("\n\n".join(parts))
            if room >= 0:
                return "\n\n".join([parts[0], *summary(facts.view, room), *parts[1:]])
    raise AssertionError(facts.view.id)


def title(view: GroupView, share: float = 1) -> str:
    """The name and the field."""
    return f"<b>{safe(cut(view.title, int(90 * share)))}</b>\n{texts.focus(view.focus)}"


def summary(view: GroupView, room: int) -> list[str]:
    """What the organiser says of it, as much as there is room for; nothing rather than a word or two."""
    told = cut(view.summary, room - len("\n\n")) if room >= LEAST_SUMMARY else ""
    return [safe(told)] if told else []


def _head(view: GroupView, share: float) -> list[tuple[int, str]]:
    """Ranked lines: those of a greater rank are left out first when there is no room."""
    when = week(view.lessons) if view.lessons else _("the organiser has not named the days")
    name = safe(cut(view.group_title, int(30 * share)))
    return [(0, whom(view)), (0, _("🗓 {group}: {week}").format(group=name, week=when)), *where(view, share)]


def whom(view: GroupView) -> str:
    """For whom and how."""
    return _("{ages}, {level}, {form}").format(
        ages=ages.span(view.from_months, view.below_months), level=texts.level(view.level), form=texts.form(view.form)
    )


def where(view: GroupView, share: float = 1) -> list[tuple[int, str]]:
    """The place and the days of the course, ranked, those of them that are known."""
    lines = []
    if view.address:
        lines.append((0, _("📍 {address}").format(address=safe(cut(view.address, int(80 * share))))))
    if view.is_dated:
        days = {"first": formats.day(view.starts_on), "last": formats.day(view.ends_on)}
        lines.append((0, _("From {first} to {last}").format(**days)))
    return lines


def _lines(facts: CardFacts, share: float) -> list[tuple[int, str]]:
    view = facts.view
    lines = [(0, _seats(facts)), (0, cost(view))]
    if facts.closed is None and view.closes_on is not None:
        lines.append((2, _("Applications are taken through {day}.").format(day=formats.short_day(view.closes_on))))
    if view.is_adapted or view.ovz:
        lines.append((1, adapted(view.ovz, MANY_KINDS)))
    if view.teachers:
        lines.append((LAST_RANK, _("Teachers: {names}").format(names=safe(cut(view.teachers, 60)))))
    lines.append((0, run_by(facts.owner, int(70 * share))))
    if facts.praise is not None:
        lines.append((3, praise(facts.praise)))
    return lines


def _seats(facts: CardFacts) -> str:
    view, asked = facts.view, facts.asked
    if facts.closed is None and asked.is_watched and asked.told_at is not None:
        return _("Free seats: {free} of {capacity}; have applied since I told you: {answered}").format(
            free=view.free, capacity=view.capacity, answered=asked.answered
        )
    return _("Free seats: {free} of {capacity}").format(free=view.free, capacity=view.capacity)


def cost(view: GroupView) -> str:
    """By certificate, free, or a month's price."""
    if not view.is_payable:
        if view.price is None:
            return _("Cost: ask the organiser")
        return _("Cost: free") if not view.price else _("Cost: {money} a month").format(money=formats.money(view.price))
    paid = _("Cost: free for you by certificate ({money} for {hours} hours is paid by the budget)").format(
        money=formats.money(view.nominal), hours=view.hours
    )
    if not view.price:
        return paid
    otherwise = _("without it {money} a month").format(money=formats.money(view.price))
    return f"{paid}; {otherwise}"


def adapted(mask: int, most: int | None = None) -> str:
    """For which special needs a program is made; of many ``most`` are named."""
    kinds = [kind(one) for one in OvzType if one.bit & mask]
    if not kinds:
        return _("Adapted for special needs")
    more = len(kinds) - most if most is not None else 0
    named = ", ".join(kinds[:most])
    if more <= 0:
        return _("Adapted for: {kinds}").format(kinds=named)
    return _n("Adapted for: {kinds} and {count} kind more", "Adapted for: {kinds} and {count} kinds more", more).format(
        kinds=named, count=more
    )


def kind(value: OvzType) -> str:
    """A kind of special needs, as it stands after «for»."""
    return {
        OvzType.DEAFNESS: _("deaf children"),
        OvzType.HEARING: _("children hard of hearing"),
        OvzType.BLINDNESS: _("blind children"),
        OvzType.VISION: _("children with low vision"),
        OvzType.SPEECH: _("children with speech disorders"),
        OvzType.MENTAL: _("children with delayed mental development"),
        OvzType.AUTISM: _("children with autism"),
        OvzType.INTELLECT: _("children with intellectual disability"),
        OvzType.MOVEMENT: _("children with motor disorders"),
    }[value]


def run_by(owner: ProviderView, most: int) -> str:
    """The organiser and the licence; a neighbour's catalogue may not tell the licence."""
    name = safe(cut(owner.name, most))
    if not owner.licence:
        return _("Run by: {name}").format(name=name)
    return _("Run by: {name}, licence {licence}").format(name=name, licence=safe(cut(owner.licence, 30)))


def praise(found: Satisfaction) -> str:
    """What families say of the organiser's lessons."""
    return _n(
        "Satisfied with this organiser's lessons: {percent}% of {count} family that answered",
        "Satisfied with this organiser's lessons: {percent}% of {count} families that answered",
        found.respondents,
    ).format(percent=round(100 * found.satisfied / found.respondents), count=found.respondents)


def week(lessons: Iterable[LessonView], most: int = MANY_HOURS) -> str:
    """«Mon, Wed 17:00–18:30; Sat 10:00–11:30»: days of one hour together; of many hours the first."""
    days: dict[str, list[int]] = {}
    for one in lessons:
        days.setdefault(f"{one.starts_at}–{one.ends_at}", []).append(one.weekday)
    parts = [f"{_days(sorted(set(those)))} {hour}" for hour, those in days.items()]
    return "; ".join(parts[:most]) + ("…" if len(parts) > most else "")


def _days(numbers: list[int]) -> str:
    if numbers == list(range(WORKING_DAYS)):
        return f"{formats.weekday(0)}–{formats.weekday(WORKING_DAYS - 1)}"
    return ", ".join(formats.weekday(number) for number in numbers)


def _clashes(facts: CardFacts) -> str:
    """At most one is named, and none where nobody can enrol: the parent will look into the rest."""
    is_hopeless = facts.closed is not None and not facts.can_wait
    return "" if is_hopeless else next((clash(one) for one in facts.clashes), "")


def clash(one: Clash) -> str:
    """An own case at the same hour; nobody is named."""
    return _("⚠️ At this hour your child already has lessons: case No. {number}, “{title}”, {week}.").format(
        number=one.number, title=safe(cut(one.title, 40)), week=week([one.held])
    )


def _closed(facts: CardFacts, share: float) -> str:
    if facts.closed is None:
        return ""
    said = [why.sentence(facts.closed, most=int(why.LONGEST_ITEM * share))]
    if facts.asked.is_watched and facts.can_wait:
        said.append(_("I will write once there is a seat."))
    return " ".join(said)


def group_line(view: GroupView, closed: Closed | None) -> str:
    """Another group on a button: name, hours, seats. A button is plain text."""
    shut = closed is not None and closed.why is not Bar.FULL
    seats = why.short(closed) if closed is not None and shut else texts.seats_left(view.free)
    hours = ", ".join(f"{formats.weekday(one.weekday)} {one.starts_at}" for one in view.lessons[:2])
    more = "…" if len(view.lessons) > len(view.lessons[:2]) else ""
    return " · ".join(part for part in (cut(view.group_title, texts.LINE_TITLE), f"{hours}{more}", seats) if part)


def groups(view: GroupView) -> str:
    """Above the list of a program's groups."""
    return _("Groups of “{title}”. Choose one by its days and seats.").format(title=safe(cut(view.title, 120)))


def similar_to(view: GroupView, found: int) -> str:
    """Above the programs like this one."""
    title = safe(cut(view.title, 120))
    if not found:
        return _("I know no program like “{title}” with seats now. Write in your own words what you look for.").format(
            title=title
        )
    return _("Like “{title}”, with seats now. Choose one to see its card.").format(title=title)
