"""Places like one that a child has lost or leaves: free, for the age, at an hour that the child has, and payable."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries.continuing import courses_of
from services.certificates.queries.judging import judged
from services.certificates.rules.likeness import Candidate, order
from services.families.queries import ChildView
from services.programs.queries import GroupView, groups
from services.programs.queries.similar import similar
from services.programs.rules.openness import months_on
from services.territories.queries import territory

LOOKED_AT = 24
NEEDED = ("enrolment", "age", "payable", "category", "seat", "order")
"""Rules without which no clerk could approve; what the others say is the clerk's to weigh, as of any application."""


async def like(
    session: AsyncSession, old: GroupView, pupil: ChildView, *, today: date, most: int, on: date | None = None
) -> list[Candidate]:
    """Up to ``most`` places of other programs, the likest first, none that the child attends or has asked for.

    The age is that of the first lesson, or of another day ``on``.
    """
    courses = await courses_of(session, pupil.id)
    found = [
        one
        for one in await similar(session, old, today=today, most=LOOKED_AT)
        if one.program_id not in courses and one.program_id != old.program_id
    ]
    known = await groups(session, {one.group_id for one in found} | set(courses.values()))
    busy = [known[number] for number in courses.values() if number in known and number != old.id]
    candidates = [Candidate(known[one.group_id], one.km) for one in found if one.group_id in known]
    suited: list[Candidate] = []
    for candidate in order(old, candidates, busy):
        if len(suited) == most:
            break
        if await _suits(session, candidate.group, pupil, today, on):
            suited.append(candidate)
    return suited


async def _suits(session: AsyncSession, wanted: GroupView, pupil: ChildView, today: date, on: date | None) -> bool:
    place = await territory(session, wanted.territory_id)
    said = {one.rule: one.fits for one in await judged(session, wanted, place, pupil, today)}
    if on is not None:
        said["age"] = wanted.from_months <= months_on(pupil.birth_date, on) < wanted.below_months
    return all(said[name] for name in NEEDED)
