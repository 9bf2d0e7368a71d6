"""Loading packs. The caller commits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import refused_by_database
from services.core.errors import Stale
from services.territories.models import Territory
from services.territories.queries import shipped_texts
from services.territories.rules import Pack, parse


class Outcome(StrEnum):
    """What became of a pack."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """A shipped text stood back: staff have loaded their own."""


@dataclass(frozen=True)
class Loaded:
    territory_id: int
    slug: str
    outcome: Outcome


async def load(session: AsyncSession, *, text: str, file: str, now: datetime) -> Loaded:
    """Load one pack by hand: a new slug is added, a known one replaced, the same text changes nothing.

    ``file`` is only named in errors. Raises PackBroken (then nothing is changed), and Stale if somebody
    else added the same slug meanwhile.
    """
    return await _keep(session, text=text, file=file, now=now, shipped=False)


async def load_shipped(session: AsyncSession, *, now: datetime) -> tuple[Loaded, ...]:
    """Load the packs that ship with the desk.

    A pack is loaded if its slug is absent, or if the stored one was shipped too and its text has changed.
    What staff loaded by hand stays. Raises PackBroken and Stale like ``load``.
    """
    return tuple(
        [await _keep(session, text=text, file=file, now=now, shipped=True) for file, text in shipped_texts().items()],
    )


async def _keep(session: AsyncSession, *, text: str, file: str, now: datetime, shipped: bool) -> Loaded:
    pack = parse(text, file=file)
    digest = sha256(text.encode()).hexdigest()
    row = await session.scalar(select(Territory).where(Territory.slug == pack.slug).with_for_update())
    if row is not None and row.digest == digest:
        return Loaded(row.id, row.slug, Outcome.UNCHANGED)
    if row is not None and shipped and not row.shipped:
        return Loaded(row.id, row.slug, Outcome.KEPT)
    outcome = Outcome.ADDED if row is None else Outcome.REPLACED
    if row is None:
        row = Territory(slug=pack.slug)
        session.add(row)
    _write(row, pack)
    row.source, row.digest, row.shipped, row.loaded_at = text, digest, shipped, now
    with refused_by_database({"territories_slug": Stale("territory"), "territories.slug": Stale("territory")}):
        await session.flush()  # a slug stands once: the database decides
    return Loaded(row.id, row.slug, outcome)


def _write(row: Territory, pack: Pack) -> None:
    row.title = pack.territory
    row.level = pack.local.level
    row.timezone = pack.local.timezone.key
