"""Claim notices under a lease, and write what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.notices.models import Lane, Mailing, MailingState, Notice, NoticeStatus

CLAIM = 20
"""Rows of one claim: what a kill may send twice."""
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that this process may send until its lease ends.

    A ``repeat`` (повтор) was claimed before by a process that never told what became of it: perhaps it was sent.
    """

    id: int
    person_id: int
    kind: str
    data: dict[str, Any]
    attempts: int
    mailing_id: int | None = None
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claimed notice. ``retry_at`` is set with PENDING only; not ``tried``: nothing was sent."""

    id: int
    status: NoticeStatus
    why: str | None = None
    retry_at: datetime | None = None
    tried: bool = True


async def claim(session: AsyncSession, *, now: datetime, most: int = CLAIM) -> list[Claimed]:
    """Take the oldest due notices under a lease; a dead process's lease runs out and its rows come again.

    First what a dead process left, then people's own cases, then running mailings, the oldest first.
    """
    running = list(
        await session.scalars(select(Mailing.id).where(Mailing.state == MailingState.RUNNING).order_by(Mailing.id)),
    )
    goes = or_(Notice.mailing_id.is_(None), Notice.mailing_id.in_(running))
    left = await _ids(session, most, Notice.status == NoticeStatus.SENDING, Notice.lease_until < now, goes)
    due = (Notice.status == NoticeStatus.PENDING, Notice.not_before <= now)
    ids = left + await _ids(session, most - len(left), *due, Notice.lane == Lane.CASE)
    for mailing_id in running:
        if len(ids) < most:
            ids += await _ids(session, most - len(ids), *due, Notice.mailing_id == mailing_id)
    if not ids:
        return []
    await session.execute(
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(status=NoticeStatus.SENDING, lease_until=now + LEASE, attempts=Notice.attempts + 1),
    )
    rows = await session.execute(
        select(Notice.id, Notice.person_id, Notice.kind, Notice.data, Notice.attempts, Notice.mailing_id)
        .where(Notice.id.in_(ids))
        .order_by(Notice.lane, Notice.id),
    )
    claimed = [Claimed(*row) for row in rows]
    return [replace(one, repeat=True) if one.id in left else one for one in claimed]


async def _ids(session: AsyncSession, most: int, *where: ColumnElement[bool]) -> list[int]:
    """In the order of the queue's index: a long queue is not sorted at each claim."""
    if not most:
        return []
    found = select(Notice.id).where(*where).order_by(Notice.not_before, Notice.id).limit(most)
    return list(await session.scalars(found.with_for_update(skip_locked=True)))


async def close(session: AsyncSession, outcomes: Iterable[Outcome], *, now: datetime) -> None:
    """Write the results of one claim; the caller commits once. What another process has closed meanwhile stays.

    A notice that must be tried again, while a newer one that says the same waits already, is skipped for it.
    """
    outcomes = list(outcomes)
    await _write(session, [one for one in outcomes if one.retry_at is None], now)
    again = [one for one in outcomes if one.retry_at is not None]
    try:
        async with session.begin_nested():
            await _write(session, again, now)
    except IntegrityError:
        for one in again:
            await _retry(session, one, now)


async def _retry(session: AsyncSession, one: Outcome, now: datetime) -> None:
    try:
        async with session.begin_nested():
            await _write(session, [one], now)
    except IntegrityError:
        await _write(session, [Outcome(one.id, NoticeStatus.SKIPPED, "said anew")], now)


async def _write(session: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    rows = [
        {
            "of": outcome.id,
            "status": outcome.status,
            "why": outcome.why,
            "done_at": None if outcome.retry_at else now,
            "not_before": outcome.retry_at or now,
            "untried": int(not outcome.tried),
        }
        for outcome in outcomes
    ]
    if not rows:
        return
    table = Notice.__table__
    values: dict[str, Any] = {name: bindparam(name) for name in ("status", "why", "done_at", "not_before")}
    await session.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("of"), table.c.status == NoticeStatus.SENDING)
        .values(**values, attempts=table.c.attempts - bindparam("untried")),
        rows,
    )
