"""A family's choice by one tap, or a clerk's for it: a transfer with the seat held, or an end with the money back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import Assistant, Receipt, Wish, ask_transfer, tell_received
from services.certificates.queries import judged, stands
from services.certificates.rules.eligibility import fits
from services.certificates.rules.lifecycle import Party
from services.contracts.actions import approve, leave_club
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid, NotAllowed, NotFound, ServiceError
from services.departures.errors import ChoiceOver, ChosenAlready, ClubStays, PlaceGone
from services.departures.models import Departure, Placement
from services.departures.rules import CODE, LIVE, PAPER, Answer
from services.families.queries import child, child_ids, family_child
from services.families.rules import Right
from services.identity.actions import see_at_desk
from services.notices.actions import put
from services.orders.queries import held
from services.programs.actions import free_seat, take_seat
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.queries import group
from services.staff.queries import actor_of
from services.territories.queries import TerritoryView, territory


@dataclass(frozen=True, slots=True)
class Chosen:
    """The new application; ``is_approved``: every rule admits it, the contract is made and waits to be signed."""

    receipt: Receipt
    is_approved: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A child leaves: through ``until`` the lessons go on, then ``money`` (kopecks, as of now) goes back."""

    until: date
    money: int


@dataclass(frozen=True, slots=True)
class _Case:
    """A choice that is open: its row, its departure, who is a side, who enters it for the family and how."""

    row: Placement
    departure: Departure
    place: TerritoryView
    side: Actor
    clerk: Assistant | None = None


async def choose(session: AsyncSession, actor: Actor, *, placement_id: int, group_id: int, now: datetime) -> Chosen:
    """The child goes to one of the places that are offered.

    A transfer is asked with the seat held; what every rule admits is approved at once in the name of who wrote the
    departure down, the rest waits for a clerk. All of it or nothing. Raises NotFound for another family's row and for
    a place that is not offered, RightMissing, ChoiceOver, ClubStays, ChosenAlready, PlaceGone, and what
    ``ask_transfer`` raises.
    """
    return await _choose(session, await _own(session, actor, placement_id, now), group_id, now)


async def leave(session: AsyncSession, actor: Actor, *, placement_id: int, now: datetime) -> Gone:
    """No other place: the contract goes on through the club's last day, then the rest of the money goes back.

    Raises as :func:`choose` does.
    """
    return await _leave(session, await _own(session, actor, placement_id, now), now)


async def choose_for(
    session: AsyncSession, clerk: Actor, *, placement_id: int, group_id: int | None, typed: str = "", now: datetime
) -> Chosen | Gone:
    """A person of the body writes a family's choice down, after the families' last day too; None is to leave.

    Any group of the territory may be chosen that takes the child, for the office finds places by hand too.

    ``typed`` is the one-time code of whoever of the family is at the desk, which is spent; without one it is a signed
    form. The family is told. Raises NotFound for another territory's row and for a visitor of another family,
    NotAllowed for the clerk's own child, Invalid for a code that is over, and what :func:`choose` raises.
    """
    case = await _of_body(session, clerk, placement_id, typed, now)
    done = await (_leave(session, case, now) if group_id is None else _choose(session, case, group_id, now))
    data = {"number": case.row.application_id, "child_id": case.row.child_id}
    data["new"] = done.receipt.number if isinstance(done, Chosen) else 0
    people = [case.side.person_id]
    await put(session, people=people, kind="departure_assisted", data=data, now=now)
    return done


async def _own(session: AsyncSession, actor: Actor, placement_id: int, now: datetime) -> _Case:
    row, departure = await _found(session, placement_id, Placement.child_id.in_(child_ids(actor.person_id)))
    await family_child(session, actor, row.child_id, Right.ACT)
    place = await territory(session, departure.territory_id)
    if row.answer is Answer.UNDONE:
        raise ClubStays
    is_over = departure.stage not in LIVE or local_date(now, place.timezone) > departure.reply_by
    if is_over and row.answer in {None, Answer.SILENT, Answer.LEFT}:
        raise ChoiceOver(departure.reply_by)
    return _Case(row, departure, place, actor)


async def _of_body(session: AsyncSession, clerk: Actor, placement_id: int, typed: str, now: datetime) -> _Case:
    ours = Departure.territory_id.in_(clerk.staff_territories)
    row, departure = await _found(session, placement_id, ours)
    place = await territory(session, departure.territory_id)
    if departure.stage not in LIVE:
        raise ChoiceOver(departure.reply_by)
    side = await _side(session, clerk, row, typed, now)
    await family_child(session, side, row.child_id, Right.ACT)
    if side.person_id == clerk.person_id:
        raise NotAllowed("another clerk")
    if row.answer is Answer.SILENT:  # nobody has chosen yet: a clerk may still
        again = update(Placement).where(Placement.id == row.id, Placement.answer == Answer.SILENT)
        await session.execute(again.values(answer=None).execution_options(synchronize_session="fetch"))
    return _Case(row, departure, place, side, Assistant(clerk.person_id, CODE if typed else PAPER))


async def _side(session: AsyncSession, clerk: Actor, row: Placement, typed: str, now: datetime) -> Actor:
    """Who chooses: the visitor with the code, else whoever is a side of the old case."""
    if not typed:
        return await actor_of(session, (await stands(session, [row.application_id]))[row.application_id].parent_id)
    found = await see_at_desk(session, clerk, typed=typed, now=now, spends=True)
    if found is None:
        raise Invalid("desk_code", "over")
    return await actor_of(session, found.person_id)


async def _found(session: AsyncSession, placement_id: int, whose: ColumnElement[bool]) -> tuple[Placement, Departure]:
    found = await session.execute(
        select(Placement, Departure)
        .join(Departure, Departure.id == Placement.departure_id)
        .where(Placement.id == placement_id, whose)
        .execution_options(populate_existing=True)
    )
    pair = found.one_or_none()
    if pair is None:
        raise NotFound("placement")
    return pair[0], pair[1]


async def _choose(session: AsyncSession, case: _Case, group_id: int, now: datetime) -> Chosen:
    row = case.row
    wanted = await group(session, group_id)
    if group_id not in row.proposals and (case.clerk is None or wanted.territory_id != case.place.id):
        raise NotFound("group")
    await _take(session, case, group_id, now)
    wish = Wish(wanted, case.place, seat_held=True, transfer_of=row.application_id, is_quiet=True)
    receipt = await ask_transfer(session, case.side, wish, now=now, assistant=case.clerk)
    mine = update(Placement).where(Placement.id == row.id).values(number=receipt.number)
    await session.execute(mine.execution_options(synchronize_session="fetch"))
    is_approved = await _approve(session, case, receipt, now)
    if not is_approved and receipt.need is None:
        await tell_received(session, receipt.own.facts, wanted, now)
    return Chosen(receipt, is_approved)


async def _take(session: AsyncSession, case: _Case, group_id: int, now: datetime) -> None:
    """The answer is written, and the seat is the child's: the one that is held, or another that is free."""
    row, kept = case.row, case.row.held_id
    await _answer(session, case, Answer.MOVED, now)
    if kept == group_id:
        return
    try:
        async with session.begin_nested():
            await take_seat(session, group_id)
    except (GroupFull, EnrolmentClosed, NotFound) as gone:
        raise PlaceGone(row.id) from gone
    if kept is not None:
        await free_seat(session, kept)


async def _answer(session: AsyncSession, case: _Case, answer: Answer, now: datetime) -> None:
    """One guarded UPDATE: of two answers at once the first counts."""
    said: dict[str, Any] = {"answer": answer, "answered_at": now, "held_id": None}
    said["answered_by"] = case.clerk.person_id if case.clerk else case.side.person_id
    said["assisted_how"] = case.clerk.how if case.clerk else None
    changed = await session.scalar(
        update(Placement)
        .where(Placement.id == case.row.id, _open(answer))
        .values(**said)
        .returning(Placement.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise ChosenAlready(case.row.number)


def _open(answer: Answer) -> ColumnElement[bool]:
    """Who wanted no other club may still take one, while the contract goes on."""
    is_first = Placement.answer.is_(None)
    return is_first | (Placement.answer == Answer.LEFT) if answer is Answer.MOVED else is_first


async def _approve(session: AsyncSession, case: _Case, receipt: Receipt, now: datetime) -> bool:
    """As of an opening's results: a person's act with that person's right; what a rule says no to, a clerk decides."""
    if case.departure.begun_by is None or receipt.need is not None:
        return False
    wanted, pupil = await group(session, receipt.own.group.id), await child(session, case.row.child_id)
    today = local_date(now, case.place.timezone)
    if not fits(await judged(session, wanted, case.place, pupil, today, seat_held=True)):
        return False
    clerk = await actor_of(session, case.departure.begun_by)
    try:
        async with session.begin_nested():
            await approve(session, clerk, application_id=receipt.number, now=now)
    except ServiceError:
        return False
    return True


async def _leave(session: AsyncSession, case: _Case, now: datetime) -> Gone:
    row, departure = case.row, case.departure
    kept = row.held_id
    await _answer(session, case, Answer.LEFT, now)
    if kept is not None:
        await free_seat(session, kept)
    books = (await held(session, [row.application_id])).get(row.application_id)
    today = local_date(now, case.place.timezone)
    if today > departure.leaves_on:
        party = Party.BODY if case.clerk else Party.PARENT
        by = case.clerk.person_id if case.clerk else case.side.person_id
        await leave_club(session, application_id=row.application_id, party=party, person_id=by, today=today, now=now)
    return Gone(max(today, departure.leaves_on), books.money_left if books else 0)
