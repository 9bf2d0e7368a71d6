"""From the start to the report. The delivery does the sending; here is only the campaign's own state."""

import math
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns import queries, rules
from services.campaigns.actions.agreeing import move, ready
from services.campaigns.errors import ApprovalNeeded, SaidBefore
from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.queries import CampaignView, Progress
from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.notices import actions as notices
from services.notices import queries as mailings
from services.notices.queries import MailingView


async def send(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime, again: bool = False) -> None:
    """Start the sending: an approved one by any staff of the territory, a small draft by its author.

    Raises NotFound, ApprovalNeeded, MainTextMissing, AudienceEmpty, Stale if another has started it, and, unless
    ``again`` says that it is meant, SaidBefore for a text that the same audience has just got.
    """
    found = await queries.campaign(session, actor, campaign_id)
    if found.status not in {CampaignStatus.DRAFT, CampaignStatus.APPROVED}:
        raise Stale("campaign")
    counted = await ready(session, found)
    if found.status is CampaignStatus.DRAFT and rules.needs_approval(counted.reached):
        raise ApprovalNeeded(campaign_id, counted.reached, rules.APPROVAL_ABOVE)
    if not again:
        await _check_new(session, found, now)
    started = {"started_by": actor.person_id, "started_at": now, "resumed_at": now}
    await move(session, campaign_id, found.status, to=CampaignStatus.SENDING, **started)
    mailing_id = await notices.open_mailing(
        session,
        kind="campaign",
        content=rules.content(found.texts, found.attachment, found.buttons),
        audience=queries.recipients(found.territory_id, found.audience),
        now=now,
    )
    await session.execute(update(Campaign).where(Campaign.id == campaign_id).values(mailing_id=mailing_id))


async def _check_new(session: AsyncSession, found: CampaignView, now: datetime) -> None:
    before = await queries.said_before(session, found, now=now)
    if before is not None:
        earlier_id, started_at = before
        raise SaidBefore(found.id, earlier_id, max(1, math.ceil((now - started_at) / timedelta(hours=1))))


async def pause(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime) -> None:
    """Send no more for now. Raises NotFound, Stale."""
    mailing_id = await _started(session, actor, campaign_id)
    await move(session, campaign_id, CampaignStatus.SENDING, to=CampaignStatus.PAUSED, resumed_at=None)
    await notices.set_mailing_state(session, mailing_id, "paused", now=now)


async def resume(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime) -> None:
    """Go on after a pause. Raises NotFound, Stale."""
    mailing_id = await _started(session, actor, campaign_id)
    mailing = await mailings.mailing(session, mailing_id)
    served = mailing.total - mailing.pending
    await move(
        session, campaign_id, CampaignStatus.PAUSED, to=CampaignStatus.SENDING, resumed_at=now, resumed_from=served
    )
    await notices.set_mailing_state(session, mailing_id, "running", now=now)


async def stop(session: AsyncSession, actor: Actor, *, campaign_id: int, now: datetime) -> None:
    """Send no more at all; what is sent cannot be taken back. Raises NotFound, Stale."""
    mailing_id = await _started(session, actor, campaign_id)
    await move(session, campaign_id, *queries.GOING, to=CampaignStatus.STOPPED, finished_at=now, resumed_at=None)
    await notices.set_mailing_state(session, mailing_id, "stopped", now=now)


async def watch(session: AsyncSession, actor: Actor, *, campaign_id: int, message_id: int) -> None:
    """Remember the message of the actor's chat where the progress is drawn; the last one who looks is followed."""
    await queries.campaign(session, actor, campaign_id)
    await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.status.in_(queries.GOING))
        .values(watcher_id=actor.person_id, watched_message=message_id),
    )


async def settle(session: AsyncSession, *, campaign_id: int, now: datetime) -> Progress:
    """Close the campaign once nobody waits any more, and keep its counts; how it stands then.

    Raises NotFound for one that was never sent.
    """
    found = await queries.progress_of(session, campaign_id, now=now)
    mailing = found.mailing
    if mailing.pending:
        return found
    if found.campaign.status in queries.GOING:
        await move(session, campaign_id, *queries.GOING, to=CampaignStatus.DONE, finished_at=mailing.finished_at or now)
    await session.execute(update(Campaign).where(Campaign.id == campaign_id).values(counts=_counts(mailing)))
    return await queries.progress_of(session, campaign_id, now=now)


def _counts(mailing: MailingView) -> dict[str, object]:
    kept = asdict(mailing)
    return {name: kept[name] for name in ("total", "sent", "blocked", "failed", "skipped", "whys")}


async def _started(session: AsyncSession, actor: Actor, campaign_id: int) -> int:
    found = await queries.campaign(session, actor, campaign_id)
    if found.mailing_id is None:
        raise NotFound("campaign")
    return found.mailing_id
