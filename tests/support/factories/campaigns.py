"""Drafts, and people who may hear of them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns import actions
from services.campaigns.actions import Typed
from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.models import Door
from services.notices.actions import opt_out
from services.staff.actions import mark_unreachable
from tests.support.factories.certificates import NOW
from tests.support.factories.families import add_person

TEXT = "Запись на <b>новый год</b> открыта"


async def add_door(session: AsyncSession, person_id: int, address: int) -> None:
    """A chat for a person."""
    index = keyring().blind_index(str(address), "door.telegram")
    session.add(Door(person_id=person_id, channel="telegram", address_index=index, address=str(address)))
    await session.flush()


async def add_people(session: AsyncSession, territory_id: int, count: int, *, first: int = 10_000) -> list[int]:
    """Parents with chats in the territory."""
    people = []
    for address in range(first, first + count):
        person = (await add_person(session, territory_id=territory_id)).person_id
        await add_door(session, person, address)
        people.append(person)
    return people


async def add_unreached(session: AsyncSession, territory_id: int) -> None:
    """One who wants no news, one who blocked the desk, one without a chat."""
    quiet = await add_person(session, territory_id=territory_id)
    await add_door(session, quiet.person_id, 20_000)
    await opt_out(session, quiet, topic="news", out=True, now=NOW)
    gone = await add_person(session, territory_id=territory_id)
    await add_door(session, gone.person_id, 20_001)
    await mark_unreachable(session, person_id=gone.person_id, now=NOW)
    await add_person(session, territory_id=territory_id)


async def add_draft(session: AsyncSession, author: Actor, *, text: str = TEXT, now: datetime = NOW) -> int:
    """A draft with a Russian text; its number."""
    place = author.staff_territories[0]
    return await actions.make_draft(session, author, territory_id=place, typed=Typed("ru", text), now=now)
