"""Addresses by which people come: given, moved to another record, destroyed."""

from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.crypto import keyring
from services.core.models import Door, Person


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
