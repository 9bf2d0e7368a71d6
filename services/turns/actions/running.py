"""The turn itself, a few children in a transaction: killed at any point it goes on behind the last of them."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing, alternatives, continuing
from services.core.clock import local_date
from services.core.errors import ServiceError
from services.families.queries import child, people_of
from services.notices.actions import put
from services.orders.actions import open_lines
from services.programs.actions import take_seat
from services.programs.queries import GroupView, group
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territory
from services.turns import rules
from services.turns.models import Renewal, Turn
from services.turns.queries.fates import Fate, fate_of
from services.turns.rules import Outcome, Stage

AT_ONCE = 10
"""Children of one transaction: people's touches wait for SQLite's one writer meanwhile."""


class _Year(NamedTuple):
    turn: Turn
    place: TerritoryView
    today: date
    now: datetime


async def run(session: AsyncSession, *, now: datetime, most: int = AT_ONCE) -> int:
    """Do the next few children of the turns that run; return how many, 0 when there is nothing left to do.

    Raises ClockBack.
    """
    going = await session.scalar(
        select(Turn).where(Turn.stage == Stage.RUNNING).order_by(Turn.id).limit(1).with_for_update(skip_locked=True)
    )
    if going is None:
        return 0
    rules.check_clock(now, going.started_at)
    place = await territory(session, going.territory_id)
    year = _Year(going, place, local_date(now, place.timezone), now)
    found = await continuing(
        session, territory_id=place.id, school_year=going.school_year - 1, after=going.cursor, most=most
    )
    for one in found:
        await _offer(session, year, one)
        going.cursor = one.number
    if len(found) < most:
        await _finish(session, year)
    await session.flush()
    return max(1, len(found))


async def _offer(session: AsyncSession, year: _Year, one: Continuing) -> None:
    """Find what the new year has, hold the seat, tell the family: all in the transaction of the row."""
    fate = await fate_of(session, one, year.place, year.turn.school_year)
    outcome, wanted = fate.outcome, fate.group
    if outcome is Outcome.OFFERED and wanted is not None and not await _hold(session, wanted.id):
        outcome = Outcome.NO_SEAT
    row = Renewal(
        turn_id=year.turn.id,
        application_id=one.number,
        child_id=one.child_id,
        provider_id=one.provider_id,
        group_id=wanted.id if wanted is not None and outcome is Outcome.OFFERED else None,
        outcome=outcome,
    )
    session.add(row)
    await session.flush()
    if outcome is not Outcome.FILED:
        await _tell(session, year, one, row, fate)


async def _hold(session: AsyncSession, group_id: int) -> bool:
    try:
        async with session.begin_nested():
            await take_seat(session, group_id)
    except ServiceError:  # full, closed or taken away meanwhile: the family is told with alternatives
        return False
    return True


async def _tell(session: AsyncSession, year: _Year, one: Continuing, row: Renewal, fate: Fate) -> None:
    people = await people_of(session, one.child_id, one.parent_id)
    data = {"number": one.number, "child_id": one.child_id, "year": year.turn.school_year}
    if row.outcome is Outcome.OFFERED:
        told = {"renewal_id": row.id, "reply_by": year.turn.reply_by.isoformat(), "title": fate.title}
        await put(session, people=people, kind="renewal_offer", data=data | told, now=year.now)
        return
    old = fate.group or await group(session, one.group_id)
    others = await _others(session, year, one, old)
    none = {"outcome": row.outcome.value, "title": fate.title, "others": others}
    await put(session, people=people, kind="renewal_none", data=data | none, now=year.now)


async def _others(session: AsyncSession, year: _Year, one: Continuing, near: GroupView) -> list[tuple[int, str]]:
    """What else there is: for the age on the new first day, of the same field, with free seats."""
    pupil = await child(session, one.child_id)
    day = year.place.policy.school_year_start.on(year.turn.school_year)
    found = await alternatives(session, near, pupil, today=year.today, on=day)
    return [(other.group_id, other.title) for other in found]


async def _finish(session: AsyncSession, year: _Year) -> None:
    """All are asked: the lines of the new orders are opened, clubs and the body are told."""
    turn, place = year.turn, year.place
    turn.lines = [
        line
        for budget in (turn.school_year, turn.school_year + 1)
        for line in await open_lines(session, territory_id=place.id, year=budget)
    ]
    turn.stage = Stage.OFFERED
    offered = (Renewal.turn_id == turn.id, Renewal.outcome == Outcome.OFFERED)
    rows = await session.execute(
        select(Renewal.provider_id, func.count()).where(*offered).group_by(Renewal.provider_id)
    )
    many = {row[0]: row[1] for row in rows}
    data = {"year": turn.school_year, "reply_by": turn.reply_by.isoformat()}
    for provider_id, count in many.items():
        people = await people_of_provider(session, provider_id)
        await put(session, people=people, kind="renewals_of_club", data=data | {"count": count}, now=year.now)
    told = data | {"count": sum(many.values()), "territory": place.id}
    await put(session, people=await people_of_body(session, place.id), kind="turn_offered", data=told, now=year.now)
