"""What follows as days go by: other ways that families have found, reminders, silence, the club's last day, the end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import end_list
from services.certificates.models import LIVE_STATUSES, ApplicationStatus
from services.certificates.queries import Stand, stands
from services.certificates.rules.lifecycle import Party
from services.contracts.actions import leave_club
from services.core.clock import local_date
from services.departures.actions.proposing import propose_anew
from services.departures.actions.telling import tell_families
from services.departures.models import Departure, Placement
from services.departures.rules import Answer, Stage
from services.notices.actions import put
from services.programs.actions import free_seat, lists_of
from services.staff.queries import people_of_body
from services.territories.queries import TerritoryView

AT_ONCE = 20
"""Children of one transaction: people's touches wait for SQLite's one writer meanwhile."""
_ENROLLED, _GONE_OVER = ApplicationStatus.ENROLLED, ApplicationStatus.TRANSFERRED


async def settle(session: AsyncSession, departure: Departure, place: TerritoryView, now: datetime) -> int:
    """Do the next piece of a departure whose families are all told; how many children, 0 when nothing is due."""
    rows = list(
        await session.scalars(
            select(Placement)
            .where(Placement.departure_id == departure.id)
            .order_by(Placement.id)
            .execution_options(populate_existing=True)
        )
    )
    known = await stands(session, [row.application_id for row in rows])
    seen = [(row, known[row.application_id]) for row in rows]
    today = local_date(now, place.timezone)
    done = await _found_otherwise(session, seen, now) or await _came_to_nothing(session, departure, seen, now)
    if done or not rows:
        return done or await _close(session, departure, seen, now, is_over=today > _last(departure))
    done = await _remind(session, departure, place, rows, now)
    if not done and today > departure.reply_by:
        done = await _silence(session, departure, rows, now)
    if not done and today > departure.leaves_on:
        done = await _end(session, departure, seen, today, now)
    return done or await _close(session, departure, seen, now, is_over=today > _last(departure))


def _last(departure: Departure) -> date:
    return max(departure.leaves_on, departure.reply_by)


async def _let_go(session: AsyncSession, row: Placement) -> None:
    if row.held_id is not None:
        await free_seat(session, row.held_id)
        row.held_id = None


async def _found_otherwise(session: AsyncSession, seen: Sequence[tuple[Placement, Stand]], now: datetime) -> int:
    """The family has asked for a transfer to a club that it found itself: the seat that was held is free."""
    done = 0
    for row, stand in seen:
        if row.answer not in {None, Answer.SILENT, Answer.LEFT} or stand.successor is None:
            continue
        if stand.succeeded_by in LIVE_STATUSES or stand.status is _GONE_OVER:
            row.answer, row.answered_at, row.number = Answer.OTHER, now, stand.successor
            await _let_go(session, row)
            done += 1
    await session.flush()
    return done


async def _came_to_nothing(
    session: AsyncSession, departure: Departure, seen: Sequence[tuple[Placement, Stand]], now: datetime
) -> int:
    """A choice that was refused, taken back or not confirmed: the child is where it was and chooses anew."""
    chosen = {Answer.MOVED, Answer.OTHER}
    for row, stand in seen:
        if row.answer not in chosen or stand.status is not _ENROLLED or stand.succeeded_by in LIVE_STATUSES:
            continue
        row.answer, row.answered_at, row.answered_by, row.assisted_how, row.number = None, None, None, None, None
        await propose_anew(session, departure, row, stand, now)
        await tell_families(session, departure, [row], kind="departure_again", now=now)
        return 1
    return 0


async def _remind(
    session: AsyncSession, departure: Departure, place: TerritoryView, rows: Sequence[Placement], now: datetime
) -> int:
    """Once, some days before the last: whoever is silent."""
    today = local_date(now, place.timezone)
    first = departure.reply_by - timedelta(days=place.policy.departure_remind_days)
    if departure.reminded_at is not None or not first <= today <= departure.reply_by:
        return 0
    departure.reminded_at = now
    silent = [row for row in rows if row.answer is None]
    await tell_families(session, departure, silent, kind="departure_reminder", now=now)
    return max(1, len(silent))


async def _silence(session: AsyncSession, departure: Departure, rows: Sequence[Placement], now: datetime) -> int:
    silent = [row for row in rows if row.answer is None][:AT_ONCE]
    for row in silent:
        row.answer, row.answered_at = Answer.SILENT, now
        await _let_go(session, row)
    await session.flush()
    await tell_families(session, departure, silent, kind="departure_silent", now=now)
    return len(silent)


async def _end(
    session: AsyncSession, departure: Departure, seen: Sequence[tuple[Placement, Stand]], today: date, now: datetime
) -> int:
    """The club's last day is over: contracts of those who leave and of the silent end, the money goes back."""
    ends = {Answer.LEFT, Answer.SILENT}
    over = [row for row, stand in seen if row.answer in ends and stand.status is _ENROLLED][:AT_ONCE]
    for row in over:
        await leave_club(
            session, application_id=row.application_id, party=Party.SYSTEM, person_id=None, today=today, now=now
        )
    await tell_families(session, departure, over, kind="departure_ended", now=now)
    return len(over)


async def _close(
    session: AsyncSession,
    departure: Departure,
    seen: Sequence[tuple[Placement, Stand]],
    now: datetime,
    *,
    is_over: bool,
) -> int:
    """Nobody is enrolled there any more and both last days are over: the body has its report."""
    if not is_over or any(stand.status is _ENROLLED for _row, stand in seen):
        return 0
    departure.stage, departure.closed_at = Stage.CLOSED, now
    which = {"provider_id": departure.provider_id, "program_id": departure.program_id}
    for group_id in await lists_of(session, **which, group_id=departure.group_id):  # type: ignore[arg-type]
        await end_list(session, group_id=group_id, now=now)
    data = {"departure_id": departure.id, "count": len(seen)}
    await put(
        session, people=await people_of_body(session, departure.territory_id), kind="departure_over", data=data, now=now
    )
    await session.flush()
    return 1
