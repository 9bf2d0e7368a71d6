"""One message to many people: opened in one small write, its notices written and swept in steps.

A step is one short transaction, so that SQLite's one writer is free again for people's touches. How far a mailing is
filled is written together with the rows: a kill between two steps repeats and loses nothing.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Select, and_, func, insert, literal, or_, select, type_coerce, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound, Stale
from services.core.models import Person
from services.notices import queries
from services.notices.actions.outbox import TOLD
from services.notices.models import Lane, Mailing, MailingState, Notice, NoticeStatus

STEP = 1000
"""Rows of one step, at most."""
ID_BYTES = 8
FROM = {
    MailingState.RUNNING: (MailingState.PAUSED,),
    MailingState.PAUSED: (MailingState.RUNNING,),
    MailingState.STOPPED: (MailingState.RUNNING, MailingState.PAUSED),
}


@dataclass(frozen=True, slots=True)
class _Step:
    """Which notices of which mailing are to be written: from ``filled`` up to ``upto``."""

    mailing_id: int
    kind: str
    filled: int
    upto: int
    total: int


async def open_mailing(
    session: AsyncSession,
    *,
    kind: str,
    content: dict[str, Any],
    audience: Select[int],
    now: datetime,
) -> int:
    """Fix the recipients of a message and let it run; return its id.

    ``audience`` selects ids of persons; each hears once. ``content`` is by language: {"ru": {…}, "en": {…}};
    it must not change any more. An empty audience makes a mailing that is done at once.
    """
    await session.flush()
    people = await _people(session, audience)
    mailing = Mailing(
        kind=kind,
        content=content,
        state=MailingState.RUNNING if people else MailingState.DONE,
        created_at=now,
        started_at=now,
        finished_at=None if people else now,
        total=len(people),
        audience=_packed(people) if people else None,
    )
    session.add(mailing)
    await session.flush()
    session.info[TOLD] = True
    return mailing.id


async def _people(session: AsyncSession, audience: Select[int]) -> list[int]:
    """Everybody in one row: as rows of their own a hundred thousand hold the writer six times as long."""
    meant = audience.distinct().subquery()
    if session.get_bind().dialect.name == "postgresql":
        return sorted(await session.scalar(select(func.array_agg(meant.c[0]))) or ())
    return sorted(json.loads(await session.scalar(select(func.json_group_array(meant.c[0]))) or "[]"))


async def set_mailing_state(session: AsyncSession, mailing_id: int, state: str, *, now: datetime) -> None:  # noqa: ARG001 (every deed has it)
    """Pause, run again, or stop for good; what is being sent at this moment (one claim at most) is still sent.

    Raises NotFound, and Stale for a mailing that is over. The state it already has is no error.
    """
    wanted = MailingState(state)
    moved = await session.execute(
        update(Mailing).where(Mailing.id == mailing_id, Mailing.state.in_(FROM.get(wanted, ()))).values(state=wanted),
    )
    assert isinstance(moved, CursorResult)
    session.info[TOLD] = True
    if moved.rowcount:
        return
    stands = await session.scalar(select(Mailing.state).where(Mailing.id == mailing_id))
    if stands is None:
        raise NotFound("mailing")
    if stands != wanted:
        raise Stale("mailing")


async def work_mailings(session: AsyncSession, *, now: datetime, by_night: bool = False, most: int = STEP) -> bool:
    """Do one step of one mailing: write its next notices, sweep those of a stopped one, or finish it.

    False when there was nothing to do. ``by_night`` ignores the quiet hours; ``most`` rows are written at most.
    """
    open_ones = await session.execute(
        select(Mailing.id, Mailing.kind, Mailing.state, Mailing.filled, Mailing.total)
        .where(Mailing.finished_at.is_(None), Mailing.state.in_((MailingState.RUNNING, MailingState.STOPPED)))
        .order_by(Mailing.id),
    )
    for mailing_id, kind, state, filled, total in open_ones.all():
        if state is MailingState.RUNNING and filled < total:
            step = _Step(mailing_id, kind, filled, min(total, filled + most), total)
            return await _fill(session, step, now=now, by_night=by_night)
        if state is MailingState.STOPPED and await _sweep(session, mailing_id, now, most):
            return True
        if await _finish(session, mailing_id, state, now):
            return True
    return False


async def _fill(session: AsyncSession, step: _Step, *, now: datetime, by_night: bool) -> bool:
    piece = func.substr(Mailing.audience, step.filled * ID_BYTES + 1, (step.upto - step.filled) * ID_BYTES)
    packed = await session.scalar(select(type_coerce(piece, LargeBinary)).where(Mailing.id == step.mailing_id))
    moved = await session.execute(
        update(Mailing)
        .where(Mailing.id == step.mailing_id, Mailing.filled == step.filled, Mailing.state == MailingState.RUNNING)
        .values(filled=step.upto, **({"audience": None} if step.upto == step.total else {})),
    )
    assert isinstance(moved, CursorResult)
    if not moved.rowcount or packed is None:
        return False  # another process has taken this step
    people = _unpacked(packed)
    mornings = {} if by_night else await queries.mornings(session, people, now=now)
    for moment in {now, *mornings.values()}:
        theirs = [person for person in people if mornings.get(person, now) == moment]
        await _queue(session, theirs, step, now=now, not_before=moment)
    return True


async def _queue(session: AsyncSession, people: list[int], step: _Step, *, now: datetime, not_before: datetime) -> None:
    """The database makes the rows itself: ten times as fast as handing over each."""
    row = {
        Notice.lane: Lane.CAMPAIGN,
        Notice.mailing_id: step.mailing_id,
        Notice.kind: step.kind,
        Notice.data: {},
        Notice.status: NoticeStatus.PENDING,
        Notice.created_at: now,
        Notice.not_before: not_before,
        Notice.attempts: 0,
    }
    made = select(Person.id, *(literal(value, column.type) for column, value in row.items()))
    await session.execute(
        insert(Notice).from_select(["person_id", *(column.key for column in row)], made.where(Person.id.in_(people))),
    )


async def _sweep(session: AsyncSession, mailing_id: int, now: datetime, most: int) -> bool:
    """Close what a stopped mailing has not sent, with what a dead process had in hand."""
    left = or_(
        Notice.status == NoticeStatus.PENDING,
        and_(Notice.status == NoticeStatus.SENDING, Notice.lease_until < now),
    )
    ids = list(await session.scalars(select(Notice.id).where(Notice.mailing_id == mailing_id, left).limit(most)))
    if ids:
        await session.execute(
            update(Notice)
            .where(Notice.id.in_(ids), left)
            .values(status=NoticeStatus.SKIPPED, why="stopped", done_at=now),
        )
    return bool(ids)


async def _finish(session: AsyncSession, mailing_id: int, state: MailingState, now: datetime) -> bool:
    waits = select(Notice.id).where(
        Notice.mailing_id == mailing_id,
        Notice.status.in_((NoticeStatus.PENDING, NoticeStatus.SENDING)),
    )
    over = MailingState.DONE if state is MailingState.RUNNING else state
    moved = await session.execute(
        update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.state == state, ~waits.exists())
        .values(state=over, finished_at=now, audience=None),
    )
    assert isinstance(moved, CursorResult)
    return bool(moved.rowcount)


def _packed(people: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(people)}q", *people)


def _unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // ID_BYTES}q", packed)
