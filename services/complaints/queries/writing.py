"""What is being written, and which cases it may be about."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries import family_case, mine
from services.complaints.models import ComplaintDraft
from services.complaints.queries.roads import road_on
from services.complaints.rules.roads import Road, code_of
from services.complaints.rules.writing import Draft
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case of the family, by its number and program; no name of a child."""

    number: int
    title: str
    status: ApplicationStatus


async def draft_of(session: AsyncSession, actor: Actor) -> Draft | None:
    """What the person has begun to write; None if nothing."""
    row = await session.get(ComplaintDraft, actor.person_id)
    return None if row is None else Draft(row.kind, row.addressee, row.subject, row.application_id, row.text)


async def draft_road(session: AsyncSession, actor: Actor, draft: Draft, *, now: datetime) -> Road:
    """The road that a draft would take today. Raises NotFound for a person without a territory."""
    facts = await family_case(session, actor, draft.application_id) if draft.application_id else None
    territory_id = facts.territory_id if facts is not None else actor.territory_id
    if territory_id is None:
        raise NotFound("territory")
    place = await territory(session, territory_id)
    code = code_of(draft.kind, draft.subject)
    return await road_on(session, place.id, code, local_date(now, place.timezone))


async def cases_of(session: AsyncSession, actor: Actor, page: int) -> tuple[list[CaseChoice], int, int]:
    """A page of the family's cases, the newest first; its number and how many pages there are."""
    found = await mine(session, actor, page)
    items = [CaseChoice(one.facts.number, one.title, one.facts.status) for one in found.items]
    return items, found.page, found.pages
