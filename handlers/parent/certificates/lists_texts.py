"""Words of the waiting list: where the child stands, what is offered, until when."""

from datetime import datetime
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.formats import safe
from handlers.common.words import _, _n
from handlers.parent.certificates import texts
from services.certificates.actions import Receipt
from services.certificates.queries import OwnPlace
from services.programs.queries import GroupView
from services.territories.queries import TerritoryView


def child_first(group: GroupView) -> str:
    return _(
        "To stand in line for {program}, add a child: the place is the child's, and the age is checked at once. Then "
        "open this card again."
    ).format(program=texts.program(group))


def choose(group: GroupView) -> str:
    return _("All seats of {program} are taken. Who is to stand in line?").format(program=texts.program(group))


def nobody_fits(group: GroupView) -> str:
    return _(
        "None of your children can stand in line for {program}: the age does not suit, or they have applied or stand "
        "there already. Nothing was changed."
    ).format(program=texts.program(group))


def joined(places: list[OwnPlace], place: TerritoryView, *, named: bool) -> str:
    """What is kept after joining."""
    head = _("You stand in line for {program}.").format(program=texts.program(places[0].group))
    lines = [_line(one, named=named) for one in places]
    rest = _n(
        "Nothing is needed from you. When a seat comes free and the turn is yours, I write here and hold it for "
        "{count} hour, the night not counted. Your other applications are not touched.",
        "Nothing is needed from you. When a seat comes free and the turn is yours, I write here and hold it for "
        "{count} hours, the night not counted. Your other applications are not touched.",
        place.policy.offer_hours,
    ).format(count=place.policy.offer_hours)
    return "\n\n".join([head, "\n".join(lines), rest])


def _line(one: OwnPlace, *, named: bool) -> str:
    return _("{name}: place {place} of {size}").format(
        name=texts.child(one.child, named=named), place=one.position, size=one.size
    )


def places(found: list[OwnPlace], total: int, *, named: bool) -> str:
    """The list of own places."""
    if not found:
        return _("You stand in no line. On the card of a full group press “Stand in line”.")
    head = _n("You have {count} place in line.", "You have {count} places in line.", total).format(count=total)
    lines = [f"{texts.short(one.group.title, 40)}. {_state(one, named=named)}" for one in found]
    return "\n\n".join([head, "\n".join(lines)])


def _state(one: OwnPlace, *, named: bool) -> str:
    if one.is_offered:
        return _("{name}: a seat is offered").format(name=texts.child(one.child, named=named))
    return _line(one, named=named)


def place(one: OwnPlace, zone: TerritoryView, *, named: bool) -> str:
    """One own place."""
    head = f"<b>{texts.program(one.group)}</b>\n{_line(one, named=named)}"
    if one.is_offered and one.answer_by is not None:
        until = formats.moment(one.answer_by, zone.timezone)
        return f"{head}\n\n{_offer(until)}"
    stands = _("In line since {moment}. Nothing is needed from you: when the turn is yours, I write here.").format(
        moment=formats.moment(one.joined_at, zone.timezone)
    )
    return f"{head}\n\n{stands}"


def _offer(until: str) -> str:
    return _(
        "A seat is held for you until {moment}, the night not counted. Agree, and an application is filed with this "
        "seat. Say no or nothing, and it is offered to the next family. Your other applications are not touched."
    ).format(moment=until)


def ask_leave(one: OwnPlace) -> str:
    if one.is_offered:
        return _("Refuse the seat in {program}? It goes to the next family, and your place in line ends.").format(
            program=texts.program(one.group)
        )
    return _("Leave the line for {program}? Your place is lost; joining again is joining at its end.").format(
        program=texts.program(one.group)
    )


def left() -> str:
    return _("You stand in that line no more. Your applications and other places are as they were.")


def taken(receipts: list[Receipt], place: TerritoryView) -> str:
    """What is kept after several seats were taken by one press."""
    numbers = ", ".join(str(one.number) for one in receipts)
    return _(
        "Applications No. {numbers} are filed, a seat is held for each. {office} decides no later than {day}; the "
        "decision will come here."
    ).format(numbers=numbers, office=texts.office(place), day=formats.day(receipts[0].due_on))


def seat_kept() -> str:
    return _("The seat is held for this application until it is decided.")


def offered(data: dict[str, Any]) -> str:
    """The notice of an offer."""
    until = datetime.fromisoformat(data["until"])
    happened = _n(
        "{count} seat has come free in {program}, and the turn is yours.",
        "{count} seats have come free in {program}, and the turn is yours: one for each child who stands there.",
        data["many"],
    ).format(count=data["many"], program=_told(data))
    return headed(data, f"{happened} {_offer(formats.moment(until, until.tzinfo or until.astimezone().tzinfo))}")  # type: ignore[arg-type]


def over(data: dict[str, Any]) -> str:
    text = _(
        "The seat in {program} was held for you to the end of its term; now it is offered to the next family. It is "
        "not a refusal: you can stand in line again from the card."
    ).format(program=_told(data))
    return headed(data, text)


def dropped(data: dict[str, Any]) -> str:
    text = _(
        "A seat has come free in {program}, but the child cannot take it: the age no longer suits the group, or there "
        "is an application to this program already. The place in line has ended; nothing else was touched."
    ).format(program=_told(data))
    return headed(data, text)


def closed(data: dict[str, Any]) -> str:
    text = _(
        "The group {program} takes nobody any more: its course is over or it has left the catalogue. The line has "
        "ended; your applications are not touched. I can help to find another club."
    ).format(program=_told(data))
    return headed(data, text)


def _told(data: dict[str, Any]) -> str:
    week = ", ".join(f"{formats.weekday(day)} {hour}" for day, hour in data["week"])
    return _("“{title}”, {week}").format(title=safe(data["title"]), week=safe(week))
