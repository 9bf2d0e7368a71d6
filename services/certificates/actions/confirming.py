"""Drafts: filed once their person is known well enough, with the time that was reserved, or lapsed."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates.actions.applying import tell_received
from services.certificates.models import Application, ApplicationStatus
from services.core.clock import local_date
from services.families.queries import level, people_of
from services.notices.actions import put
from services.programs.queries import group
from services.territories.queries import territories, territory

_DRAFT = Application.status == ApplicationStatus.DRAFT


async def file_drafts(session: AsyncSession, *, person_id: int, now: datetime) -> list[int]:
    """File what waited for this person's confirmation; return the numbers.

    The time of filing is that of the draft; the term of the decision runs from today, as the body learns of it today.
    """
    reached = await level(session, person_id)
    filed = []
    waiting = select(Application).where(Application.parent_id == person_id, _DRAFT).order_by(Application.id)
    for draft in list(await session.scalars(waiting)):
        place = await territory(session, draft.territory_id)
        today = local_date(now, place.timezone)
        if reached < place.policy.level_apply or draft.confirm_by is None or today > draft.confirm_by:
            continue
        due_on = await add_working_days(session, today, place.policy.decision_days)
        change = {"status": ApplicationStatus.SUBMITTED, "due_on": due_on}
        if not await _move(session, Application.id == draft.id, change):
            continue
        await session.refresh(draft)
        await tell_received(session, draft, await group(session, draft.group_id), now)
        data = {"number": draft.id, "due_on": due_on.isoformat(), "child_id": draft.child_id}
        await put(
            session, people=await people_of(session, draft.child_id), kind="application_filed", data=data, now=now
        )
        filed.append(draft.id)
    return filed


async def lapse_drafts(session: AsyncSession, *, now: datetime) -> int:
    """End the drafts that nobody confirmed in time, and tell their people; return how many."""
    count = 0
    for place in await territories(session):
        late = (Application.territory_id == place.id) & (Application.confirm_by < local_date(now, place.timezone))
        for number, child_id in await _move(session, late, {"status": ApplicationStatus.LAPSED}):
            data = {"number": number, "child_id": child_id}
            people = await people_of(session, child_id)
            await put(session, people=people, kind="application_lapsed", data=data, now=now)
            count += 1
    return count


async def _move(session: AsyncSession, which: ColumnElement[bool], values: dict[str, object]) -> list[tuple[int, int]]:
    """Drafts alone are moved, by one guarded UPDATE: a confirmation and a lapse at once end in one of the two."""
    moved = await session.execute(
        update(Application)
        .where(which, _DRAFT)
        .values(**values)
        .returning(Application.id, Application.child_id)
        .execution_options(synchronize_session=False),
    )
    return [(row.id, row.child_id) for row in moved]
