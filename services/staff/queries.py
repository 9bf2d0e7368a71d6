"""Who is at the desk, and who must be told."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.queries import open_pages
from services.core.actor import STAFF, Actor, Post, Role
from services.core.crypto import keyring
from services.core.errors import NotFound
from services.core.models import Door, Person
from services.core.records import Known, records
from services.staff.models import Membership

_PERSON, _DOOR, _POST = Person.__table__.c, Door.__table__.c, Membership.__table__.c
_ACTOR = (
    select(_PERSON.id, _PERSON.locale, _PERSON.territory_id, _POST.role, _POST.territory_id, _POST.provider_id)
    .join_from(Person.__table__, Door.__table__, _DOOR.person_id == _PERSON.id)
    .outerjoin(Membership.__table__, (_POST.person_id == _PERSON.id) & _POST.until.is_(None))
    .where(_DOOR.channel == bindparam("channel"), _DOOR.address_index == bindparam("address_index"))
    .order_by(_POST.id)
)
"""Every touch asks this: built once, and of tables, not of classes."""


async def actor_at(session: AsyncSession, *, channel: str, address: str) -> Actor | None:
    """The person behind an address with their posts, in one statement; None for a newcomer."""
    index = keyring().blind_index(address, f"door.{channel}")
    found = await session.execute(_ACTOR, {"channel": channel, "address_index": index})
    actor: Actor | None = None
    for person_id, locale, territory_id, role, post_territory, provider_id in found:
        actor = actor or Actor(person_id, locale, territory_id)
        if role is not None:
            actor = replace(actor, posts=(*actor.posts, Post(role, post_territory, provider_id)))
    return actor


_KNOWN = (
    select(_PERSON.id, _PERSON.locale, _PERSON.territory_id, _POST.role, _POST.territory_id, _POST.provider_id)
    .join_from(
        Person.__table__, Membership.__table__, (_POST.person_id == _PERSON.id) & _POST.until.is_(None), isouter=True
    )
    .where(_PERSON.id == bindparam("person_id"))
    .order_by(_POST.id)
)


async def actor_of(session: AsyncSession, person_id: int) -> Actor:
    """A known person with their posts, whatever door they came by. Raises NotFound."""
    actor: Actor | None = None
    found = await session.execute(_KNOWN, {"person_id": person_id})
    for number, locale, territory_id, role, post_territory, provider_id in found:
        actor = actor or Actor(number, locale, territory_id)
        if role is not None:
            actor = replace(actor, posts=(*actor.posts, Post(role, post_territory, provider_id)))
    if actor is None:
        raise NotFound("person")
    return actor


async def people_of_provider(session: AsyncSession, provider_id: int) -> list[int]:
    """Persons who speak for a provider: they are told of applications and contracts."""
    return await _holders(session, Membership.provider_id == provider_id, Membership.role == Role.PROVIDER)


async def people_of_body(session: AsyncSession, territory_id: int) -> list[int]:
    """Persons who serve a territory's authorised body."""
    return await _holders(session, Membership.territory_id == territory_id, Membership.role.in_(STAFF))


async def posts_of_body(session: AsyncSession, territory_id: int) -> dict[int, Role]:
    """The same with their posts: of several the one that came last."""
    rows = await session.execute(
        select(Membership.person_id, Membership.role)
        .where(Membership.until.is_(None), Membership.territory_id == territory_id, Membership.role.in_(STAFF))
        .order_by(Membership.person_id, Membership.id)
    )
    return {row.person_id: row.role for row in rows}


async def chiefs_of_body(session: AsyncSession, territory_id: int) -> list[int]:
    """Persons who head a territory's body or run its desk; all who serve it, where nobody holds such a post."""
    heads = Membership.role.in_((Role.CHIEF, Role.ADMIN))
    found = await _holders(session, Membership.territory_id == territory_id, heads)
    return found or await people_of_body(session, territory_id)


async def admins_of(session: AsyncSession, territory_id: int) -> list[int]:
    """Persons who run a territory's desk."""
    return await _holders(session, Membership.territory_id == territory_id, Membership.role == Role.ADMIN)


async def _holders(session: AsyncSession, *where: ColumnElement[bool]) -> list[int]:
    statement = select(Membership.person_id).distinct().where(Membership.until.is_(None), *where)
    return list(await session.scalars(statement.order_by(Membership.person_id)))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a post at a desk: a number and a post, no name. ``seen_at`` is None without open pages."""

    person_id: int
    role: Role
    territory_id: int
    provider_id: int | None
    since: datetime
    sessions: int
    seen_at: datetime | None


async def colleagues(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Colleague]:
    """Everybody with a post in the territories whose desk the actor runs, with their open pages."""
    return await _colleagues(session, Membership.territory_id.in_(actor.admin_territories), now)


async def own_colleague(session: AsyncSession, actor: Actor, person_id: int) -> Colleague:
    """One of them. Raises NotFound."""
    theirs = Membership.territory_id.in_(actor.admin_territories) & (Membership.person_id == person_id)
    found = await _colleagues(session, theirs, None)
    if not found:
        raise NotFound("person")
    return found[0]


async def holders(session: AsyncSession, territory_id: int | None, *, now: datetime) -> list[Colleague]:
    """Everybody with a post, in one territory or in all: for the command line, which has no actor."""
    where = Membership.territory_id == territory_id if territory_id is not None else true()
    return await _colleagues(session, where, now)


async def _colleagues(session: AsyncSession, where: ColumnElement[bool], now: datetime | None) -> list[Colleague]:
    posts = await session.execute(
        select(
            *(Membership.person_id, Membership.role, Membership.territory_id),
            *(Membership.provider_id, Membership.since),
        )
        .where(Membership.until.is_(None), where)
        .order_by(Membership.person_id, Membership.id)
    )
    rows = posts.all()
    pages = await open_pages(session, {row.person_id for row in rows}, now=now) if now is not None else {}
    return [Colleague(*row, *pages.get(row.person_id, (0, None))) for row in rows]


@dataclass(frozen=True, slots=True)
class Address:
    """Where and how to speak to a person in one channel."""

    address: str
    locale: str
    is_reachable: bool


async def addresses(session: AsyncSession, *, channel: str, person_ids: list[int]) -> dict[int, Address]:
    """The address of each person who has a door in the channel."""
    found = await session.execute(
        select(Person.id, Door.address, Person.locale, Person.unreachable_at)
        .join(Door, Door.person_id == Person.id)
        .where(Person.id.in_(person_ids), Door.channel == channel),
    )
    return {person: Address(address, locale, lost is None) for person, address, locale, lost in found}


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """A person's language, territory, addresses and posts."""
    person = select(Person.id, Person.locale, Person.territory_id, Person.created_at, Person.unreachable_at)
    posts = select(
        Membership.role, Membership.territory_id, Membership.provider_id, Membership.since, Membership.until
    ).where(Membership.person_id == person_id)
    doors = select(Door.channel, Door.address).where(Door.person_id == person_id)
    return {
        "person": await records(session, person.where(Person.id == person_id)),
        "addresses": await records(session, doors.order_by(Door.id)),
        "posts": await records(session, posts.order_by(Membership.id)),
    }
