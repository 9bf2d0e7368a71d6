"""What a group is counted under: focus and settlement, without the rest of its program."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, Focus, Group
from services.programs.queries.shelf import is_live
from services.programs.rules.publishing.geography import Gazetteer
from services.territories.queries import TerritoryView
from services.territories.rules import Local


@dataclass(frozen=True, slots=True)
class Label:
    """A group's focus, and the settlement of the pack that its address names; None if it names none."""

    focus: Focus
    settlement: str | None


async def labels(
    session: AsyncSession, group_ids: Collection[int], lands: Mapping[int, TerritoryView]
) -> dict[int, Label]:
    """The labels of groups that are published now, by id, in one statement."""
    rows = await session.execute(
        select(Group.id, Edition.territory_id, Edition.focus, Edition.address)
        .join(Edition, Edition.program_id == Group.program_id)
        .where(Group.id.in_(group_ids), is_live())
    )
    return {
        number: Label(focus, _gazetteer(lands[land].local).name(address) if land in lands else None)
        for number, land, focus, address in rows
    }


@lru_cache(maxsize=64)
def _gazetteer(local: Local) -> Gazetteer:
    return Gazetteer(local)
