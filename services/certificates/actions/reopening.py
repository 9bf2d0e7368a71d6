"""A refusal that did not stand: the body decides the application anew (210-FZ, article 11.2, part 7)."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates.actions.moving import By, move_one
from services.certificates.actions.submitting import refuse_twin
from services.certificates.errors import AlreadyApplied
from services.certificates.models import Application
from services.certificates.queries.complaining import decider_of
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.errors import NotFound
from services.families.queries import people_of
from services.notices.actions import put
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import territory

_ANEW = (
    *("club_by", "decided_at", "decided_by", "ground"),
    *("warned_at", "escalated_at", "assignee_id", "proposed_by"),
)
"""What the refused round has left on the row."""


async def reopen(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """Put a refused application back into the queue with a new term; only the complaints room calls it.

    Its time of filing is kept, nothing is reserved: seat, order and certificate come with an approval, as ever.
    Raises NotFound, Stale for what is not refused, AlreadyApplied and TwinApplied when another one lives meanwhile.
    """
    ours = (Application.id == application_id, Application.territory_id.in_(actor.staff_territories))
    found = await decider_of(session, application_id)
    if found is None or found.territory_id not in actor.staff_territories:
        raise NotFound("application")
    place = await territory(session, found.territory_id)
    due = await add_working_days(session, local_date(now, place.timezone), place.policy.decision_days)
    fresh: dict[str, Any] = {"due_on": due, **dict.fromkeys(_ANEW)}
    by, twice = By(Party.BODY, actor.person_id, now), AlreadyApplied(application_id)
    async with session.begin_nested():
        with refused_by_database({"uq_applications_live": twice, "applications.child_id": twice}):
            moved = await move_one(session, Deed.REOPEN, by, *ours, code=None, **fresh)
        await refuse_twin(session, moved.id)
    data = {"number": moved.id, "child_id": moved.child_id, "due_on": due.isoformat()}
    family = await people_of(session, moved.child_id, moved.parent_id)
    await put(session, people=family, kind="application_reopened", data=data, now=now)
    told = {"number": moved.id, "due_on": due.isoformat()}
    club, body = await people_of_provider(session, moved.provider_id), await people_of_body(session, moved.territory_id)
    await put(session, people=club, kind="application_anew_club", data=told, now=now)
    await put(session, people=body, kind="application_anew", data=told, now=now)
