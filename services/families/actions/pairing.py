"""Two records of one child (by СНИЛС) are noted for the desk; the families are told nothing of each other."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.families.models import ChildPair, PairState
from services.families.queries.reading import twins_of
from services.notices.actions import put
from services.staff.queries import people_of_body

_NOTE = OnBoth(
    lambda insert: (
        insert(ChildPair).on_conflict_do_nothing(index_elements=["first_id", "second_id"]).returning(ChildPair.id)
    )
)


async def note_pairs(session: AsyncSession, child_id: int, *, territory_id: int | None, now: datetime) -> None:
    """A child was entered, or its СНИЛС corrected: the pairs that it makes now, and no longer those it made before.

    What the desk has said of a pair stays said. The clerks of the territory are told that there is work.
    """
    twins = list(await session.scalars(twins_of(child_id)))
    mine = or_(ChildPair.first_id == child_id, ChildPair.second_id == child_id)
    await session.execute(
        delete(ChildPair).where(
            mine,
            ChildPair.state == PairState.OPEN,
            ChildPair.first_id.not_in([*twins, child_id]) | ChildPair.second_id.not_in([*twins, child_id]),
        )
    )
    made = []
    for twin in twins:
        values = {"first_id": min(twin, child_id), "second_id": max(twin, child_id), "territory_id": territory_id}
        row = {**values, "found_at": now, "state": PairState.OPEN}
        made += list(await session.scalars(_NOTE.of(session), row))
    if made and territory_id is not None:
        clerks = await people_of_body(session, territory_id)
        await put(session, people=clerks, kind="pair_found", data={"pairs": len(made)}, now=now)


async def drop_pairs(session: AsyncSession, child_id: int, *, but: int) -> None:
    """A record that was joined to another makes no other pairs that wait; and what it had taken in stays there."""
    mine = or_(ChildPair.first_id == child_id, ChildPair.second_id == child_id)
    waits = (mine, ChildPair.id != but, ChildPair.state == PairState.OPEN)
    await session.execute(delete(ChildPair).where(*waits))
    taken_in = (ChildPair.first_id == child_id, ChildPair.state == PairState.SAME)
    await session.execute(update(ChildPair).where(*taken_in).values(before=None))
