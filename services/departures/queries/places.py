"""Which places a child of a departing club is offered: those that a clerk could approve today."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing, courses_of, judged
from services.departures import rules
from services.departures.rules import Candidate
from services.families.queries import child
from services.openings.queries import live_for
from services.programs.queries import GroupView, group, groups
from services.programs.queries.similar import similar
from services.territories.queries import TerritoryView

LOOKED_AT = 24
JUDGED = 6
"""Places of a child that are looked at, and that are left to choose from."""
NEEDED = ("enrolment", "age", "payable", "category", "seat", "order")
"""Rules without which no clerk could approve; what the others say is the clerk's to weigh, as of any application."""


async def places_of_family(
    session: AsyncSession, family: Sequence[Continuing], place: TerritoryView, today: date
) -> list[list[GroupView]]:
    """Up to three places for each, the best first; brothers and sisters at one address where there is one."""
    return rules.together([await _places(session, one, place, today) for one in family])


async def _places(session: AsyncSession, one: Continuing, place: TerritoryView, today: date) -> list[GroupView]:
    old, pupil = await group(session, one.group_id), await child(session, one.child_id)
    courses = await courses_of(session, one.child_id)
    others = [
        found for found in await similar(session, old, today=today, most=LOOKED_AT) if found.program_id not in courses
    ]
    known = await groups(session, {found.group_id for found in others} | set(courses.values()))
    busy = [known[number] for number in courses.values() if number in known and number != old.id]
    candidates = [Candidate(known[found.group_id], found.km) for found in others if found.group_id in known]
    suited: list[GroupView] = []
    for candidate in rules.order(old, candidates, busy):
        if len(suited) == JUDGED:
            break
        if await live_for(session, candidate.group, place) is not None:
            continue  # its seats are given in the order of an opening
        said = {one.rule: one.fits for one in await judged(session, candidate.group, place, pupil, today)}
        if all(said[name] for name in NEEDED):
            suited.append(candidate.group)
    return suited


def seated(places: Sequence[Sequence[GroupView]], used: Counter[int]) -> int:
    """How many of a family would find a place where each seat is given once."""
    count = 0
    for wanted in places:
        free = next((one for one in wanted if used[one.id] < one.free), None)
        if free is not None:
            used[free.id] += 1
            count += 1
    return count
