"""Which places a child of a departing club is offered: those that a clerk could approve today."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing, like
from services.departures import rules
from services.departures.rules import Subject
from services.families.queries import child
from services.openings.queries import live_for
from services.programs.queries import GroupView, group
from services.territories.queries import TerritoryView

LOOKED_AT = 6
"""Places of a child of which the family is offered three."""


async def places_of_family(
    session: AsyncSession, family: Sequence[Continuing], subject: Subject, place: TerritoryView, today: date
) -> list[list[GroupView]]:
    """Up to three places for each, the best first; brothers and sisters at one address where there is one.

    Nothing that ends with ``subject``, nothing whose seats are given in the order of an opening.
    """
    found = [await _places(session, one, place, today) for one in family]
    return rules.together([[one for one in places if not subject.covers(one)] for places in found])


async def _places(session: AsyncSession, one: Continuing, place: TerritoryView, today: date) -> list[GroupView]:
    old, pupil = await group(session, one.group_id), await child(session, one.child_id)
    found = await like(session, old, pupil, today=today, most=LOOKED_AT)
    return [each.group for each in found if await live_for(session, each.group, place) is None]


def seated(places: Sequence[Sequence[GroupView]], used: Counter[int]) -> int:
    """How many of a family would find a place where each seat is given once."""
    count = 0
    for wanted in places:
        free = next((one for one in wanted if used[one.id] < one.free), None)
        if free is not None:
            used[free.id] += 1
            count += 1
    return count
