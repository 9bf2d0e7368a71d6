"""Where a person stands on the way to being known."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import drafts
from services.core.actor import Actor
from services.core.models import Person
from services.families import queries as families
from services.families.rules import Level
from services.staff.queries import addresses


@dataclass(frozen=True, slots=True)
class Standing:
    """The level, what it hangs on, and the applications that wait for a higher one."""

    level: Level
    phone: str | None = field(repr=False)
    has_phone: bool
    drafts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody at the desk, as they named themselves; ``full_name`` is None for an account with nothing in it.

    ``has_phone``: some telephone opens the record.
    """

    person_id: int
    territory_id: int | None
    full_name: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    level: Level
    has_phone: bool


async def standing(session: AsyncSession, actor: Actor) -> Standing:
    """The actor's own standing."""
    own = await families.representative(session, actor.person_id)
    has_phone = own is not None and await families.has_phone(session, actor.person_id, own.phone)
    waiting = tuple(await drafts(session, actor.person_id))
    reached = await families.level(session, actor.person_id)
    return Standing(reached, own.phone if own is not None else None, has_phone, waiting)


async def candidate(session: AsyncSession, person_id: int) -> Candidate:
    """Somebody whose code was right. Only this room asks."""
    own = await families.representative(session, person_id)
    territory_id = await session.scalar(select(Person.territory_id).where(Person.id == person_id))
    name, phone = (own.full_name, own.phone) if own is not None else (None, None)
    rings = await phone_door(session, person_id) is not None
    return Candidate(person_id, territory_id, name, phone, await families.level(session, person_id), rings)


async def phone_door(session: AsyncSession, person_id: int) -> str | None:
    """The telephone (E.164) by which a person comes in; None if there is none."""
    found = await addresses(session, channel=families.PHONE, person_ids=[person_id])
    return found[person_id].address if found else None
