"""What the new year has for a child of the old one, and a dry run over all of them that changes nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing, continuing, has_filed, judged
from services.certificates.rules import first_day, school_year
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import child
from services.programs.queries import GroupView, group, groups_of
from services.territories.queries import TerritoryView, territory
from services.turns import rules
from services.turns.rules import Figures, Outcome

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Fate:
    """An outcome with the group of the new year, if there is one; ``title`` is the program's."""

    outcome: Outcome
    group: GroupView | None
    title: str


async def fate_of(session: AsyncSession, one: Continuing, place: TerritoryView, year: int) -> Fate:
    """Where the child would go on: age on the new first day and category are judged anew."""
    old = await group(session, one.group_id)
    if await has_filed(session, child_id=one.child_id, program_id=one.program_id, school_year=year):
        return Fate(Outcome.FILED, None, old.title)
    start = place.policy.school_year_start
    new = [other for other in await groups_of(session, one.program_id) if school_year(other.starts_on, start) == year]
    wanted = rules.heir(old, [other for other in new if other.is_dated])
    if wanted is None:
        return Fate(Outcome.NO_GROUP, None, old.title)
    pupil = await child(session, one.child_id)
    day = first_day(wanted, wanted.starts_on, place.timezone)
    ages = (place.policy.age_min, place.policy.age_max_exclusive)
    if not rules.suits_age(pupil.birth_date, day, wanted, ages):
        return Fate(Outcome.OUTGROWN, wanted, wanted.title)
    said = {verdict.rule: verdict.fits for verdict in await judged(session, wanted, place, pupil, wanted.starts_on)}
    if not (said["category"] and said["payable"]):
        return Fate(Outcome.UNSUITABLE, wanted, wanted.title)
    return Fate(Outcome.OFFERED, wanted, wanted.title)


async def rehearse(
    session: AsyncSession, actor: Actor | None, *, territory_id: int, school_year: int, now: datetime
) -> Figures:
    """What a turn would do today; nothing is written. ``actor`` is None for the command line.

    Raises NotAllowed, NotTheNextYear, TooLateToTurn.
    """
    if actor is not None:
        actor.require_staff(territory_id)
    place = await territory(session, territory_id)
    today, start = local_date(now, place.timezone), place.policy.school_year_start
    rules.check_year(school_year, today, start)
    rules.reply_by(today, place.policy.renewal_days, school_year, start)
    counts: Counter[str] = Counter()
    held: Counter[int] = Counter()
    after = 0
    while found := await continuing(
        session, territory_id=place.id, school_year=school_year - 1, after=after, most=AT_ONCE
    ):
        for one in found:
            outcome = _seated(await fate_of(session, one, place, school_year), held)
            counts.update(["children", outcome.value])
        after = found[-1].number
    counts["waiting"] = counts["offered"]
    return Figures(**counts)


def _seated(fate: Fate, held: Counter[int]) -> Outcome:
    """The same seats are not offered twice, nor those of a group whose enrolment is closed."""
    if fate.outcome is not Outcome.OFFERED or fate.group is None:
        return fate.outcome
    if fate.group.closed_on is not None or held[fate.group.id] >= fate.group.free:
        return Outcome.NO_SEAT
    held[fate.group.id] += 1
    return Outcome.OFFERED
