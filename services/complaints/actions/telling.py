"""Who of a thread is told of a deed: numbers, words and days only."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.models import Complaint
from services.notices.actions import put
from services.staff.queries import chiefs_of_body, people_of_body, people_of_provider


async def to_parent(session: AsyncSession, row: Complaint, kind: str, now: datetime, **more: Any) -> None:
    """The writer; of several messages in a row the last one only, while the first still waits to be sent."""
    key = f"{kind}:{row.id}"
    await put(session, people=[row.person_id], kind=kind, data=_data(row, more), now=now, same_key=key)


async def to_club(session: AsyncSession, row: Complaint, kind: str, now: datetime, **more: Any) -> None:
    """Those who speak for the club."""
    if row.provider_id is not None:
        people = await people_of_provider(session, row.provider_id)
        await put(session, people=people, kind=kind, data=_data(row, more), now=now, same_key=f"{kind}:{row.id}")


async def to_body(session: AsyncSession, row: Complaint, kind: str, now: datetime, **more: Any) -> None:
    """Who has it; else the whole body, or those who head it."""
    people = [row.assignee_id] if row.assignee_id is not None else None
    if people is None:
        people = await (chiefs_of_body if row.for_heads else people_of_body)(session, row.territory_id)
    await put(session, people=people, kind=kind, data=_data(row, more), now=now, same_key=f"{kind}:{row.id}")


async def to_heads(session: AsyncSession, row: Complaint, kind: str, now: datetime, **more: Any) -> None:
    """Those who head the body."""
    people = await chiefs_of_body(session, row.territory_id)
    await put(session, people=people, kind=kind, data=_data(row, more), now=now, same_key=f"{kind}:{row.id}")


def _data(row: Complaint, more: dict[str, Any]) -> dict[str, Any]:
    return {"number": row.id, "kind": row.kind.value, "due_on": row.due_on.isoformat(), **more}
