"""What helps after a refusal: other clubs for the same child, and until when one may complain."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries.likeness import like
from services.certificates.queries.views import Facts, OwnCase
from services.core.clock import local_date
from services.families.queries import ChildView
from services.programs.queries import GroupView
from services.territories.queries import TerritoryView

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
    session: AsyncSession, refused: GroupView, pupil: ChildView, *, today: date, on: date | None = None
) -> list[Alternative]:
    """Up to three groups of the same field for which the child could be approved today, the likest first.

    The age is that of the first lesson, or of another day ``on``.
    """
    days = {lesson.weekday for lesson in refused.lessons}
    return [
        Alternative(
            group_id=one.group.id,
            title=one.group.title,
            free=one.group.free,
            same_days=bool(days & {lesson.weekday for lesson in one.group.lessons}),
            km=one.km,
        )
        for one in await like(session, refused, pupil, today=today, on=on, most=MOST)
    ]


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
    return await alternatives(session, own.group, own.child, today=today)
