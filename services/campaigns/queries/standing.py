"""Campaigns that stand as a button takes for granted, and those that have just said the same."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.queries.reading import GOING, CampaignView, campaign
from services.campaigns.rules import AGAIN_WITHIN
from services.core.actor import Actor
from services.core.errors import NotFound, Stale


async def draft(session: AsyncSession, actor: Actor, campaign_id: int) -> CampaignView:
    """The actor's own campaign while it may be changed. Raises NotFound, Stale once it has gone on."""
    found = await campaign(session, actor, campaign_id)
    if found.status is not CampaignStatus.DRAFT:
        raise Stale("campaign")
    return found


async def going(session: AsyncSession, actor: Actor, campaign_id: int) -> CampaignView:
    """A campaign that is being sent or paused. Raises NotFound for one that was never sent, Stale for an ended one."""
    found = await campaign(session, actor, campaign_id)
    if found.mailing_id is None:
        raise NotFound("campaign")
    if found.status not in GOING:
        raise Stale("campaign")
    return found


async def said_before(session: AsyncSession, found: CampaignView, *, now: datetime) -> tuple[int, datetime] | None:
    """The newest other campaign that took the same texts to the same audience within AGAIN_WITHIN: id, start."""
    meant = found.audience
    rows = await session.execute(
        select(Campaign.id, Campaign.started_at, Campaign.texts)
        .where(
            Campaign.territory_id == found.territory_id,
            Campaign.id != found.id,
            Campaign.recipients == meant.recipients,
            Campaign.certificate == meant.certificate,
            Campaign.focus.is_not_distinct_from(meant.focus),
            Campaign.started_at > now - AGAIN_WITHIN,
        )
        .order_by(Campaign.started_at.desc()),
    )
    return next(((row.id, row.started_at) for row in rows if row.texts == found.texts), None)
