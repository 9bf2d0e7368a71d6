"""Reading the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.core.models import Person
from services.core.records import Known, records
from services.notices.models import Mailing, MailingState, Notice, NoticeStatus, OptOut
from services.notices.rules import HOME_ZONE, morning
from services.territories.queries import territories

_OUT = OptOut.__table__.c
_OPTED_OUT = select(_OUT.topic).where(_OUT.person_id == bindparam("person"))
WAITING = (NoticeStatus.PENDING, NoticeStatus.SENDING)


@dataclass(frozen=True, slots=True)
class MailingView:
    """How far a mailing is: total = pending + sent + blocked + failed + skipped.

    ``whys`` counts failed and skipped by their reason: ``opted out``, ``unreachable``, ``no door``, ``stopped``, or
    what Telegram said. What a stopped mailing will not send any more is skipped from that moment on.
    """

    id: int
    state: MailingState
    total: int
    pending: int
    sent: int
    blocked: int
    failed: int
    skipped: int
    whys: dict[str, int]
    started_at: datetime
    finished_at: datetime | None


async def told_since(session: AsyncSession, person_id: int, moment: datetime) -> bool:
    """Whether a notice reached the person after ``moment``: what stood last in their chat no longer does."""
    told = exists().where(
        Notice.person_id == person_id,
        Notice.status == NoticeStatus.SENT,
        Notice.done_at >= moment,
    )
    return bool(await session.scalar(select(told)))


async def standing(session: AsyncSession) -> dict[NoticeStatus, int]:
    """How many notices stand in each status."""
    found = await session.execute(select(Notice.status, func.count().label("many")).group_by(Notice.status))
    return {row.status: row.many for row in found}


async def due(session: AsyncSession, *, now: datetime) -> int:
    """How many notices may be sent at this moment and are not yet."""
    waiting = select(func.count()).where(Notice.status == NoticeStatus.PENDING, Notice.not_before <= now)
    return await session.scalar(waiting) or 0


async def mailing(session: AsyncSession, mailing_id: int) -> MailingView:
    """Give a mailing with its counts. Raises NotFound."""
    kept = select(Mailing.state, Mailing.total, Mailing.filled, Mailing.started_at, Mailing.finished_at)
    row = (await session.execute(kept.where(Mailing.id == mailing_id))).one_or_none()
    if row is None:
        raise NotFound("mailing")
    counts = await _counts(session, mailing_id)
    whys = await _whys(session, mailing_id)
    unfilled = row.total - row.filled
    stopped = 0
    if row.state is MailingState.STOPPED:
        stopped, unfilled = unfilled + counts.pop(NoticeStatus.PENDING, 0), 0
    if stopped:
        whys["stopped"] = whys.get("stopped", 0) + stopped
    return MailingView(
        id=mailing_id,
        state=row.state,
        total=row.total,
        pending=unfilled + sum(counts.get(status, 0) for status in WAITING),
        sent=counts.get(NoticeStatus.SENT, 0),
        blocked=counts.get(NoticeStatus.BLOCKED, 0),
        failed=counts.get(NoticeStatus.FAILED, 0),
        skipped=counts.get(NoticeStatus.SKIPPED, 0) + stopped,
        whys=whys,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


async def _counts(session: AsyncSession, mailing_id: int) -> dict[NoticeStatus, int]:
    """From the index alone."""
    rows = await session.execute(
        select(Notice.status, func.count()).where(Notice.mailing_id == mailing_id).group_by(Notice.status),
    )
    return {status: count for status, count in rows}  # noqa: C416 (a Row is no pair for mypy)


async def _whys(session: AsyncSession, mailing_id: int) -> dict[str, int]:
    rows = await session.execute(
        select(Notice.why, func.count())
        .where(
            Notice.mailing_id == mailing_id,
            Notice.status.in_((NoticeStatus.FAILED, NoticeStatus.SKIPPED)),
        )
        .group_by(Notice.why),
    )
    return {why or "": count for why, count in rows}


async def mailing_content(session: AsyncSession, mailing_id: int) -> dict[str, Any]:
    """What a mailing says, by language; it never changes."""
    content: dict[str, Any] | None = await session.scalar(select(Mailing.content).where(Mailing.id == mailing_id))
    if content is None:
        raise NotFound("mailing")
    return content


async def mailings_open(session: AsyncSession) -> bool:
    """Whether a mailing has work left: rows to write, to sweep, or its end to be written."""
    left = exists().where(
        Mailing.finished_at.is_(None),
        Mailing.state.in_((MailingState.RUNNING, MailingState.STOPPED)),
    )
    return bool(await session.scalar(select(left)))


async def opted_out(session: AsyncSession, actor: Actor) -> frozenset[str]:
    """The topics that a person has switched off."""
    return frozenset(await session.scalars(_OPTED_OUT, {"person": actor.person_id}))


async def unwanted(session: AsyncSession, people: Sequence[int]) -> set[tuple[int, str]]:
    """(person, topic) of what these people have switched off."""
    rows = await session.execute(select(OptOut.person_id, OptOut.topic).where(OptOut.person_id.in_(people)))
    return {(person, topic) for person, topic in rows}


async def awake(session: AsyncSession, *, now: datetime, by_night: bool = False) -> Select[int]:
    """Select the persons who have no quiet hours now, by their territory's zone; everybody with ``by_night``."""
    if by_night:
        return select(Person.id)
    up = [land.id for land in await territories(session) if morning(now, land.timezone) is None]
    nobodys = [] if morning(now, HOME_ZONE) else [Person.territory_id.is_(None)]
    return select(Person.id).where(or_(Person.territory_id.in_(up), *nobodys))


async def mornings(session: AsyncSession, people: Sequence[int], *, now: datetime) -> dict[int, datetime]:
    """The end of the quiet hours for those of these people who have them now, by their territory's zone."""
    zones = {land.id: land.timezone for land in await territories(session)}
    ends = {land_id: morning(now, zone) for land_id, zone in zones.items()}
    home = morning(now, HOME_ZONE)
    if home is None and not any(ends.values()):
        return {}
    rows = await session.execute(select(Person.id, Person.territory_id).where(Person.id.in_(people)))
    found = {person: home if land is None else ends.get(land, home) for person, land in rows}
    return {person: end for person, end in found.items() if end is not None}


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """What was sent to a person (numbers, no words), and what they do not want to hear of."""
    told = select(Notice.kind, Notice.data, Notice.status, Notice.created_at, Notice.done_at)
    unheard = select(OptOut.topic, OptOut.since).where(OptOut.person_id == person_id)
    return {
        "messages": await records(session, told.where(Notice.person_id == person_id).order_by(Notice.id)),
        "opt_outs": await records(session, unheard.order_by(OptOut.topic)),
    }
