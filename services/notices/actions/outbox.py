"""Write notices (transactional outbox)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.notices import queries
from services.notices.models import WAITS, Lane, Notice, NoticeStatus

_EACH = insert(Notice.metadata.tables[Notice.__tablename__])
TOLD = "told"
"""Set in ``session.info`` once the transaction has written a notice: whoever commits wakes the delivery."""


async def put(
    session: AsyncSession,
    *,
    people: Iterable[int],
    kind: str,
    data: dict[str, Any],
    now: datetime,
    same_key: str | None = None,
    can_wait: bool = False,
) -> None:
    """Tell people of a deed, in the deed's own transaction. ``data``: numbers, ids and ISO dates only.

    Of two events with one ``same_key`` a person hears once, while the first still waits: the later ``data`` takes its
    place. What ``can_wait`` does not come in the person's quiet hours.
    """
    people = list(people) if same_key is None else list(dict.fromkeys(people))
    if not people:
        return
    await session.flush()
    mornings = await queries.mornings(session, people, now=now) if can_wait else {}
    said: dict[str, Any] = {"lane": Lane.CASE, "kind": kind, "data": data, "same_key": same_key}
    fresh: dict[str, Any] = {"status": NoticeStatus.PENDING, "created_at": now, "attempts": 0}
    rows = [{**said, **fresh, "person_id": one, "not_before": mornings.get(one, now)} for one in people]
    if same_key is None:
        await session.execute(insert(Notice), rows)
    else:
        await _replace(session, rows)
    session.info[TOLD] = True


async def _replace(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """The database finds what says the same and still waits."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = make(Notice).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "same_key"],
            index_where=WAITS,
            set_={"kind": statement.excluded.kind, "data": statement.excluded.data},
        ),
    )


async def put_each(
    session: AsyncSession,
    *,
    kind: str,
    each: Iterable[tuple[int, dict[str, Any]]],
    now: datetime,
) -> None:
    """Tell each person something of their own (person, data) in one statement: for deeds done by the hundred."""
    same = {"lane": Lane.CASE, "kind": kind, "status": NoticeStatus.PENDING, "attempts": 0}
    same |= {"created_at": now, "not_before": now}
    rows = [{**same, "person_id": person_id, "data": data} for person_id, data in each]
    if rows:
        await session.execute(_EACH, rows)
        session.info[TOLD] = True


async def drop_before(session: AsyncSession, *, moment: datetime, kind: str | None = None) -> None:
    """Delete unsent notices older than ``moment``, or those of a kind: the demo's history tells nobody of its past."""
    these = [Notice.created_at < moment, Notice.status == NoticeStatus.PENDING]
    if kind is not None:
        these.append(Notice.kind == kind)
    await session.execute(delete(Notice).where(*these))
