"""Reading files by their owner or their child; rooms above have checked whose child it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.core.records import Known, records
from services.uploads.gateway import Sealed
from services.uploads.models import Promise, Upload


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper that was uploaded: what it answers, what its sender called it."""

    id: int
    child_id: int
    kind: str
    name: str
    media: str
    size: int
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A paper that will be brought to the office, on this day at the latest; or was, on ``brought_on``."""

    kind: str
    due_on: date
    brought_on: date | None


async def of_child(session: AsyncSession, child_id: int) -> list[PaperView]:
    """All papers of a child that have come whole, in the order of their coming."""
    return await _papers(session, Upload.child_id == child_id)


async def promises(session: AsyncSession, child_id: int) -> list[PromiseView]:
    """What was promised for a child."""
    said = select(Promise.kind, Promise.due_on, Promise.brought_on)
    rows = await session.execute(said.where(Promise.child_id == child_id).order_by(Promise.kind))
    return [PromiseView(*row) for row in rows]


async def sealed(session: AsyncSession, *, upload_id: int, child_ids: Collection[int]) -> tuple[PaperView, Sealed]:
    """A paper of one of these children, and how to open it. Raises NotFound."""
    found = Upload.id == upload_id, Upload.child_id.in_(child_ids)
    papers = await _papers(session, *found)
    row = (await session.execute(select(Upload.place, Upload.key, Upload.size).where(*found))).one_or_none()
    if row is None or not papers:
        raise NotFound("paper")
    return papers[0], Sealed(row.place, row.key, row.size, papers[0].media)


async def child_of(session: AsyncSession, upload_id: int) -> int:
    """The child of a paper, half-sent ones too. Raises NotFound."""
    found = await session.scalar(select(Upload.child_id).where(Upload.id == upload_id))
    if found is None:
        raise NotFound("paper")
    return found


async def places(session: AsyncSession) -> frozenset[str]:
    """Every place that a row names: the rest of the folder is rubbish."""
    return frozenset(await session.scalars(select(Upload.place)))


async def children_with_papers(session: AsyncSession, person_id: int) -> list[int]:
    """Children of whom a person has sent or promised papers."""
    sent = select(Upload.child_id).where(Upload.person_id == person_id)
    promised = select(Promise.child_id).where(Promise.person_id == person_id)
    return sorted(set(await session.scalars(sent)) | set(await session.scalars(promised)))


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Papers that a person uploaded, and those promised. The bytes are added to the archive by who packs it."""
    own = select(Upload.id, Upload.child_id, Upload.kind, Upload.name, Upload.media, Upload.size, Upload.kept_at)
    said = select(Promise.child_id, Promise.kind, Promise.due_on, Promise.made_at, Promise.brought_on)
    return {
        "papers": await records(session, own.where(Upload.person_id == person_id).order_by(Upload.id)),
        "promises": await records(session, said.where(Promise.person_id == person_id).order_by(Promise.child_id)),
    }


async def sealed_of(session: AsyncSession, person_id: int) -> list[tuple[int, Sealed]]:
    """A person's whole papers by number, for the archive of their own data."""
    rows = await session.execute(
        select(Upload.id, Upload.place, Upload.key, Upload.size, Upload.media)
        .where(Upload.person_id == person_id, Upload.kept_at.is_not(None))
        .order_by(Upload.id)
    )
    return [(number, Sealed(place, key, size, media or "")) for number, place, key, size, media in rows]


async def _papers(session: AsyncSession, *where: ColumnElement[bool]) -> list[PaperView]:
    columns = (Upload.id, Upload.child_id, Upload.kind, Upload.name, Upload.media, Upload.size, Upload.kept_at)
    rows: Any = await session.execute(select(*columns).where(Upload.kept_at.is_not(None), *where).order_by(Upload.id))
    return [PaperView(*row) for row in rows]
