"""Newcomers, their choices, and posts given by one-time invitations."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.access import actions as access
from services.access.models import Audience
from services.core.actor import Actor, Post, Role
from services.core.crypto import keyring
from services.core.errors import Invalid
from services.core.models import Door, Person
from services.staff import queries
from services.staff.errors import InviteUnusable
from services.staff.models import Invite, Membership

INVITE_TERM = timedelta(days=7)


async def arrive(session: AsyncSession, *, channel: str, address: str, locale: str, now: datetime) -> Actor:
    """Write down a newcomer. Their door is unique: of two first touches at once the second finds the first's person."""
    index = keyring().blind_index(address, f"door.{channel}")
    try:
        async with session.begin_nested():
            person = Person(locale=locale, created_at=now)
            session.add(person)
            await session.flush()
            session.add(Door(person_id=person.id, channel=channel, address_index=index, address=address))
            await session.flush()
    except IntegrityError:
        known = await queries.actor_at(session, channel=channel, address=address)
        if known is None:
            raise
        return known
    return Actor(person.id, locale)


async def choose_locale(session: AsyncSession, actor: Actor, *, locale: str) -> Actor:
    """The person's language from now on, in chat and in notices."""
    await session.execute(update(Person).where(Person.id == actor.person_id).values(locale=locale))
    return replace(actor, locale=locale)


async def choose_territory(session: AsyncSession, actor: Actor, *, territory_id: int) -> Actor:
    """The territory whose catalogue and rules the person sees."""
    await session.execute(update(Person).where(Person.id == actor.person_id).values(territory_id=territory_id))
    return replace(actor, territory_id=territory_id)


async def mark_unreachable(session: AsyncSession, *, person_id: int, now: datetime) -> None:
    """The messenger said that the person blocked the desk."""
    await session.execute(update(Person).where(Person.id == person_id).values(unreachable_at=now))


async def mark_reachable(session: AsyncSession, actor: Actor) -> None:
    """The person came back: notices may be sent again."""
    await session.execute(
        update(Person)
        .where(Person.id == actor.person_id, Person.unreachable_at.is_not(None))
        .values(unreachable_at=None),
    )


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


async def end_sessions(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> int:
    """An administrator ends the open pages of somebody with a post; return how many. Raises NotFound for others."""
    await queries.own_colleague(session, actor, person_id)
    return await access.close_sessions(session, person_id=person_id, now=now)


async def forget_factor(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> None:
    """An administrator forgets a lost authenticator and ends the pages opened with it. Raises NotFound for others."""
    await end_sessions(session, actor, person_id=person_id, now=now)
    await access.reset_factor(session, person_id=person_id)


async def give_link(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> str:
    """An administrator makes a one-time link to the pages of a colleague's post; return its token. Raises NotFound."""
    colleague = await queries.own_colleague(session, actor, person_id)
    audience = Audience.PROVIDER if colleague.role is Role.PROVIDER else Audience.STAFF
    return await access.issue_entry(session, person_id=person_id, audience=audience, target="/", now=now)


async def forget_doors(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy a person's addresses: whoever comes by one of them is somebody new."""
    gone = await session.execute(delete(Door).where(Door.person_id == person_id).returning(Door.id))
    return {"addresses": len(gone.all())}


async def give_door(session: AsyncSession, person_id: int, *, channel: str, address: str) -> int | None:
    """Make an address a person's own, who has just proved to hold it; return from whom it was taken, if anybody."""
    index = keyring().blind_index(address, f"door.{channel}")
    known = select(Door.person_id).where(Door.channel == channel, Door.address_index == index).with_for_update()
    holder: int | None = await session.scalar(known)
    if holder == person_id:
        return None
    this = (Door.channel == channel, Door.address_index == index)
    await session.execute(delete(Door).where(*this))
    await session.execute(
        delete(Door).where(Door.person_id == person_id, Door.channel == channel)  # one telephone at a time
    )
    session.add(Door(person_id=person_id, channel=channel, address_index=index, address=address))
    await session.flush()
    return holder


async def move_doors(session: AsyncSession, *, fresh: int, owner: int, kept: Collection[str]) -> list[str]:
    """Every address of ``fresh`` is the owner's from now on; the owner's own, but for ``kept`` channels, go there.

    So the desk speaks to a lost account: it leads to a person who has nothing here. Return the channels that were
    lost. Notices reach the owner anew, whatever the lost account had done with them.
    """
    rows = await session.execute(
        select(Door.id, Door.person_id, Door.channel).where(Door.person_id.in_((fresh, owner))).with_for_update()
    )
    doors = rows.all()
    lost = [door for door in doors if door.person_id == owner and door.channel not in kept]
    brought = [door for door in doors if door.person_id == fresh]
    for moved, person_id in ((lost, fresh), (brought, owner)):
        numbers = [door.id for door in moved]
        await session.execute(update(Door).where(Door.id.in_(numbers)).values(person_id=person_id))
    await session.execute(update(Person).where(Person.id.in_((fresh, owner))).values(unreachable_at=None))
    return [door.channel for door in lost]
