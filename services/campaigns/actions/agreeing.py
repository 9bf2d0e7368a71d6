"""A second person agrees. What is approved is what is sent: nothing can be changed after the question."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns import queries
from services.campaigns.errors import AudienceEmpty, MainTextMissing, NoSecondPerson, OwnCampaign
from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.queries import CampaignView, Count
from services.campaigns.rules import MAIN_LANGUAGE
from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.notices.actions import put
from services.staff.queries import people_of_body


async def ask_approval(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime) -> None:
    """The author asks the territory's other staff; they are told.

    Raises NotFound, Stale, MainTextMissing, AudienceEmpty, NoSecondPerson.
    """
    found = await own(session, actor, campaign_id)
    _expect(found, CampaignStatus.DRAFT)
    counted = await ready(session, found)
    others = [person for person in await people_of_body(session, found.territory_id) if person != actor.person_id]
    if not others:
        raise NoSecondPerson(campaign_id)
    await move(session, campaign_id, CampaignStatus.DRAFT, to=CampaignStatus.WAITING_APPROVAL, asked_at=now)
    data = {"campaign": campaign_id, "count": counted.reached}
    await put(session, people=others, kind="campaign_to_approve", data=data, now=now)


async def approve(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime) -> None:
    """A second person agrees; the author is told and may send. Raises NotFound, OwnCampaign, Stale."""
    found = await queries.campaign(session, actor, campaign_id)
    _expect(found, CampaignStatus.WAITING_APPROVAL)
    if found.author_id == actor.person_id:
        raise OwnCampaign(campaign_id)
    await move(
        session,
        campaign_id,
        CampaignStatus.WAITING_APPROVAL,
        to=CampaignStatus.APPROVED,
        approved_by=actor.person_id,
        approved_at=now,
    )
    data = {"campaign": campaign_id}
    await put(session, people=[found.author_id], kind="campaign_approved", data=data, now=now)


async def give_back(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime) -> None:
    """Make it a draft again: the author changes their mind, or the second person wants something else.

    Raises NotFound, Stale. An approval is lost with it; an author who did not ask for this is told.
    """
    found = await queries.campaign(session, actor, campaign_id)
    await move(
        session,
        campaign_id,
        *(CampaignStatus.WAITING_APPROVAL, CampaignStatus.APPROVED),
        to=CampaignStatus.DRAFT,
        asked_at=None,
        approved_by=None,
        approved_at=None,
    )
    if found.author_id != actor.person_id:
        data = {"campaign": campaign_id}
        await put(session, people=[found.author_id], kind="campaign_returned", data=data, now=now)


def _expect(found: CampaignView, status: CampaignStatus) -> None:
    """An old button says that it is old before it says anything of its own."""
    if found.status is not status:
        raise Stale("campaign")


async def own(session: AsyncSession, actor: Actor, campaign_id: int) -> CampaignView:
    """The actor's own campaign; raises NotFound."""
    found = await queries.campaign(session, actor, campaign_id)
    if found.author_id != actor.person_id:
        raise NotFound("campaign")
    return found


async def ready(session: AsyncSession, found: CampaignView) -> Count:
    """The count of the audience, if there is something to say and somebody to say it to."""
    if MAIN_LANGUAGE not in found.texts:
        raise MainTextMissing(found.id)
    counted = await queries.count(session, found.territory_id, found.audience)
    if not counted.reached:
        raise AudienceEmpty(found.id)
    return counted


async def move(
    session: AsyncSession, campaign_id: int, *since: CampaignStatus, to: CampaignStatus, **values: Any
) -> None:
    """One of two who press at once: the other's button is out of date."""
    moved = await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.status.in_(since))
        .values(status=to, **values)
        .returning(Campaign.id),
    )
    if moved.one_or_none() is None:
        raise Stale("campaign")
