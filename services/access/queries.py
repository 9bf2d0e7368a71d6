"""Reading sessions and the journal of access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.models import Audience, Confirmation, Look, Press, SecondFactor, WebSession
from services.core.actor import Actor
from services.core.records import Known, records

PAGE = 20
"""Lines of the journal on a page."""


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of the person's open sessions, for the list of them."""

    id: int
    client: str
    audience: Audience
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LookView:
    """Who of which post opened what of the person, when and why."""

    post: str
    what: str
    why: str
    at: datetime


async def own_sessions(session: AsyncSession, actor: Actor, *, now: datetime) -> list[OwnSession]:
    """The actor's sessions that are open, the latest first."""
    rows = await session.execute(
        select(WebSession.id, WebSession.client, WebSession.audience, WebSession.opened_at, WebSession.seen_at)
        .where(
            WebSession.person_id == actor.person_id,
            WebSession.closed_at.is_(None),
            WebSession.expires_at > now,
        )
        .order_by(WebSession.seen_at.desc(), WebSession.id.desc())
        .limit(PAGE),
    )
    return [OwnSession(*row) for row in rows]


async def open_pages(
    session: AsyncSession, people: Iterable[int], *, now: datetime
) -> dict[int, tuple[int, datetime | None]]:
    """Person → how many sessions of a post are open, and when the last page was seen."""
    rows = await session.execute(
        select(WebSession.person_id, func.count().label("many"), func.max(WebSession.seen_at).label("seen"))
        .where(
            WebSession.person_id.in_(sorted(people)),
            WebSession.audience != Audience.PARENT,
            WebSession.closed_at.is_(None),
            WebSession.expires_at > now,
        )
        .group_by(WebSession.person_id)
    )
    return {row.person_id: (row.many, row.seen) for row in rows}


async def looks_at(session: AsyncSession, actor: Actor, *, page: int = 0) -> tuple[list[LookView], int]:
    """A page of who opened the actor's data, the latest first, and how many lines there are."""
    own = Look.subject_id == actor.person_id
    rows = await session.execute(
        select(Look.post, Look.what, Look.why, Look.at)
        .where(own)
        .order_by(Look.at.desc(), Look.id.desc())
        .limit(PAGE)
        .offset(page * PAGE),
    )
    total: int = await session.scalar(select(func.count()).select_from(Look).where(own)) or 0
    return [LookView(*row) for row in rows], total


async def has_factor(session: AsyncSession, person_id: int) -> bool:
    """Whether the person's authenticator is set up."""
    known = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return await session.scalar(known) is not None


async def pressed(session: AsyncSession, *, session_id: int, nonce: str) -> str | None:
    """Where a button that was pressed already has led."""
    location: str | None = await session.scalar(
        select(Press.location).where(Press.session_id == session_id, Press.nonce == nonce),
    )
    return location


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """A person's sessions, and who of the staff looked at their data; whose eyes is told by post, not by name."""
    came = select(
        WebSession.client, WebSession.audience, WebSession.opened_at, WebSession.seen_at, WebSession.closed_at
    ).where(WebSession.person_id == person_id)
    seen = select(Look.post, Look.what, Look.why, Look.at).where(Look.subject_id == person_id)
    return {
        "sessions": await records(session, came.order_by(WebSession.id)),
        "looks": await records(session, seen.order_by(Look.id)),
    }


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The operator's word that holds."""

    id: int
    kind: str
    who: str
    ground: str
    at: datetime


async def confirmation(session: AsyncSession) -> Confirmed | None:
    """The operator's word that the messenger may be used in full; None if there is none."""
    found = await session.execute(
        select(Confirmation.id, Confirmation.kind, Confirmation.who, Confirmation.ground, Confirmation.at)
        .where(Confirmation.withdrawn_at.is_(None))
        .order_by(Confirmation.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else Confirmed(*row)
