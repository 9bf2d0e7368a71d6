"""The demo's world: a fictional catalogue and history in the real territories, and three persons with posts."""

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.catalogue import put_catalogue
from bot.demo.history import put_territory
from bot.middlewares.actor import CHANNEL
from bot.sandbox.state import Persona
from services.core.actor import Post, Role
from services.core.clock import local_date
from services.core.db import Database
from services.providers.queries import providers_of
from services.staff import actions, queries
from services.territories.queries import territories

PERSONS = (
    Persona(101, "Анна", "parent"),
    Persona(102, "Ольга", "clerk"),
    Persona(103, "Иван", "provider"),
)
POSTS = MappingProxyType({"clerk": Role.CLERK, "provider": Role.PROVIDER})


async def seed(database: Database, *, now: datetime) -> None:
    """Fill an empty database with catalogue and history; a filled one is left as it is."""
    await put_shelves(database, now=now)
    await put_past(database, now=now)


async def put_shelves(database: Database, *, now: datetime, persons: Iterable[Persona] = ()) -> None:
    """The catalogue, and with it the posts of the clerk and the provider: what comes after the first screen.

    One transaction: whoever touches the desk meanwhile waits for the database's one writer and then finds all.
    """
    async with database.sessions() as session:
        known = await territories(session)
        today = local_date(now, known[0].timezone)
        await put_catalogue(session, territories={one.slug: one.id for one in known}, today=today)
        await _appoint_all(session, persons, now)
        await session.commit()


async def put_past(database: Database, *, now: datetime) -> None:
    """The history, one territory a transaction: it may run behind the first touches."""
    async with database.reads() as session:
        known = await territories(session)
    for land in known:
        async with database.sessions() as session:
            await put_territory(session, land, now=now)
            await session.commit()


async def _appoint_all(session: AsyncSession, persons: Iterable[Persona], now: datetime) -> None:
    """Give the demo's clerk and provider their posts in every territory."""
    posts = await _posts(session)
    for persona in persons:
        role = POSTS.get(persona.role)
        if role is not None:
            await _appoint(session, str(persona.id), [post for post in posts if post.role is role], now)


async def _appoint(session: AsyncSession, address: str, posts: list[Post], now: datetime) -> None:
    actor = await queries.actor_at(session, channel=CHANNEL, address=address)
    if actor is None:
        actor = await actions.arrive(session, channel=CHANNEL, address=address, locale="ru", now=now)
    for post in posts:
        if post not in actor.posts:
            await actions.appoint(session, person_id=actor.person_id, post=post, now=now)


async def _posts(session: AsyncSession) -> list[Post]:
    posts: list[Post] = []
    for territory in await territories(session):
        posts.append(Post(Role.CLERK, territory.id))
        found = await providers_of(session, territory.id)
        posts.extend(Post(Role.PROVIDER, territory.id, provider.id) for provider in found)
    return posts
