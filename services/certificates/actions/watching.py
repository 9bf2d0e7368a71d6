"""Terms of decisions are watched: clerks are warned before one ends, chiefs and the family are told after."""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates.models import Application
from services.certificates.queries.waits import waits_for_a_word
from services.core.clock import local_date
from services.families.queries import people_of
from services.notices.actions import put
from services.staff.queries import chiefs_of_body, people_of_body
from services.territories.queries import TerritoryView, territories


async def watch_terms(session: AsyncSession, *, now: datetime) -> Counter[str]:
    """Warn of terms that end soon, tell of those that have ended; each once. How many cases of either kind."""
    told: Counter[str] = Counter()
    for place in await territories(session):
        told["warned"] += await _warn(session, place, now)
        told["late"] += await _escalate(session, place, now)
    return told


async def _warn(session: AsyncSession, place: TerritoryView, now: datetime) -> int:
    """One notice to the clerks for all cases whose term ends within ``warn_days`` working days."""
    today = local_date(now, place.timezone)
    last = await add_working_days(session, today, place.policy.warn_days)
    soon = Application.due_on.between(today, last) & Application.warned_at.is_(None)
    cases = await _mark(session, place, soon, warned_at=now)
    if cases:
        data = {"count": len(cases), "day": last.isoformat()}
        people = await people_of_body(session, place.id)
        await put(session, people=people, kind="terms_end", data=data, now=now)
    return len(cases)


async def _escalate(session: AsyncSession, place: TerritoryView, now: datetime) -> int:
    """One notice to the chiefs for all cases whose term has ended; each family is told of its own."""
    today = local_date(now, place.timezone)
    late = (Application.due_on < today) & Application.escalated_at.is_(None)
    cases = await _mark(session, place, late, escalated_at=now)
    if cases:
        people = await chiefs_of_body(session, place.id)
        await put(session, people=people, kind="terms_over", data={"count": len(cases)}, now=now)
    for number, child_id, parent_id in cases:
        family = await people_of(session, child_id, parent_id)
        data = {"number": number, "child_id": child_id}
        await put(session, people=family, kind="application_late", data=data, now=now)
    return len(cases)


async def _mark(
    session: AsyncSession, place: TerritoryView, which: ColumnElement[bool], **mark: datetime
) -> list[tuple[int, int, int]]:
    marked = await session.execute(
        update(Application)
        .where(Application.territory_id == place.id, waits_for_a_word(), which)
        .values(**mark)
        .returning(Application.id, Application.child_id, Application.parent_id)
        .execution_options(synchronize_session=False),
    )
    return [(row.id, row.child_id, row.parent_id) for row in marked]
