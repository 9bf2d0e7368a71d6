"""The nightly pull of a territory's catalogue: when it is due, what the last answer was marked with."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.core.errors import ServiceError
from services.notices.actions import put
from services.programs.errors import RemovalsRefused
from services.programs.gateway.pull import Seen
from services.programs.models import Pull
from services.staff.queries import chiefs_of_body

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""Before the second, third and fourth try of a night; then the catalogue stays as it was and staff are told."""
LEASE = timedelta(hours=1)
"""A try that has not ended by then is dead: another process takes the next."""
LONGEST = {"etag": 300, "modified": 100}
_OPEN = OnBoth(lambda insert: insert(Pull).on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class Due:
    """A try that is to be made now: ``number`` counts from 1."""

    territory_id: int
    number: int


async def claim(session: AsyncSession, *, territory_id: int, night: date, now: datetime, may_begin: bool) -> Due | None:
    """Take the try that is due; None if none is, or another process has it.

    ``night`` is the territory's day, ``may_begin``: its first try may be made at this hour.
    """
    fresh = {"territory_id": territory_id, "etag": "", "modified": "", "rules": "", "tries": 0}
    await session.execute(_OPEN.of(session), fresh)
    mine = Pull.territory_id == territory_id
    started = await session.execute(
        update(Pull)
        .where(mine, or_(Pull.night.is_(None), Pull.night < night), literal(may_begin))
        .values(night=night, tries=1, next_at=now + LEASE)
        .returning(Pull.tries)
        .execution_options(synchronize_session=False),
    )
    if started.one_or_none() is not None:
        return Due(territory_id, 1)
    tried = await session.execute(
        update(Pull)
        .where(mine, Pull.night == night, Pull.next_at <= now)
        .values(tries=Pull.tries + 1, next_at=now + LEASE)
        .returning(Pull.tries)
        .execution_options(synchronize_session=False),
    )
    number = tried.scalar_one_or_none()
    return None if number is None else Due(territory_id, number)


async def done(session: AsyncSession, *, territory_id: int) -> None:
    """The night's pull is over."""
    await _set(session, territory_id, next_at=None)


async def failed(session: AsyncSession, due: Due, *, error: ServiceError, now: datetime) -> bool:
    """Put the next try off, or give up for this night and tell the territory's chiefs and admins; True if given up.

    Removals that nobody has accepted are not tried again: somebody must look first.
    """
    if due.number <= len(PAUSES) and not isinstance(error, RemovalsRefused):
        await _set(session, due.territory_id, next_at=now + PAUSES[due.number - 1])
        return False
    await _set(session, due.territory_id, next_at=None)
    people = await chiefs_of_body(session, due.territory_id)
    data = {"territory": due.territory_id, "tries": due.number}
    if isinstance(error, RemovalsRefused):
        data |= {"vanishing": error.vanishing, "live": error.live}
    kind = "catalogue_removals" if isinstance(error, RemovalsRefused) else "catalogue_not_pulled"
    await put(session, people=people, kind=kind, data=data, now=now, same_key=f"catalogue {due.territory_id}")
    return True


async def seen(session: AsyncSession, *, territory_id: int, url: str, rules: str) -> Seen:
    """What the last answer of this address was marked with; nothing if the rules have changed since."""
    columns = select(Pull.etag, Pull.modified, Pull.rules).where(Pull.territory_id == territory_id)
    row = (await session.execute(columns)).one_or_none()
    return Seen(row.etag, row.modified) if row is not None and row.rules == _mark(url, rules) else Seen()


async def see(session: AsyncSession, *, territory_id: int, url: str, rules: str, answer: Seen) -> None:
    """Remember what an answer was marked with, once its file is imported. A mark too long to keep is none."""
    await session.execute(
        _OPEN.of(session), {"territory_id": territory_id, "etag": "", "modified": "", "rules": "", "tries": 0}
    )
    marks = {"etag": answer.etag, "modified": answer.modified}
    kept = {name: mark if len(mark) <= LONGEST[name] else "" for name, mark in marks.items()}
    await _set(session, territory_id, rules=_mark(url, rules), **kept)


def _mark(url: str, rules: str) -> str:
    return hashlib.sha256(f"{url}\0{rules}".encode()).hexdigest()


async def _set(session: AsyncSession, territory_id: int, **facts: object) -> None:
    mine = update(Pull).where(Pull.territory_id == territory_id).values(**facts)
    await session.execute(mine.execution_options(synchronize_session=False))
