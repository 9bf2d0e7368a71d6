"""Undoing a turn until recruitment is open to all. What families have done by themselves stays theirs."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.families.queries import people_of
from services.notices.actions import put
from services.orders.actions import drop_empty_lines
from services.programs.actions import free_seat
from services.territories.queries import territory
from services.turns import rules
from services.turns.actions.starting import Starter
from services.turns.errors import TooLateToUndo
from services.turns.models import Renewal, Turn
from services.turns.queries import TurnView, latest_turn, view_of
from services.turns.rules import Answer, Outcome, Stage


async def undo(session: AsyncSession, starter: Starter, *, territory_id: int, now: datetime) -> TurnView:
    """Take back the territory's turn: offers that wait end and their families are told, seats and empty lines are free.

    An application that a family has filed by its «yes» goes on with its seat. In one transaction. Raises NotAllowed,
    NotFound without a turn, TooLateToUndo once it is opened, ClockBack.
    """
    starter.require(territory_id)
    there = await latest_turn(session, territory_id)
    row = await session.get_one(Turn, there.id, with_for_update=True, populate_existing=True)
    if row.stage in {Stage.OPENED, Stage.UNDONE}:
        raise TooLateToUndo
    rules.check_clock(now, row.asked_at, row.started_at)
    row.stage, row.undone_by, row.undone_at = Stage.UNDONE, starter.person_id, now
    await drop_empty_lines(session, row.lines)
    waits = (Renewal.turn_id == row.id, Renewal.outcome == Outcome.OFFERED, Renewal.answer.is_(None))
    ended = await session.execute(
        update(Renewal)
        .where(*waits)
        .values(answer=Answer.UNDONE, answered_at=now)
        .returning(Renewal.child_id, Renewal.group_id, Renewal.application_id)
        .execution_options(synchronize_session=False)
    )
    for child_id, group_id, number in ended.all():
        if group_id is not None:
            await free_seat(session, group_id)
        data = {"number": number, "child_id": child_id}
        await put(session, people=await people_of(session, child_id), kind="renewal_undone", data=data, now=now)
    await session.flush()
    return view_of(row, await territory(session, territory_id))
