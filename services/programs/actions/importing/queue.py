"""Files that staff send: asked about, queued, taken by the worker, accepted in spite of the guard."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.programs.errors import TooLargeForChat
from services.programs.gateway.source import MEGABYTE
from services.programs.models import Import, ImportState
from services.programs.queries.imports import ImportView, import_by_id, own_import

CHAT_MB = 20
"""What a messenger hands to a bot (Bot API, getFile)."""
SILENCE = timedelta(minutes=3)
"""An import that gives no sign of life for so long is dead."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as the messenger tells it; ``size`` in bytes."""

    file_id: str
    name: str
    size: int


async def ask(
    session: AsyncSession, actor: Actor, *, territory_id: int, slug: str, sent: SentFile, now: datetime
) -> int:
    """Note a file that a person of the staff has sent; it waits for their yes. Return the import's id.

    Raises NotFound for a territory that the actor does not serve, and TooLargeForChat.
    """
    if territory_id not in actor.staff_territories:
        raise NotFound("territory")
    if sent.size > CHAT_MB * MEGABYTE:
        raise TooLargeForChat(CHAT_MB, slug)
    row = Import(
        territory_id=territory_id,
        number=None,
        source=sent.name[:300],
        file_id=sent.file_id,
        state=ImportState.ASKED,
        person_id=actor.person_id,
        started_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def move(session: AsyncSession, actor: Actor, *, import_id: int, territory_id: int) -> None:
    """Import a file that still waits for its yes into another territory of the actor's. Raises NotFound or Stale."""
    await own_import(session, actor, import_id)
    if territory_id not in actor.staff_territories:
        raise NotFound("territory")
    await _change(session, import_id, Import.state == ImportState.ASKED, territory_id=territory_id)


async def confirm(session: AsyncSession, actor: Actor, *, import_id: int, message_id: int, now: datetime) -> ImportView:
    """Queue a file; its progress is drawn in the message. Raises NotFound, or Stale if it was queued before."""
    await own_import(session, actor, import_id)
    facts = {"state": ImportState.QUEUED, "message_id": message_id, "person_id": actor.person_id, "started_at": now}
    await _change(session, import_id, Import.state == ImportState.ASKED, **facts)
    return await import_by_id(session, import_id)


async def accept(session: AsyncSession, actor: Actor, *, import_id: int, message_id: int, now: datetime) -> ImportView:
    """Queue a refused file again with its removals accepted. Raises NotFound, or Stale if that was done before."""
    await own_import(session, actor, import_id)
    refused = (Import.state == ImportState.REFUSED) & Import.accepts_removals.is_(False) & Import.file_id.is_not(None)
    facts = {"state": ImportState.QUEUED, "accepts_removals": True, "message_id": message_id, "why": None}
    anew = {"person_id": actor.person_id, "started_at": now, "ended_at": None, "number": None, "percent": 0}
    await _change(session, import_id, refused, **facts, **anew, staged=0, to_stage=0)
    return await import_by_id(session, import_id)


async def claim(session: AsyncSession, *, now: datetime) -> ImportView | None:
    """Take the file that waits longest, or one whose worker is dead; None if there is none."""
    waits = Import.state == ImportState.QUEUED
    is_dead = (Import.state == ImportState.STAGING) & (Import.touched_at < now - SILENCE)
    free = Import.file_id.is_not(None) & (waits | is_dead)
    import_id = await session.scalar(select(Import.id).where(free).order_by(Import.id).limit(1))
    if import_id is None:
        return None
    try:
        await _change(session, import_id, free, state=ImportState.STAGING, touched_at=now, staged=0, to_stage=0)
    except Stale:
        return None  # another worker was quicker
    return await import_by_id(session, import_id)


async def _change(session: AsyncSession, import_id: int, only_if: ColumnElement[bool], **facts: Any) -> None:
    changed = await session.execute(
        update(Import)
        .where(Import.id == import_id, only_if)
        .values(**facts)
        .returning(Import.id)
        .execution_options(synchronize_session=False),
    )
    if changed.one_or_none() is None:
        raise Stale("import")
