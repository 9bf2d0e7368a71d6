"""Words of a list: how much there is, how the sentence was read, what was given up, six programs."""

from collections.abc import Sequence

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n
from handlers.parent.programs import texts
from handlers.parent.programs.card_texts import MOST, length
from handlers.parent.programs.chips import Chip
from handlers.parent.programs.texts import cut
from services.programs.models import Focus
from services.programs.queries import Card, Found
from services.programs.rules import Wish

TITLES = ((60, True), (44, True), (32, True), (22, True), (14, True), (14, False))
"""Characters of a title, and whether money and distance are told, tried until the page fits a screen."""
RUN = 3
"""Days in a row that are told as a range."""
LONGEST_LIST = 120
"""Characters of the conditions that are named in a sentence."""
ADAPTED = "adapted"
KOPECKS = 100


def results(found: Found, chips: Sequence[Chip], *, is_lost: bool = False) -> str:
    """A page of programs, numbered as their buttons are; ``is_lost``: the person's point is forgotten."""
    head = [total(found), *corrected(found.wish), *_given_up(found, chips)]
    if is_lost:
        head.append(_("I don't keep where you are, so distance does not count here any more."))
    for most, is_whole in TITLES:
        lines = [entry(number, card, most, is_whole=is_whole) for number, card in enumerate(found.items, start=1)]
        text = "\n\n".join(["\n".join(head), "\n".join(lines)])
        if length(text) <= MOST:
            break
    return text


def total(found: Found) -> str:
    """«Found 34 programs.»; of more than are counted «1000+»."""
    if found.is_more:
        return _("Found {count}+ programs: the first are those that fit best.").format(count=found.total)
    return _n("Found {count} program.", "Found {count} programs.", found.total).format(count=found.total)


def count(many: int, *, is_more: bool) -> str:
    """«34», «1000+»."""
    return f"{many}+" if is_more else f"{many}"


def corrected(wish: Wish) -> list[str]:
    """What was typed with slips, and what is looked for instead."""
    pairs = [
        _("“{said}” instead of “{typed}”").format(said=safe(cut(said, 20)), typed=safe(cut(typed, 20)))
        for typed, said in wish.corrected[:2]
    ]
    return [_("I looked for {words}.").format(words=", ".join(pairs))] if pairs else []


def _given_up(found: Found, chips: Sequence[Chip]) -> list[str]:
    """What nothing had together with the rest."""
    if not found.relaxed:
        return []
    if found.relaxed == (ADAPTED,):
        return [_("These are only for children with special needs: there is nothing else now.")]
    named = cut(", ".join(chip.text for chip in chips if chip.part in found.relaxed), LONGEST_LIST)
    return [_("Nothing has all of this, so I left out: {parts}. “↩” brings it back.").format(parts=safe(named))]


def entry(number: int, card: Card, most: int, *, is_whole: bool = True) -> str:
    """«1. Robotics» and under it ages, days, seats, money, distance."""
    facts = [texts.ages(card.age_from, card.age_to), when(card), seats(card)]
    facts += [money(card), *way(card)] if is_whole else []
    return f"<b>{number}. {safe(cut(card.title, most))}</b>\n{' · '.join(fact for fact in facts if fact)}"


def when(card: Card) -> str:
    """The days of its best group, the hour if it is always the same, and how many groups more there are."""
    hours = {lesson.starts_at for lesson in card.lessons}
    week = f"{days(card)} {hours.pop()}" if len(hours) == 1 else days(card)
    if card.groups <= 1:
        return week
    more = _n("+{count} group", "+{count} groups", card.groups - 1).format(count=card.groups - 1)
    return f"{week} {more}".strip()


def days(card: Card) -> str:
    """«Tue, Sat», «Mon–Fri»."""
    known = card.days
    if len(known) >= RUN and known[-1] - known[0] == len(known) - 1:
        return f"{formats.weekday(known[0])}–{formats.weekday(known[-1])}"
    return ", ".join(formats.weekday(day) for day in known)


def seats(card: Card) -> str:
    """Free seats, or why there are none to have."""
    if card.closed_on is not None:
        return _("enrolment closed")
    if card.free and not card.is_open:
        return _("not taking now")
    return texts.seats_left(card.free)


def money(card: Card) -> str:
    """What the parent pays, in two words."""
    if card.is_payable:
        return _("by certificate")
    if card.price is None:
        return ""
    roubles = -(-card.price // KOPECKS) * KOPECKS
    return _("{money} a month").format(money=formats.money(roubles)) if roubles else _("free of charge")


def way(card: Card) -> list[str]:
    """How far it is."""
    return [] if card.distance_km is None else [_("{km} km").format(km=f"{card.distance_km:.1f}")]


def title(number: int, card: Card) -> str:
    """A program on its button: two stand in a row, the line itself is above."""
    return f"{number}. {cut(card.title, texts.LINE_TITLE)}"


def nothing(chips: Sequence[Chip], wish: Wish, *, can_give_up: bool) -> str:
    """What was looked for, and what giving something up would bring."""
    if not chips:
        return _("The catalogue of your territory is still empty. Please come back later: programs are added all year.")
    named = safe(cut(", ".join(chip.text for chip in chips), 2 * LONGEST_LIST))
    lines = [_("Nothing found now with all of this: {parts}.").format(parts=named), *corrected(wish)]
    if can_give_up:
        lines.append(_("Give something up below: beside it is how many programs that brings."))
        if any(chip.part == "seats" for chip in chips):
            lines.append(_("A full group has “Tell me of a seat” on its card."))
    else:
        lines.append(_("No single condition helps. Start from a field, or write it in other words."))
    return "\n\n".join(lines)


def without(chip: Chip, many: str) -> str:
    """A condition on a button that gives it up."""
    return _("Without “{part}” · {count}").format(part=chip.text, count=many)


def facet(words: str, many: int, *, is_more: bool) -> str:
    """«Technology · 34»."""
    return f"{words} · {count(many, is_more=is_more and many > 0)}"


def focus_of(value: str) -> Focus | None:
    """A forged focus is no focus."""
    return Focus(value) if value in set(Focus) else None
