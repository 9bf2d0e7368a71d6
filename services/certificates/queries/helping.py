"""What helps after a refusal: other clubs for the same child, and until when one may complain."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import inf

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries.views import Facts, OwnCase
from services.core.clock import local_date
from services.programs.queries import GroupView
from services.programs.queries.similar import similar
from services.programs.rules.openness import months_on
from services.territories.queries import TerritoryView

LOOKED_AT = 12
MOST = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A group with a free seat for the child's age; ``same_days``: on a day of the refused one; ``km`` away from it."""

    group_id: int
    title: str
    free: int
    same_days: bool
    km: float | None


async def alternatives(
    session: AsyncSession, refused: GroupView, birth_date: date, *, today: date, on: date | None = None
) -> list[Alternative]:
    """Up to three groups of the same field with free seats for this age: of the same days first, then the nearest.

    The age is that of ``today``, or of another day.
    """
    days = sum(1 << weekday for weekday in {lesson.weekday for lesson in refused.lessons})
    age = months_on(birth_date, on or today)
    found = [
        Alternative(one.group_id, one.title, one.free, bool(one.weekdays & days), one.km)
        for one in await similar(session, refused, today=today, most=LOOKED_AT)
        if one.from_months <= age < one.below_months and one.program_id != refused.program_id
    ]
    return sorted(found, key=lambda one: (not one.same_days, inf if one.km is None else one.km))[:MOST]


def complain_by(facts: Facts, place: TerritoryView) -> date | None:
    """The last day for a complaint about a refusal; None for what was not decided."""
    if facts.decided_at is None:
        return None
    return local_date(facts.decided_at, place.timezone) + timedelta(days=place.policy.complaint_days)


async def alternatives_of(session: AsyncSession, own: OwnCase, *, now: datetime) -> list[Alternative]:
    """What a refused case may be replaced by; nothing for any other."""
    if own.facts.status is not ApplicationStatus.REFUSED:
        return []
    today = local_date(now, own.territory.timezone)
    return await alternatives(session, own.group, own.child.birth_date, today=today)
