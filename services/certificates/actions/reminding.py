"""A draft that waits for its person's confirmation is reminded of once, before its term ends."""

from datetime import date, datetime, time

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates.models import Application, ApplicationStatus
from services.core.clock import local_date
from services.notices.actions import put
from services.territories.queries import TerritoryView, territories


async def remind_drafts(session: AsyncSession, *, now: datetime) -> int:
    """Remind whoever has to confirm a draft ``warn_days`` working days before its last day; return how many.

    Not on the day of filing, when it was said already, and not in quiet hours.
    """
    count = 0
    for place in await territories(session):
        for number, person_id, child_id, last in await _due(session, place, now):
            data = {"number": number, "child_id": child_id, "confirm_by": last.isoformat()}
            data["level"] = place.policy.level_apply
            await put(session, people=[person_id], kind="application_draft_ends", data=data, now=now, can_wait=True)
            count += 1
    return count


async def _due(session: AsyncSession, place: TerritoryView, now: datetime) -> list[tuple[int, int, int, date]]:
    today = local_date(now, place.timezone)
    last = await add_working_days(session, today, place.policy.warn_days)
    marked = await session.execute(
        update(Application)
        .where(
            Application.territory_id == place.id,
            Application.status == ApplicationStatus.DRAFT,
            Application.confirm_by.between(today, last),
            Application.submitted_at < datetime.combine(today, time(), place.timezone),
            Application.reminded_at.is_(None),
        )
        .values(reminded_at=now)
        .returning(Application.id, Application.parent_id, Application.child_id, Application.confirm_by)
        .execution_options(synchronize_session=False)
    )
    return [(number, person, child, day) for number, person, child, day in marked if day is not None]
