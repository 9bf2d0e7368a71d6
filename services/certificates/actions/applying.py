"""Apply for enrolment and a certificate (189-FZ, article 20; 210-FZ)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import terms
from services.certificates import rules
from services.certificates.actions.moving import By, Line, note, write, written
from services.certificates.actions.submitting import submit
from services.certificates.models import Application, ApplicationStatus
from services.certificates.queries.needs import need
from services.certificates.queries.particulars import turn_of
from services.certificates.queries.views import Facts, Need, OwnCase, Waiting
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import ChildView, family_child, party, people_of
from services.families.rules import Right
from services.notices.actions import put
from services.programs.actions import answer
from services.programs.queries import GroupView, group
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territory


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the parent keeps: number, the last day of the decision, the moment of applying, the program.

    ``need`` is there for a draft: what has to be confirmed, and by when. ``own`` is the case as its parent sees it,
    made of what was read for the filing itself.
    """

    number: int
    due_on: date
    submitted_at: datetime
    title: str
    own: OwnCase
    need: Need | None = None


@dataclass(frozen=True, slots=True)
class Assistant:
    """A person of the body who files for a parent: ``how`` is ``code`` or ``paper``."""

    person_id: int
    how: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Which child into which group, by whose rules; ``in_order``: many file at once, nobody may decide yet.

    ``seat_held``: a seat of the group is held for this very child and goes over to the application. ``transfer_of``:
    the enrolled case in whose place it comes, which tells the child; the limit is then one more: the two are one seat.
    ``is_quiet``: it is about to be approved in the same transaction, else the caller tells club and body.
    """

    group: GroupView
    place: TerritoryView
    child_id: int = 0
    in_order: bool = False
    seat_held: bool = False
    transfer_of: int | None = None
    is_quiet: bool = False


async def apply(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: int,
    child_id: int,
    now: datetime,
    assistant: Assistant | None = None,
) -> Receipt:
    """Apply for enrolment and a certificate for one of the parent's children; tell the provider and the body.

    Below the level of identity that the territory asks for, it is a draft that keeps its time and tells nobody; with
    an ``assistant``, who has seen the parent, it is never one. Raises NotFound, RightMissing, AlreadyApplied,
    TwinApplied, TooManyApplications, and what ``rules.admit`` raises. A seat is taken at approval, not here.
    """
    wanted = await group(session, group_id)
    place = await territory(session, wanted.territory_id)
    return await file(session, actor, Wish(wanted, place, child_id), now=now, assistant=assistant)


async def file(
    session: AsyncSession, actor: Actor, wish: Wish, *, now: datetime, assistant: Assistant | None = None
) -> Receipt:
    """Apply as :func:`apply` does, to a group that was read in this transaction. Raises the same but for the group."""
    wanted, place = wish.group, wish.place
    child = await family_child(session, actor, wish.child_id, Right.ACT)
    side = await party(session, actor, child)
    today = local_date(now, place.timezone)
    rules.admit(wanted, place, child.birth_date, today, seat_held=wish.seat_held)
    lacking = None if assistant else await need(session, actor, place, now=now, side=side)
    due_on, club_by = await terms(session, today, place.policy.decision_days, place.policy.seat_answer_days)
    status = ApplicationStatus.DRAFT if lacking else ApplicationStatus.REGISTERED
    drawn = _drawn_up(side, child, wish, now) | {
        "status": status,
        "due_on": due_on,
        "club_by": club_by,
        "confirm_by": lacking.confirm_by if lacking else None,
        "registered_at": None if lacking else now,
        "filed_by": assistant.person_id if assistant else None,
        "filed_how": assistant.how if assistant else None,
    }
    facts = await submit(session, drawn, limit=place.policy.applications_per_child + (wish.transfer_of is not None))
    await answer(session, actor, group_id=wanted.id, now=now)
    await _note(session, facts, actor, assistant, now)
    await _tell(session, actor, facts, wish, now)
    waiting = Waiting(place.policy.decision_days, overdue=False)
    is_side = side == actor.person_id
    own = OwnCase(facts, wanted, place, child, waiting, None, turn_of(facts, place), today, is_side=is_side)
    return Receipt(facts.number, due_on, now, wanted.title, own, lacking)


async def _tell(session: AsyncSession, actor: Actor, facts: Facts, wish: Wish, now: datetime) -> None:
    """The club and the body, unless it is a draft; the others of the family in any case, and who is to confirm it."""
    if facts.status is ApplicationStatus.REGISTERED and not (wish.in_order or wish.is_quiet):
        await tell_received(session, facts, wish.group, now)
    others = set(await people_of(session, facts.child_id)) - {actor.person_id}
    data = {"number": facts.number, "child_id": facts.child_id}
    if facts.confirm_by is not None:
        asked = {"confirm_by": facts.confirm_by.isoformat(), "level": wish.place.policy.level_apply}
        waited = others & {facts.parent_id}
        await put(session, people=waited, kind="family_drafted", data=data | asked, now=now)
        others -= waited
    await put(session, people=sorted(others), kind="family_applied", data=data, now=now)


async def apply_all(
    session: AsyncSession, actor: Actor, *, choices: Sequence[tuple[int, int]], now: datetime
) -> list[Receipt]:
    """One filing for several clubs and for siblings: an application for each (group, child), each with its number.

    All are filed or none. Raises what :func:`apply` raises for the first that cannot be.
    """
    async with session.begin_nested():
        return [await apply(session, actor, group_id=wanted, child_id=child, now=now) for wanted, child in choices]


def _drawn_up(side: int, child: ChildView, wish: Wish, now: datetime) -> dict[str, Any]:
    return {
        "territory_id": wish.place.id,
        "parent_id": side,
        "child_id": child.id,
        "program_id": wish.group.program_id,
        "provider_id": wish.group.provider_id,
        "group_id": wish.group.id,
        "school_year": rules.school_year(wish.group.starts_on, wish.place.policy.school_year_start),
        "submitted_at": now,
        "seat_held": wish.seat_held,
        "in_order": wish.in_order,
        "transfer_of": wish.transfer_of,
    }


async def register(session: AsyncSession, application: Application, place: TerritoryView, now: datetime) -> None:
    """Enter an application into the register at once: the body's and the club's terms begin to run today."""
    application.registered_at, today = now, local_date(now, place.timezone)
    days = (place.policy.decision_days, place.policy.seat_answer_days)
    application.due_on, application.club_by = await terms(session, today, *days)


async def _note(session: AsyncSession, facts: Facts, actor: Actor, assistant: Assistant | None, now: datetime) -> None:
    """The history of a new application: a draft, or filed and registered in one breath."""
    if facts.status is ApplicationStatus.DRAFT:
        await note(session, Deed.DRAFT, By(Party.PARENT, actor.person_id, now), facts.number)
        return
    filer = By(Party.BODY, assistant.person_id, now) if assistant else By(Party.PARENT, actor.person_id, now)
    filed = written(Deed.FILE, filer, facts.number, Line(assistant.how if assistant else None))
    await write(session, [filed, written(Deed.REGISTER, By(Party.SYSTEM, None, now), facts.number)])


async def tell_received(session: AsyncSession, facts: Facts, wanted: GroupView, now: datetime) -> None:
    """Tell the club and the body of an application that is filed."""
    data = {"number": facts.number, "due_on": facts.due_on.isoformat()}
    people = await people_of_provider(session, facts.provider_id)
    seats = {"free": wanted.free, "capacity": wanted.capacity}
    await put(session, people=people, kind="application_received", data=data | seats, now=now)
    clerks = await people_of_body(session, facts.territory_id)
    await put(session, people=clerks, kind="application_to_decide", data=data, now=now)
