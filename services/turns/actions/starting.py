"""Asking for a turn, and the second person who starts it. Asked twice, it is the same turn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.errors import Stale
from services.notices.actions import put
from services.staff.queries import people_of_body
from services.territories.queries import TerritoryView, territory
from services.turns import rules
from services.turns.errors import OtherPersonStarts
from services.turns.models import Turn
from services.turns.queries import TurnView, view_of
from services.turns.rules import Stage


@dataclass(frozen=True, slots=True)
class Starter:
    """Who turns the year: a person of the body, or the command line, which nobody sees."""

    actor: Actor | None = None

    def require(self, territory_id: int) -> None:
        """Raise NotAllowed for a person without a post there."""
        if self.actor is not None:
            self.actor.require_staff(territory_id)

    @property
    def person_id(self) -> int | None:
        """None is the command line."""
        return None if self.actor is None else self.actor.person_id


async def turn(
    session: AsyncSession, starter: Starter, *, territory_id: int, school_year: int, now: datetime
) -> TurnView:
    """Ask for a turn, or start the one that another person asked for; one that runs or is done is returned as it is.

    Raises NotAllowed, NotTheNextYear, TooLateToTurn, ClockBack, OtherPersonStarts where two persons are needed and the
    first one comes again, Stale when somebody else does the same at this moment.
    """
    starter.require(territory_id)
    place = await territory(session, territory_id)
    there = await _there(session, territory_id, school_year)
    if there is not None:
        rules.check_clock(now, there.asked_at, there.started_at, there.opened_at)
        if there.stage is Stage.ASKED:
            await _start(session, there, starter, place, now)
        return view_of(there, place)
    today = local_date(now, place.timezone)
    rules.check_year(school_year, today, place.policy.school_year_start)
    by = rules.reply_by(today, place.policy.renewal_days, school_year, place.policy.school_year_start)
    made = Turn(territory_id=territory_id, school_year=school_year, reply_by=by, stage=Stage.ASKED, cursor=0, lines=[])
    made.asked_by, made.asked_at = starter.person_id, now
    if not place.policy.turn_four_eyes:
        made.stage, made.started_by, made.started_at = Stage.RUNNING, starter.person_id, now
    await _write(session, made)
    if made.stage is Stage.ASKED:
        people = [one for one in await people_of_body(session, territory_id) if one != starter.person_id]
        data = {"territory": territory_id, "year": school_year}
        await put(session, people=people, kind="turn_asked", data=data, now=now)
    return view_of(made, place)


async def _there(session: AsyncSession, territory_id: int, school_year: int) -> Turn | None:
    return await session.scalar(
        select(Turn)
        .where(Turn.territory_id == territory_id, Turn.school_year == school_year, Turn.stage != Stage.UNDONE)
        .execution_options(populate_existing=True)
    )


async def _write(session: AsyncSession, made: Turn) -> None:
    taken = Stale("turn")
    async with session.begin_nested():
        session.add(made)
        with refused_by_database({"uq_turns_live": taken, "turns.territory_id": taken}):
            await session.flush()


async def _start(session: AsyncSession, there: Turn, starter: Starter, place: TerritoryView, now: datetime) -> None:
    """The term for answers runs from the start. One guarded UPDATE: two colleagues at once start it once."""
    if starter.person_id == there.asked_by:
        raise OtherPersonStarts
    today = local_date(now, place.timezone)
    start = place.policy.school_year_start
    by = rules.reply_by(today, place.policy.renewal_days, there.school_year, start)
    started = await session.scalar(
        update(Turn)
        .where(Turn.id == there.id, Turn.stage == Stage.ASKED)
        .values(stage=Stage.RUNNING, started_by=starter.person_id, started_at=now, reply_by=by)
        .returning(Turn.id)
    )
    if started is None:
        raise Stale("turn")
    await session.refresh(there)
