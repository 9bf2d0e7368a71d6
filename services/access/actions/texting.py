"""Codes by text message: written in the transaction of the deed, sent by the worker, forgotten at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.models import TextMessage

CLAIM = 20
LEASE = timedelta(seconds=60)
TRIES = 3


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that was claimed for sending."""

    id: int
    phone: str = field(repr=False)
    words: str = field(repr=False)
    attempts: int


async def put_text(
    session: AsyncSession, *, person_id: int | None, phone: str, words: str, now: datetime, term: timedelta
) -> None:
    """Queue a message; after ``term`` it is of no use and is not sent."""
    session.add(
        TextMessage(
            person_id=person_id, phone=phone, words=words, created_at=now, not_before=now, expires_at=now + term
        )
    )
    await session.flush()


async def claim_texts(session: AsyncSession, *, now: datetime) -> list[Outgoing]:
    """Take up to twenty messages for a minute; those that nobody needs any more are forgotten."""
    late = TextMessage.done_at.is_(None), TextMessage.expires_at <= now
    await session.execute(update(TextMessage).where(*late).values(_forgotten(now, "late")))
    waiting = (
        select(TextMessage.id)
        .where(TextMessage.done_at.is_(None), TextMessage.not_before <= now)
        .order_by(TextMessage.id)
        .limit(CLAIM)
        .with_for_update(skip_locked=True)
    )
    rows = await session.execute(
        update(TextMessage)
        .where(TextMessage.id.in_(waiting.scalar_subquery()))
        .values(not_before=now + LEASE, attempts=TextMessage.attempts + 1)
        .returning(TextMessage.id, TextMessage.phone, TextMessage.words, TextMessage.attempts),
    )
    return [Outgoing(row.id, row.phone or "", row.words or "", row.attempts) for row in rows]


async def settle_text(session: AsyncSession, *, message_id: int, why: str | None, attempts: int, now: datetime) -> None:
    """Write down that a message went (``why`` is None), or why not: it is tried three times."""
    if why is not None and attempts < TRIES:
        later = {"not_before": now + LEASE * attempts / 6, "why": why}
        await session.execute(update(TextMessage).where(TextMessage.id == message_id).values(later))
        return
    await session.execute(update(TextMessage).where(TextMessage.id == message_id).values(_forgotten(now, why)))


def _forgotten(now: datetime, why: str | None) -> dict[str, object]:
    return {"done_at": now, "why": why, "phone": None, "words": None}
