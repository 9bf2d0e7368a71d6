"""Marking rows of the plan as done, and taking a mark back. The caller commits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.notices import actions as notices
from services.plan import queries, rules
from services.plan.errors import AlreadyDone, NotDone
from services.plan.models import LIVE, PlanMark, PlanTold
from services.staff.queries import chiefs_of_body, people_of_body
from services.territories.queries import territories

SOON = timedelta(days=14)
"""How long before its term the body is reminded of a row."""


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
    item = plan.item(key)
    day = done_on or plan.today
    rules.check_mark(day, note, today=plan.today, first_year=min(plan.territory.pack.years))
    mark = {
        "territory_id": territory_id,
        "row_key": key,
        "period": item.time.period,
        "done_on": day,
        "note": note,
        "marked_by": actor.person_id,
        "marked_at": now,
    }
    if not await _put(session, mark):
        raise AlreadyDone(territory_id, key)


async def undo(session: AsyncSession, actor: Actor, *, territory_id: int, key: str, now: datetime) -> None:
    """Take the newest mark back; it stays in the history. Raises NotFound like ``mark_done``, and NotDone."""
    plan = await queries.plan(session, actor, territory_id=territory_id, now=now)
    plan.item(key)
    live = (PlanMark.territory_id == territory_id, PlanMark.row_key == key, PlanMark.undone_at.is_(None))
    newest = select(func.max(PlanMark.id)).where(*live).scalar_subquery()
    taken = await session.scalar(
        update(PlanMark)
        .where(PlanMark.id == newest)
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
        .on_conflict_do_nothing(index_elements=["territory_id", "row_key", "period"], index_where=LIVE)
        .returning(PlanMark.id),
    )
    return kept is not None


async def remind(session: AsyncSession, *, now: datetime) -> int:
    """Tell the body of rows whose term is near, and its heads of rows that are late, each once; return how many rows.

    A plan whose act is over reminds of nothing.
    """
    told = 0
    for land in await territories(session):
        found = await queries.standing(session, land, now=now)
        if found.is_over:
            continue
        for kind, items in (("soon", found.near(SOON)), ("late", found.in_state(rules.State.OVERDUE))):
            fresh = await _fresh(session, land.id, kind, items, now)
            if not fresh:
                continue
            people = await (people_of_body if kind == "soon" else chiefs_of_body)(session, land.id)
            data = {"territory": land.id, "count": len(fresh), "last_day": _last_day(fresh).isoformat()}
            await notices.put(session, people=people, kind=f"plan_{kind}", data=data, now=now, can_wait=True)
            told += len(fresh)
    return told


async def _fresh(
    session: AsyncSession, territory_id: int, kind: str, items: Sequence[queries.Item], now: datetime
) -> list[queries.Item]:
    """Those of the rows of which nobody was reminded; noted as told."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = []
    for item in items:
        row = {"territory_id": territory_id, "row_key": item.key, "period": item.time.period, "kind": kind}
        kept = await session.execute(
            insert(PlanTold).values(**row, told_at=now).on_conflict_do_nothing().returning(PlanTold.row_key)
        )
        fresh += [item] if kept.one_or_none() else []
    return fresh


def _last_day(items: Sequence[queries.Item]) -> date:
    return min(item.time.last_day for item in items if item.time.last_day is not None)
