"""Write, claim and close notices (transactional outbox)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.notices.models import Notice, NoticeStatus

CLAIM = 20
"""Rows of one claim: what a kill may send twice."""
OPTIONAL_KINDS = frozenset({"survey", "survey_applying"})
"""What a person may switch off by /stop; messages about own cases always come."""
TOLD = "told"
"""Set in ``session.info`` once the transaction has written a notice: whoever commits wakes the delivery."""
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that this process may send until its lease ends; ``attempts`` above 1 is a repeat (повтор)."""

    id: int
    person_id: int
    kind: str
    data: dict[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claimed notice. ``retry_at`` is set with PENDING only."""

    id: int
    status: NoticeStatus
    why: str | None = None
    retry_at: datetime | None = None


async def put(
    session: AsyncSession,
    *,
    people: Iterable[int],
    kind: str,
    data: dict[str, Any],
    now: datetime,
) -> None:
    """Tell people of a deed, in the deed's own transaction. ``data``: numbers, ids and ISO dates only."""
    session.add_all(
        Notice(person_id=person_id, kind=kind, data=data, created_at=now, not_before=now) for person_id in people
    )
    await session.flush()
    session.info[TOLD] = True


async def put_each(
    session: AsyncSession,
    *,
    kind: str,
    each: Iterable[tuple[int, dict[str, Any]]],
    now: datetime,
) -> None:
    """Tell each person something of their own (person, data) in one statement: for deeds done by the hundred."""
    rows = [
        {"person_id": person_id, "kind": kind, "data": data, "created_at": now, "not_before": now}
        for person_id, data in each
    ]
    if rows:
        await session.execute(insert(Notice), rows)
        session.info[TOLD] = True


async def drop_before(session: AsyncSession, *, moment: datetime) -> None:
    """Delete unsent notices older than ``moment``: the demo's history tells nobody of its past."""
    await session.execute(
        delete(Notice).where(Notice.created_at < moment, Notice.status == NoticeStatus.PENDING),
    )


async def claim(session: AsyncSession, *, now: datetime, most: int = CLAIM) -> list[Claimed]:
    """Take the oldest due notices under a lease; a dead process's lease runs out and its rows come again."""
    due = or_(
        and_(Notice.status == NoticeStatus.PENDING, Notice.not_before <= now),
        and_(Notice.status == NoticeStatus.SENDING, Notice.lease_until < now),
    )
    ids = list(
        await session.scalars(
            select(Notice.id).where(due).order_by(Notice.id).limit(most).with_for_update(skip_locked=True)
        ),
    )
    if not ids:
        return []
    await session.execute(
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(status=NoticeStatus.SENDING, lease_until=now + LEASE, attempts=Notice.attempts + 1),
    )
    rows = await session.execute(
        select(Notice.id, Notice.person_id, Notice.kind, Notice.data, Notice.attempts)
        .where(Notice.id.in_(ids))
        .order_by(Notice.id),
    )
    return [Claimed(*row) for row in rows]


async def close(session: AsyncSession, outcomes: Iterable[Outcome], *, now: datetime) -> None:
    """Write the results of one claim; the caller commits once. What another process has closed meanwhile stays."""
    rows = [
        {
            "of": outcome.id,
            "status": outcome.status,
            "why": outcome.why,
            "done_at": None if outcome.retry_at else now,
            "not_before": outcome.retry_at or now,
        }
        for outcome in outcomes
    ]
    if rows:
        await session.execute(
            update(Notice.__table__)  # type: ignore[arg-type]
            .where(Notice.__table__.c.id == bindparam("of"), Notice.__table__.c.status == NoticeStatus.SENDING)
            .values({name: bindparam(name) for name in ("status", "why", "done_at", "not_before")}),
            rows,
        )
