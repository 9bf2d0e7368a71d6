"""Count how often links are opened, by where they stood. Nobody is kept."""

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.programs.models import LinkVisit

DIRECT, OTHER = "direct", "other"
"""A link that names no source; a link whose source is none, or one too many."""
MOST_SOURCES = 40
"""Sources that a territory counts apart on one day: a link is written by anybody."""
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")

_ONE_MORE = OnBoth(
    lambda insert: insert(LinkVisit.__table__).on_conflict_do_update(
        index_elements=["territory_id", "kind", "source", "day"],
        set_={"visits": LinkVisit.__table__.c.visits + 1},
    )
)


async def count_visit(session: AsyncSession, *, territory_id: int, kind: str, source: str | None, day: date) -> None:
    """One more visit of a territory's day by a link of this kind (``LinkVisit.kind``); two statements."""
    name = DIRECT if not source else source.lower() if _SOURCE.fullmatch(source.lower()) else OTHER
    known = (
        await session.scalars(
            select(LinkVisit.source).where(LinkVisit.territory_id == territory_id, LinkVisit.day == day).distinct()
        )
    ).all()
    if name not in known and len(known) >= MOST_SOURCES:
        name = OTHER
    this = {"territory_id": territory_id, "kind": kind, "source": name, "day": day, "visits": 1}
    await session.execute(_ONE_MORE.of(session), this)
