"""Newcomers, and their choices."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.models import Door, Person
from services.staff import queries


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
