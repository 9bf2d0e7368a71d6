"""Drafts: filed once their person is known well enough, with the time that was reserved, or lapsed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.applying import register, tell_received
from services.certificates.actions.moving import By, let_seat_go, note, shift
from services.certificates.models import Application, ApplicationStatus
from services.certificates.queries.cases import facts_of
from services.certificates.rules.lifecycle import Deed, Party
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
    by, filed = By(Party.SYSTEM, None, now), []
    waiting = select(Application).where(Application.parent_id == person_id, _DRAFT).order_by(Application.id)
    for draft in list(await session.scalars(waiting)):
        place = await territory(session, draft.territory_id)
        today = local_date(now, place.timezone)
        if reached < place.policy.level_apply or draft.confirm_by is None or today > draft.confirm_by:
            continue
        if not await shift(session, Deed.CONFIRM, by, Application.id == draft.id):
            continue
        await shift(session, Deed.REGISTER, by, Application.id == draft.id)
        await note(session, Deed.CONFIRM, by, draft.id)
        await note(session, Deed.REGISTER, by, draft.id)
        await register(session, draft, place, now)
        await session.flush()
        await tell_received(session, await facts_of(session, draft.id), await group(session, draft.group_id), now)
        data = {"number": draft.id, "due_on": draft.due_on.isoformat(), "child_id": draft.child_id}
        people = await people_of(session, draft.child_id)
        await put(session, people=people, kind="application_filed", data=data, now=now)
        filed.append(draft.id)
    return filed


async def lapse_drafts(session: AsyncSession, *, now: datetime) -> int:
    """End the drafts that nobody confirmed in time, and tell their people; return how many."""
    by, count = By(Party.SYSTEM, None, now), 0
    for place in await territories(session):
        late = (Application.territory_id == place.id) & (Application.confirm_by < local_date(now, place.timezone))
        for draft in await shift(session, Deed.LAPSE, by, _DRAFT, late):
            await note(session, Deed.LAPSE, by, draft.id)
            await let_seat_go(session, draft)
            data = {"number": draft.id, "child_id": draft.child_id}
            people = await people_of(session, draft.child_id)
            await put(session, people=people, kind="application_lapsed", data=data, now=now)
            count += 1
    return count
