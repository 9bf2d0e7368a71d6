"""Posts, given by one-time invitations."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid
from services.core.models import Person
from services.staff.errors import InviteUnusable
from services.staff.models import Invite, Membership

INVITE_TERM = timedelta(days=7)


async def invite(
    session: AsyncSession,
    *,
    territory_id: int,
    role: Role,
    provider_id: int | None,
    now: datetime,
) -> str:
    """Make a one-time invitation to a post for seven days; return its code.

    Raises Invalid if a provider's post names no provider, or another post names one.
    """
    if (role is Role.PROVIDER) != (provider_id is not None):
        raise Invalid("provider")
    code = secrets.token_urlsafe(18)
    session.add(
        Invite(
            code_hash=_digest(code),
            territory_id=territory_id,
            role=role,
            provider_id=provider_id,
            created_at=now,
            expires_at=now + INVITE_TERM,
        ),
    )
    await session.flush()
    return code


async def accept(session: AsyncSession, actor: Actor, *, code: str, now: datetime) -> Post:
    """Take the post of an invitation. Raises InviteUnusable for one unknown, used or out of date.

    Whoever already holds the post keeps one row of it.
    """
    taken = await session.execute(
        update(Invite)
        .where(Invite.code_hash == _digest(code), Invite.used_at.is_(None), Invite.expires_at >= now)
        .values(used_at=now, used_by=actor.person_id)
        .returning(Invite.role, Invite.territory_id, Invite.provider_id),
    )
    found = taken.one_or_none()
    if found is None:
        raise InviteUnusable
    post = Post(*found)
    await appoint(session, person_id=actor.person_id, post=post, now=now)
    return post


async def appoint(session: AsyncSession, *, person_id: int, post: Post, now: datetime) -> None:
    """Write down that a person holds a post, once: the person's lock lets two invitations in one after the other."""
    await session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    held = await session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.territory_id == post.territory_id,
            Membership.role == post.role,
            Membership.provider_id.is_not_distinct_from(post.provider_id),
            Membership.until.is_(None),
        ),
    )
    if held is None:
        session.add(
            Membership(
                person_id=person_id,
                territory_id=post.territory_id,
                role=post.role,
                provider_id=post.provider_id,
                since=now,
            ),
        )
        await session.flush()


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
