"""Letting people in by one-time links, keeping their sessions, and writing down who opened whose data."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.errors import EntryUnusable
from services.access.models import Audience, Entry, LoginCode, Look, Press, WebSession
from services.access.rules import ENTRY_TERM, IDLE_TERMS, SESSION_TERMS, digest, safe_target
from services.core.actor import Actor
from services.core.errors import NotFound

SEEN_EVERY = timedelta(minutes=1)
"""A session's last page is written down no oftener: reading pages writes nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Who came in by a link, to whose pages, and which page was wanted."""

    person_id: int
    audience: Audience
    target: str


@dataclass(frozen=True, slots=True)
class Visit:
    """An open session, as a page needs it."""

    id: int
    person_id: int
    audience: Audience
    is_confirmed: bool


async def issue_entry(session: AsyncSession, *, person_id: int, audience: Audience, target: str, now: datetime) -> str:
    """Make a one-time link for ten minutes; return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(24)
    session.add(
        Entry(
            token_hash=digest(token),
            person_id=person_id,
            audience=audience,
            target=safe_target(target),
            expires_at=now + ENTRY_TERM,
        ),
    )
    await session.flush()
    return token


async def use_entry(session: AsyncSession, *, token: str, now: datetime) -> Opened:
    """Let somebody in by a link, once. Raises EntryUnusable for one unknown, used or out of date."""
    taken = await session.execute(
        update(Entry)
        .where(Entry.token_hash == digest(token), Entry.used_at.is_(None), Entry.expires_at > now)
        .values(used_at=now)
        .returning(Entry.person_id, Entry.audience, Entry.target),
    )
    found = taken.one_or_none()
    if found is None or found.person_id is None:  # launch data is remembered too, and is no link
        target: str | None = await session.scalar(select(Entry.target).where(Entry.token_hash == digest(token)))
        raise EntryUnusable(target or "/")
    return Opened(found.person_id, found.audience, found.target)


async def spend_launch(session: AsyncSession, *, mark: str, target: str, now: datetime) -> None:
    """Remember launch data of a messenger as used. Raises EntryUnusable the second time: a copy lets nobody in."""
    try:
        async with session.begin_nested():
            await session.execute(
                insert(Entry).values(
                    token_hash=digest(mark),
                    audience=Audience.PARENT,
                    target=safe_target(target),
                    expires_at=now + 2 * ENTRY_TERM,
                    used_at=now,
                ),
            )
    except IntegrityError as known:
        raise EntryUnusable(safe_target(target)) from known


async def open_session(session: AsyncSession, *, person_id: int, audience: Audience, client: str, now: datetime) -> str:
    """Begin a session; return its secret for the browser. Whoever comes anew gets a new secret (no fixation)."""
    secret = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            secret_hash=digest(secret),
            person_id=person_id,
            audience=audience,
            is_confirmed=audience is Audience.PARENT,
            client=client[:80],
            opened_at=now,
            seen_at=now,
            expires_at=now + SESSION_TERMS[audience],
        ),
    )
    await session.flush()
    return secret


async def visit(session: AsyncSession, *, secret: str, now: datetime) -> Visit | None:
    """The open session of a browser's secret, or None for one unknown, closed, left idle or past its end."""
    found = (
        await session.execute(
            select(
                WebSession.id, WebSession.person_id, WebSession.audience, WebSession.is_confirmed, WebSession.seen_at
            ).where(
                WebSession.secret_hash == digest(secret),
                WebSession.closed_at.is_(None),
                WebSession.expires_at > now,
            ),
        )
    ).one_or_none()
    if found is None or found.seen_at + IDLE_TERMS[found.audience] <= now:
        return None
    if found.seen_at + SEEN_EVERY <= now:
        await session.execute(update(WebSession).where(WebSession.id == found.id).values(seen_at=now))
    return Visit(found.id, found.person_id, found.audience, found.is_confirmed)


async def confirm_session(session: AsyncSession, *, session_id: int) -> None:
    """The second factor was shown in this session."""
    await session.execute(update(WebSession).where(WebSession.id == session_id).values(is_confirmed=True))


async def close_session(session: AsyncSession, actor: Actor, *, session_id: int, now: datetime) -> None:
    """End one of the actor's own sessions. Raises NotFound."""
    closed = await session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.person_id == actor.person_id, WebSession.closed_at.is_(None))
        .values(closed_at=now)
        .returning(WebSession.id),
    )
    if closed.one_or_none() is None:
        raise NotFound("session")


async def close_sessions(session: AsyncSession, *, person_id: int, now: datetime) -> int:
    """End all of a person's sessions (a lost phone, a post that ended); return how many there were.

    Links and codes that are still unspent let nobody in any more: they may lie in the hands that are shut out.
    """
    closed = await session.execute(
        update(WebSession)
        .where(WebSession.person_id == person_id, WebSession.closed_at.is_(None))
        .values(closed_at=now)
        .returning(WebSession.id),
    )
    for way in (Entry, LoginCode):
        unspent = update(way).where(way.person_id == person_id, way.used_at.is_(None))
        await session.execute(unspent.values(used_at=now))
    return len(closed.all())


async def keep_press(session: AsyncSession, *, session_id: int, nonce: str, location: str, now: datetime) -> None:
    """Remember where a button led, in the transaction of its deed; the table's key lets only one of two presses in."""
    await session.execute(insert(Press).values(session_id=session_id, nonce=nonce, location=location, at=now))


async def look(session: AsyncSession, actor: Actor, *, subject_id: int, what: str, why: str, now: datetime) -> None:
    """Write down that somebody at work opened a person's data; one's own data is no entry."""
    if subject_id == actor.person_id:
        return
    post = next((post.role.value for post in actor.posts), "")
    await session.execute(
        insert(Look).values(subject_id=subject_id, person_id=actor.person_id, post=post, what=what, why=why, at=now),
    )


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Drop links and presses whose term is over; sessions are kept a month for the person's own list."""
    await session.execute(delete(Entry).where(Entry.expires_at < now - ENTRY_TERM))
    await session.execute(delete(LoginCode).where(LoginCode.expires_at < now - timedelta(days=1)))
    await session.execute(delete(Press).where(Press.at < now - timedelta(days=1)))
    await session.execute(delete(WebSession).where(WebSession.expires_at < now - timedelta(days=30)))
