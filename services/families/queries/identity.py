"""How surely the desk knows who a person is."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.crypto import keyring
from services.core.models import Door
from services.families.models import Representative
from services.families.rules import Level

PHONE = "phone"
"""The channel of a door that is a telephone: whoever has it has typed a code that came there."""


async def level(session: AsyncSession, person_id: int) -> Level:
    """The person's level now: a phone that was changed since it was confirmed counts for nothing."""
    own = select(Representative.phone, Representative.confirmed_at).where(Representative.person_id == person_id)
    row = (await session.execute(own)).one_or_none()
    if row is None:
        return Level.ACCOUNT
    if row.confirmed_at is not None:
        return Level.PERSON
    return Level.PHONE if await has_phone(session, person_id, row.phone) else Level.ACCOUNT


async def has_phone(session: AsyncSession, person_id: int, phone: str) -> bool:
    """Whether the person has confirmed this telephone (E.164)."""
    index = keyring().blind_index(phone, f"door.{PHONE}")
    own = select(Door.id).where(Door.person_id == person_id, Door.channel == PHONE, Door.address_index == index)
    return await session.scalar(own) is not None
