"""What a family hears: one message with a row for each child whom its reader may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.departures.models import Departure, Placement
from services.families.queries import people_of
from services.notices.actions import put
from services.programs.queries import groups

AT_ONCE = 4
"""Children of one message: a screen holds no more; a fifth is told by the next."""


async def tell_families(
    session: AsyncSession, departure: Departure, placements: Sequence[Placement], *, kind: str, now: datetime
) -> None:
    """Tell everybody of these children's families: old place, places that are offered, by when."""
    known = await groups(session, {one for row in placements for one in row.proposals})
    readers: dict[int, list[dict[str, Any]]] = {}
    for row in placements:
        offered = [[one, known[one].title] for one in row.proposals if one in known]
        told = {
            "placement_id": row.id,
            "child_id": row.child_id,
            "number": row.application_id,
            "offered": offered,
            "is_held": row.held_id is not None,
        }
        for person_id in await people_of(session, row.child_id):
            readers.setdefault(person_id, []).append(told)
    days = {"leaves_on": departure.leaves_on.isoformat(), "reply_by": departure.reply_by.isoformat()}
    for person_id, rows in readers.items():
        for first in range(0, len(rows), AT_ONCE):
            part = rows[first : first + AT_ONCE]
            data = days | {"rows": part, "children": [one["child_id"] for one in part]}
            await put(session, people=[person_id], kind=kind, data=data, now=now)
