"""Campaigns as the staff of their territory see them, the live count of an audience, and campaigns done."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns.errors import MainTextMissing
from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.queries.audience import people_of, wants_no_news
from services.campaigns.rules import MAIN_LANGUAGE, Attachment, Audience, FileKind, Goal, LinkButton, Pace, pace
from services.core.actor import Actor
from services.core.errors import NotFound
from services.core.models import Door, Person
from services.notices import queries as notices
from services.notices.queries import MailingView

PER_PAGE = 6
GOING = (CampaignStatus.SENDING, CampaignStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign for the screens; ``texts`` hold markup by language."""

    id: int
    territory_id: int
    author_id: int
    status: CampaignStatus
    texts: dict[str, str]
    attachment: Attachment | None
    buttons: tuple[LinkButton, ...]
    audience: Audience
    created_at: datetime
    approved_at: datetime | None
    mailing_id: int | None
    started_at: datetime | None
    resumed_at: datetime | None
    resumed_from: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of campaigns, the newest first; ``page`` counts from 0."""

    items: list[CampaignView]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many will get the message, and who of the audience will not, each person once."""

    reached: int
    opted_out: int
    unreachable: int
    no_chat: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sending is; ``mailing`` is the delivery's own count."""

    campaign: CampaignView
    mailing: MailingView
    pace: Pace


@dataclass(frozen=True, slots=True)
class Watched:
    """A campaign that goes or has just ended, and the message of the person who watches it."""

    campaign_id: int
    watcher_id: int | None
    message_id: int | None
    locale: str | None


async def shelf(session: AsyncSession, actor: Actor, page: int) -> Shelf:
    """The campaigns of the actor's territories, the newest first; other people's drafts are theirs alone."""
    seen = and_(
        Campaign.territory_id.in_(actor.staff_territories),
        or_(Campaign.status != CampaignStatus.DRAFT, Campaign.author_id == actor.person_id),
    )
    total = await session.scalar(select(func.count()).select_from(Campaign).where(seen)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    found = await session.scalars(
        select(Campaign).where(seen).order_by(Campaign.id.desc()).offset(page * PER_PAGE).limit(PER_PAGE)
    )
    return Shelf([view(row) for row in found], page, pages)


async def campaign(session: AsyncSession, actor: Actor, campaign_id: int) -> CampaignView:
    """One campaign of a territory that the actor serves; another person's draft is not found. Raises NotFound."""
    found = await session.scalar(
        select(Campaign).where(
            Campaign.id == campaign_id,
            Campaign.territory_id.in_(actor.staff_territories),
            or_(Campaign.status != CampaignStatus.DRAFT, Campaign.author_id == actor.person_id),
        ),
    )
    if found is None:
        raise NotFound("campaign")
    return view(found)


async def sayable(session: AsyncSession, actor: Actor, campaign_id: int) -> CampaignView:
    """The same, with a text that can be read. Raises NotFound, MainTextMissing."""
    found = await campaign(session, actor, campaign_id)
    if MAIN_LANGUAGE not in found.texts:
        raise MainTextMissing(found.id)
    return found


async def count(session: AsyncSession, territory_id: int, audience: Audience) -> Count:
    """Count an audience in one statement."""
    has_door = select(Door.id).where(Door.person_id == Person.id).exists()
    kind = case(
        (Person.unreachable_at.is_not(None), "unreachable"),
        (~has_door, "no_chat"),
        (wants_no_news(), "opted_out"),
        else_="reached",
    )
    counted = people_of(territory_id, audience).with_only_columns(kind.label("kind")).subquery()
    rows = await session.execute(select(counted.c.kind, func.count().label("people")).group_by(counted.c.kind))
    found: dict[str, int] = {row.kind: row.people for row in rows}
    return Count(**{name: found.get(name, 0) for name in ("reached", "opted_out", "unreachable", "no_chat")})


def recipients(territory_id: int, audience: Audience) -> Select[int]:
    """The persons of an audience: the delivery skips those who want no news and says how many."""
    return people_of(territory_id, audience)


async def progress(session: AsyncSession, actor: Actor, campaign_id: int, *, now: datetime) -> Progress:
    """How far the sending is. Raises NotFound for a campaign that was never sent."""
    return await _progress(session, await campaign(session, actor, campaign_id), now)


async def progress_of(session: AsyncSession, campaign_id: int, *, now: datetime) -> Progress:
    """The same for the process itself, which has no actor."""
    found = await session.get(Campaign, campaign_id)
    if found is None:
        raise NotFound("campaign")
    return await _progress(session, view(found), now)


async def watched(session: AsyncSession) -> list[Watched]:
    """Campaigns that go, and those ended whose count is not settled yet."""
    rows = await session.execute(
        select(Campaign.id, Campaign.watcher_id, Campaign.watched_message, Person.locale)
        .outerjoin(Person, Person.id == Campaign.watcher_id)
        .where(
            or_(
                Campaign.status.in_(GOING),
                and_(Campaign.status == CampaignStatus.STOPPED, Campaign.counts.is_(None)),
            ),
        )
        .order_by(Campaign.id),
    )
    return [Watched(*row) for row in rows]


async def done_between(session: AsyncSession, *, territory_id: int, first: date, last: date, zone: tzinfo) -> int:
    """Campaigns held from day ``first`` to ``last`` (both included, in ``zone``): indicator 3.1 of the act.

    Only those count whose sending came to its end; a stopped one is no campaign held.
    """
    since, until = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    held: list[ColumnElement[bool]] = [
        Campaign.territory_id == territory_id,
        Campaign.status == CampaignStatus.DONE,
        Campaign.finished_at >= since,
        Campaign.finished_at < until,
    ]
    return await session.scalar(select(func.count()).select_from(Campaign).where(*held)) or 0


def view(row: Campaign) -> CampaignView:
    """What leaves the room."""
    return CampaignView(
        id=row.id,
        territory_id=row.territory_id,
        author_id=row.author_id,
        status=row.status,
        texts=dict(row.texts),
        attachment=Attachment(FileKind(row.attachment["kind"]), row.attachment["file"]) if row.attachment else None,
        buttons=tuple(_button(button) for button in row.buttons),
        audience=Audience(row.recipients, row.certificate, row.focus),
        created_at=row.created_at,
        approved_at=row.approved_at,
        mailing_id=row.mailing_id,
        started_at=row.started_at,
        resumed_at=row.resumed_at,
        resumed_from=row.resumed_from,
        finished_at=row.finished_at,
    )


def _button(raw: dict[str, Any]) -> LinkButton:
    return LinkButton(raw["label"], Goal(raw["to"]), raw["target"])


async def _progress(session: AsyncSession, found: CampaignView, now: datetime) -> Progress:
    if found.mailing_id is None:
        raise NotFound("campaign")
    mailing = await notices.mailing(session, found.mailing_id)
    served = mailing.total - mailing.pending - found.resumed_from
    elapsed = now - found.resumed_at if found.resumed_at is not None else timedelta()
    return Progress(found, mailing, pace(served, mailing.pending, elapsed))
