"""A territory's own terms of a road, by its document, from a day on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.errors import HeadNeeded
from services.complaints.models import ComplaintRoad
from services.complaints.queries.rights import heads_in
from services.complaints.rules.roads import Terms, by_law, check_terms
from services.core.actor import Actor
from services.core.errors import Invalid

DOCUMENT_MOST = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """The document by which terms are in force, and from which day."""

    document: str
    since: date


async def put_in_force(
    session: AsyncSession, actor: Actor, *, territory_id: int, road: str, terms: Terms, paper: Paper, now: datetime
) -> None:
    """Set the terms of a road from a day on; what was filed before keeps its own. A second word of a day replaces.

    Raises NotAllowed, HeadNeeded, BeyondLaw, Invalid.
    """
    actor.require_staff(territory_id)
    if territory_id not in await heads_in(session, actor):
        raise HeadNeeded
    check_terms(terms, by_law(road, paper.since))
    document = " ".join(paper.document.split())
    if not document or len(document) > DOCUMENT_MOST:
        raise Invalid("evidence", "blank" if not document else "long")
    same = (ComplaintRoad.territory_id == territory_id, ComplaintRoad.road == road, ComplaintRoad.since == paper.since)
    row = await session.scalar(select(ComplaintRoad).where(*same))
    row = row or ComplaintRoad(territory_id=territory_id, road=road, since=paper.since)
    row.days, row.warn_days, row.club_days, row.settle_days = terms.days, terms.warn, terms.club, terms.settle
    row.for_heads, row.document, row.entered_by, row.entered_at = terms.heads, document, actor.person_id, now
    session.add(row)
    await session.flush()
