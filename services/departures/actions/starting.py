"""Writing a departure down, and taking it back. Done twice, it is the same departure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries import stands
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.errors import Invalid, NotFound, Stale
from services.departures import rules
from services.departures.actions.telling import tell_families
from services.departures.errors import TooLateToUndo
from services.departures.models import Departure, Placement
from services.departures.queries import DepartureView, view_of
from services.departures.queries.subjects import check_subject
from services.departures.rules import LIVE, Answer, Ground, Stage, Subject
from services.programs.actions import close_groups, free_seat, reopen_groups
from services.territories.queries import TerritoryView, territory
from services.turns.actions import Starter
from services.turns.rules import check_clock


@dataclass(frozen=True, slots=True)
class Leaving:
    """What ends and why; ``reply_by`` None: by the policy."""

    subject: Subject
    leaves_on: date
    ground: str
    document: str
    reply_by: date | None = None
    holds: bool = True


async def begin(
    session: AsyncSession, starter: Starter, leaving: Leaving, *, territory_id: int, now: datetime
) -> DepartureView:
    """Write down that a club, a program or a group ends; it takes nobody more, the worker tells the families.

    What is written down already is returned as it stands. Raises NotAllowed, NothingToLeave, Invalid, Stale when a
    colleague does the same at this moment.
    """
    starter.require(territory_id)
    place = await territory(session, territory_id)
    made = await _drawn_up(session, leaving, place, now)
    live = (Departure.subject == made.subject, Departure.stage.in_(LIVE))
    there = await session.scalar(select(Departure).where(*live).execution_options(populate_existing=True))
    if there is not None:
        return await view_of(session, there)
    made.begun_by = starter.person_id
    again = Stale("departure")
    async with session.begin_nested():
        session.add(made)
        with refused_by_database({"uq_departures_live": again, "departures.subject": again}):
            await session.flush()
    await close_subject(session, made, local_date(now, place.timezone))
    return await view_of(session, made)


async def _drawn_up(session: AsyncSession, leaving: Leaving, place: TerritoryView, now: datetime) -> Departure:
    what = leaving.subject
    await check_subject(session, what, place.id)
    if leaving.ground not in set(Ground):
        raise Invalid("departure_ground", "unknown")
    today = local_date(now, place.timezone)
    reply_by = leaving.reply_by or today + timedelta(days=place.policy.departure_reply_days)
    rules.check_days(today, leaving.leaves_on, reply_by)
    return Departure(
        territory_id=place.id,
        provider_id=what.provider_id,
        program_id=what.program_id,
        group_id=what.group_id,
        subject=what.word,
        leaves_on=leaving.leaves_on,
        reply_by=reply_by,
        ground=Ground(leaving.ground),
        document=rules.checked_document(leaving.document),
        holds=leaving.holds,
        stage=Stage.RUNNING,
        begun_at=now,
    )


async def close_subject(session: AsyncSession, one: Departure, since: date) -> None:
    """Nobody more is taken, into groups that were published later neither. Twice changes nothing."""
    which = {"provider_id": one.provider_id, "program_id": one.program_id, "group_id": one.group_id}
    await close_groups(session, since=since, **which)  # type: ignore[arg-type]


async def undo(session: AsyncSession, starter: Starter, *, departure_id: int, now: datetime) -> DepartureView:
    """The club stays, or has come back: its groups are open again, what waits for an answer is taken back and told.

    What families have asked for by themselves goes on as any transfer, with its seat; after the end nothing but the
    groups comes back. Raises NotFound, NotAllowed, TooLateToUndo for the second time, ClockBack.
    """
    row = await session.get(Departure, departure_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("departure")
    starter.require(row.territory_id)
    if row.undone_at is not None:
        raise TooLateToUndo
    check_clock(now, row.begun_at, row.closed_at)
    row.undone_by, row.undone_at = starter.person_id, now
    await reopen_groups(session, provider_id=row.provider_id, program_id=row.program_id, group_id=row.group_id)
    if row.stage is not Stage.CLOSED:
        row.stage = Stage.UNDONE
        await _take_back(session, row, now)
    await session.flush()
    in_force = Departure.stage.in_((*LIVE, Stage.CLOSED)) & Departure.undone_at.is_(None)
    others = select(Departure).where(Departure.provider_id == row.provider_id, in_force)
    for other in list(await session.scalars(others)):
        await close_subject(session, other, local_date(other.begun_at, (await _zone(session, other)).timezone))
    return await view_of(session, row)


async def _zone(session: AsyncSession, row: Departure) -> TerritoryView:
    return await territory(session, row.territory_id)


async def _take_back(session: AsyncSession, row: Departure, now: datetime) -> None:
    """Choices that wait, and those to leave at the end: the contract goes on as if nothing had been."""
    waits = Placement.answer.is_(None) | Placement.answer.in_((Answer.LEFT, Answer.SILENT))
    rows = list(await session.scalars(select(Placement).where(Placement.departure_id == row.id, waits)))
    known = await stands(session, [one.application_id for one in rows])
    found = [one for one in rows if known[one.application_id].status is ApplicationStatus.ENROLLED]
    for one in found:
        if one.held_id is not None:
            await free_seat(session, one.held_id)
    ended = update(Placement).where(Placement.id.in_([one.id for one in found]))
    await session.execute(
        ended.values(answer=Answer.UNDONE, held_id=None, answered_at=now).execution_options(synchronize_session="fetch")
    )
    await tell_families(session, row, found, kind="departure_undone", now=now)
