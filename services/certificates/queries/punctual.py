"""Punctuality of decisions as a figure."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, ApplicationStep
from services.certificates.queries.waits import waits_for_a_word
from services.certificates.rules.lifecycle import Deed
from services.core.actor import Actor
from services.core.clock import local_date
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Decisions of a calendar year and what is still late; ``percent`` is None while nothing has been decided."""

    year: int
    decided: int
    in_time: int
    late_now: int

    @property
    def percent(self) -> int | None:
        """Share of decisions in time, rounded down: a hundred is said only of all."""
        return 100 * self.in_time // self.decided if self.decided else None


async def punctuality(session: AsyncSession, actor: Actor, *, territory_id: int, now: datetime) -> Punctuality:
    """How many of this year's decisions came within their terms. Raises NotAllowed for another territory."""
    actor.require_staff(territory_id)
    place = await territory(session, territory_id)
    today = local_date(now, place.timezone)
    begins = datetime(today.year, 1, 1, tzinfo=place.timezone)
    decided = await session.execute(
        select(func.count(), func.coalesce(func.sum(case((ApplicationStep.is_late.is_(False), 1), else_=0)), 0))
        .join(Application, Application.id == ApplicationStep.application_id)
        .where(
            Application.territory_id == territory_id,
            ApplicationStep.deed.in_([Deed.APPROVE.value, Deed.REFUSE.value]),
            ApplicationStep.at >= begins,
        ),
    )
    total, in_time = decided.one()
    late = await session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            Application.territory_id == territory_id,
            waits_for_a_word(),
            Application.due_on < today,
        ),
    )
    return Punctuality(today.year, total, in_time, late or 0)
