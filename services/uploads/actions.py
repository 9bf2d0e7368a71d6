"""Taking papers: whole, or piece by piece over a bad line. Whose child it is was checked by the room above.

Bytes lie in the store before a row names them, and a row is deleted before its bytes: what has no row is rubbish that
the store sweeps away, and without the row's key nobody can read it. So nothing is ever half there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import Invalid, NotFound, Stale
from services.uploads import rules
from services.uploads.errors import TooManyFiles
from services.uploads.gateway import Sealed, Store, new_key, new_place
from services.uploads.models import Promise, Upload


@dataclass(frozen=True, slots=True)
class About:
    """Whose paper of which kind."""

    person_id: int
    child_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that a browser will send in pieces: ``size`` in bytes; ``told`` is how the browser knows it again."""

    name: str
    size: int
    told: str


@dataclass(frozen=True, slots=True)
class Half:
    """A file on its way: ``at`` of ``size`` bytes have come, and lie where ``sealed`` says."""

    id: int
    child_id: int
    at: int
    size: int
    sealed: Sealed
    is_kept: bool = False

    @property
    def is_whole(self) -> bool:
        """All has come; it is to be checked and kept."""
        return self.at == self.size


async def keep(session: AsyncSession, about: About, *, name: str, paper: Sealed, now: datetime) -> int:
    """Write down a paper that lies sealed in the store; return its number. Raises TooManyFiles and Invalid.

    A promise to bring it is done with.
    """
    await _refuse_more(session, about, paper.size)
    made = await session.execute(
        insert(Upload)
        .values(
            **_owner(about),
            **_lying(paper),
            name=rules.shown_name(name),
            received=paper.size,
            changed_at=now,
            kept_at=now,
        )
        .returning(Upload.id)
    )
    await _forget_promise(session, about)
    return int(made.scalar_one())


async def begin(session: AsyncSession, about: About, file: Announced, *, now: datetime) -> Half:
    """Begin to take a file in pieces, or go on with it. Raises Invalid and TooManyFiles."""
    size = file.size
    if size <= 0:
        raise Invalid("file", "empty")
    if size > rules.LARGEST:
        raise Invalid("file", "large")
    mark = rules.resume_mark(about.child_id, about.kind, f"{file.told}\0{size}")
    own = Upload.person_id == about.person_id, Upload.kept_at.is_(None)
    known = await session.scalar(select(Upload.id).where(*own, Upload.mark == mark).limit(1))
    if known is not None:
        return await half(session, person_id=about.person_id, upload_id=known)
    await _refuse_more(session, about, size)
    waiting: int = await session.scalar(select(func.count()).select_from(Upload).where(*own)) or 0
    if waiting >= rules.MOST_HALF_SENT:
        raise TooManyFiles(rules.MOST_HALF_SENT)
    made = await session.execute(
        insert(Upload)
        .values(
            **_owner(about),
            **_lying(Sealed(new_place(), new_key(), size, "")),
            name=rules.shown_name(file.name),
            mark=mark,
            received=0,
            changed_at=now,
        )
        .returning(Upload.id)
    )
    return await half(session, person_id=about.person_id, upload_id=int(made.scalar_one()))


async def half(session: AsyncSession, *, person_id: int, upload_id: int) -> Half:
    """One of the person's own files, whole or on its way. Raises NotFound."""
    found = await session.execute(
        select(
            Upload.child_id, Upload.received, Upload.size, Upload.place, Upload.key, Upload.media, Upload.kept_at
        ).where(Upload.id == upload_id, Upload.person_id == person_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("paper")
    lying = Sealed(row.place, row.key, row.size, row.media or "")
    return Half(upload_id, row.child_id, row.received, row.size, lying, row.kept_at is not None)


async def add(
    session: AsyncSession, store: Store, *, person_id: int, upload_id: int, at: int, piece: bytes, now: datetime
) -> Half:
    """Take the next piece. One that came already changes nothing: the answer says where to go on.

    Raises NotFound, and Invalid for a piece that is empty, too large or goes past the end.
    """
    coming = await half(session, person_id=person_id, upload_id=upload_id)
    if coming.is_kept or at != coming.at:
        return coming
    if not piece or len(piece) > rules.PIECE or at + len(piece) > coming.size:
        raise Invalid("file", "broken")
    moved = await session.scalar(
        update(Upload)
        .where(Upload.id == upload_id, Upload.received == at, Upload.kept_at.is_(None))
        .values(received=at + len(piece), changed_at=now)
        .returning(Upload.received)
    )
    if moved is not None:
        store.add(coming.sealed.place, coming.sealed.key, at, piece)
    return await half(session, person_id=person_id, upload_id=upload_id)


async def finish(session: AsyncSession, *, person_id: int, upload_id: int, paper: Sealed, now: datetime) -> None:
    """The whole file was checked and lies sealed anew: it takes the place of its pieces. Raises NotFound and Stale."""
    await half(session, person_id=person_id, upload_id=upload_id)
    own = Upload.id == upload_id, Upload.person_id == person_id, Upload.kept_at.is_(None)
    values = {**_lying(paper), "received": paper.size, "mark": None, "changed_at": now, "kept_at": now}
    done = await session.execute(
        update(Upload).where(*own).values(values).returning(Upload.person_id, Upload.child_id, Upload.kind)
    )
    row = done.one_or_none()
    if row is None:
        raise Stale("paper")
    await _forget_promise(session, About(*row))


async def remove(session: AsyncSession, *, child_id: int, upload_id: int) -> None:
    """Destroy one of a child's papers, half-sent ones too. Raises NotFound."""
    gone = delete(Upload).where(Upload.id == upload_id, Upload.child_id == child_id)
    if await session.scalar(gone.returning(Upload.id)) is None:
        raise NotFound("paper")


async def remove_kinds(
    session: AsyncSession, *, person_id: int, child_ids: Collection[int], kinds: tuple[str, ...]
) -> None:
    """Destroy all papers of some kinds that a person uploaded, or anybody of these children: their ground is gone."""
    for table in (Upload, Promise):
        theirs = or_(table.person_id == person_id, table.child_id.in_(child_ids))
        await session.execute(delete(table).where(theirs, table.kind.in_(kinds)))


async def promise(session: AsyncSession, about: About, *, due_on: date, now: datetime) -> None:
    """Write down that a paper will be brought to the office by a day; said again, the newer day counts."""
    await _forget_promise(session, about)
    await session.execute(insert(Promise).values(**_owner(about), due_on=due_on, made_at=now))


async def bring(session: AsyncSession, *, child_id: int, kind: str, by: int, today: date) -> None:
    """A promised paper lies on the desk: nobody waits for it any more. Raises NotFound, and Stale if it did before."""
    own = Promise.child_id == child_id, Promise.kind == kind
    here = update(Promise).where(*own, Promise.brought_on.is_(None)).values(brought_on=today, brought_by=by)
    if await session.scalar(here.returning(Promise.kind)) is None:
        if await session.scalar(select(Promise.kind).where(*own)) is None:
            raise NotFound("paper")
        raise Stale("paper")


async def pass_on(session: AsyncSession, *, person_id: int, child_id: int, to: int) -> None:
    """A child has another first representative: what this person sent for the child is that one's now."""
    for table in (Upload, Promise):
        own = table.person_id == person_id, table.child_id == child_id
        await session.execute(update(table).where(*own).values(person_id=to))


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy all papers and promises of a person; return counts by kind."""
    gone = await session.execute(delete(Upload).where(Upload.person_id == person_id).returning(Upload.id))
    await session.execute(delete(Promise).where(Promise.person_id == person_id))
    return {"papers": len(gone.all())}


async def forget_old(session: AsyncSession, *, half_sent_before: datetime, kept_before: datetime) -> None:
    """Destroy what was never sent to its end, and papers whose term is over."""
    await session.execute(delete(Upload).where(Upload.kept_at.is_(None), Upload.changed_at < half_sent_before))
    await session.execute(delete(Upload).where(Upload.kept_at < kept_before))


async def _refuse_more(session: AsyncSession, about: About, size: int) -> None:
    """Raise TooManyFiles, or Invalid ``full`` for a paper that does not fit with the person's others."""
    own = select(func.sum(Upload.size)).where(Upload.person_id == about.person_id)
    held: int = await session.scalar(own) or 0
    if held + size > rules.MOST_TOGETHER:
        raise Invalid("file", "full")
    same = Upload.child_id == about.child_id, Upload.kind == about.kind, Upload.kept_at.is_not(None)
    there: int = await session.scalar(select(func.count()).select_from(Upload).where(*same)) or 0
    if there >= rules.MOST_OF_KIND:
        raise TooManyFiles(rules.MOST_OF_KIND)


async def _forget_promise(session: AsyncSession, about: About) -> None:
    await session.execute(delete(Promise).where(Promise.child_id == about.child_id, Promise.kind == about.kind))


def _owner(about: About) -> dict[str, object]:
    return {"person_id": about.person_id, "child_id": about.child_id, "kind": about.kind}


def _lying(paper: Sealed) -> dict[str, object]:
    return {"place": paper.place, "key": paper.key, "size": paper.size, "media": paper.media or None}
