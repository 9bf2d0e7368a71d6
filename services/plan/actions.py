"""Marking rows of the plan as done, and taking a mark back. The caller commits."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.plan import queries, rules
from services.plan.errors import AlreadyDone, NotDone
from services.plan.models import LIVE, PlanMark


async def mark_done(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    key: str,
    done_on: date | None = None,
    note: str | None = None,
    now: datetime,
) -> None:
    """Say that a row is done on a day of the territory, today if none is given.

    Raises NotFound for a row or a territory that the actor does not serve, Invalid for a day or a note that cannot
    be, AlreadyDone if somebody was quicker: the database keeps one live mark for a row.
    """
    plan = await queries.plan(session, actor, territory_id=territory_id, now=now)
    plan.item(key)
    day = done_on or plan.today
    rules.check_mark(day, note, today=plan.today, first_year=min(plan.territory.pack.years))
    mark = {
        "territory_id": territory_id,
        "row_key": key,
        "done_on": day,
        "note": note,
        "marked_by": actor.person_id,
        "marked_at": now,
    }
    if not await _put(session, mark):
        raise AlreadyDone(territory_id, key)


async def undo(session: AsyncSession, actor: Actor, *, territory_id: int, key: str, now: datetime) -> None:
    """Take the mark back; it stays in the history. Raises NotFound like ``mark_done``, and NotDone."""
    plan = await queries.plan(session, actor, territory_id=territory_id, now=now)
    plan.item(key)
    taken = await session.scalar(
        update(PlanMark)
        .where(PlanMark.territory_id == territory_id, PlanMark.row_key == key, PlanMark.undone_at.is_(None))
        .values(undone_at=now, undone_by=actor.person_id)
        .returning(PlanMark.id),
    )
    if taken is None:
        raise NotDone(territory_id, key)


async def _put(session: AsyncSession, mark: dict[str, object]) -> bool:
    """Write a mark unless the row has a live one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    kept = await session.scalar(
        insert(PlanMark)
        .values(mark)
        .on_conflict_do_nothing(index_elements=["territory_id", "row_key"], index_where=LIVE)
        .returning(PlanMark.id),
    )
    return kept is not None
