"""Two processes on one database, pressed at the same moment: one deed, two answers, no apology; on both engines."""

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from sqlalchemy import func, select

from handlers.parent.certificates.keyboards import ApplySend, Withdraw
from handlers.parent.families.keyboards import Agree
from handlers.provider.contracts.keyboards import ProviderAgree
from handlers.staff.certificates.keyboards import Approve, RefuseFor
from services.certificates.models import Application, ApplicationStatus, Certificate, CertificateStatus
from services.certificates.rules import GROUNDS
from services.contracts.models import Contract, ContractStatus
from services.core.actor import Role
from services.core.db import Database
from services.core.models import Door, Person
from services.families.models import Consent
from services.families.queries import consent_text
from services.programs.models import Group
from services.signing.models import Signature
from services.staff.actions import invite
from services.staff.models import Membership
from services.territories.queries import territory
from tests.support.bot import FedDesk, texts
from tests.support.factories.certificates import NOW, add_application, add_other_group
from tests.support.journey import CHIEF, CLERK, CLUB, PARENT, STRANGER, Street, street
from tests.support.ways import to_code, to_confirmation, to_decision, to_summary

ROUNDS = range(4)


class Pair:
    """The same town served by two processes."""

    def __init__(self, walk: Street) -> None:
        self.walk = walk
        self.second = FedDesk(walk.database, clock=lambda: walk.now)
        self.second._updates = count(1_000_000)

    async def at_once(self, one: Update, other: Update) -> list[str]:
        """Feed one update to each process; what each answered last."""
        answers: Sequence[list[TelegramMethod[Any]]] = await asyncio.gather(
            FedDesk.feed(self.first, one), self.second.feed(other)
        )
        said = [texts(calls) for calls in answers]
        assert all(said), said
        assert not any("вы ни при чём" in text for lines in said for text in lines)
        return [lines[-1] for lines in said]

    @property
    def first(self) -> FedDesk:
        return self.walk.desk

    async def press(self, one: tuple[int, str], other: tuple[int, str]) -> list[str]:
        return await self.at_once(self.first.press_update(*one), self.second.press_update(*other))

    async def write(self, one: tuple[int, str], other: tuple[int, str]) -> list[str]:
        updates = [
            desk.message_update(who, text=text) for desk, (who, text) in zip(self.desks, (one, other), strict=True)
        ]
        return await self.at_once(*updates)

    @property
    def desks(self) -> tuple[FedDesk, FedDesk]:
        return self.first, self.second

    async def count(self, model: type, *where: Any) -> int:
        async with self.walk.database.reads() as session:
            return await session.scalar(select(func.count()).select_from(model).where(*where)) or 0

    async def value(self, column: Any) -> Any:
        async with self.walk.database.reads() as session:
            return await session.scalar(select(column))


@pytest.fixture
async def pair(database: Database) -> Pair:
    return Pair(await street(database))


async def test_a_newcomers_two_first_touches_make_one_person(pair: Pair) -> None:
    doors = await pair.count(Door)
    people = await pair.count(Person)
    for number in ROUNDS:
        await pair.write((10_000 + number, "/help"), (10_000 + number, "/help"))
    assert await pair.count(Door) == doors + len(ROUNDS)
    assert await pair.count(Person) == people + len(ROUNDS)


async def test_one_update_handed_to_both_is_acted_on_once(pair: Pair) -> None:
    send = ApplySend(group_id=pair.walk.town.group_id, child_id=pair.walk.town.child_id).pack()
    update = pair.first.press_update(PARENT, send)
    said = await pair.at_once(update, update)
    assert await pair.count(Application) == 1
    assert any("уже сделан" in text for text in said)


async def test_a_child_applies_once(pair: Pair) -> None:
    await to_summary(pair.walk)
    send = ApplySend(group_id=pair.walk.town.group_id, child_id=pair.walk.town.child_id).pack()
    await pair.press((PARENT, send), (PARENT, send))
    assert await pair.count(Application) == 1


async def test_the_limit_of_applications_holds(pair: Pair) -> None:
    town = pair.walk.town
    async with pair.walk.database.sessions() as session:
        groups = [await add_other_group(session, town) for _number in range(8)]
        await session.commit()
    sends = [ApplySend(group_id=group, child_id=town.child_id).pack() for group in groups]
    for one, other in zip(sends[::2], sends[1::2], strict=True):
        await pair.press((PARENT, one), (PARENT, other))
    async with pair.walk.database.reads() as session:
        place = await territory(session, town.territory_id)
    assert await pair.count(Application) == place.policy.applications_per_child < len(groups)


async def test_two_clerks_decide_once(pair: Pair) -> None:
    await to_decision(pair.walk)
    number = await pair.value(Application.id)
    await pair.press((CLERK, Approve(application_id=number).pack()), (CHIEF, Approve(application_id=number).pack()))
    assert (await pair.count(Contract), await pair.count(Certificate), await pair.value(Group.taken)) == (1, 1, 1)


@pytest.mark.parametrize("rival", ["withdraw", "refuse"])
async def test_an_approval_meets_a_refusal_or_a_withdrawal(pair: Pair, rival: str) -> None:
    await to_decision(pair.walk)
    number = await pair.value(Application.id)
    other = (PARENT, Withdraw(application_id=number, sure=True).pack())
    if rival == "refuse":
        other = (CHIEF, RefuseFor(application_id=number, ground=GROUNDS[0], sure=True).pack())
    await pair.press((CLERK, Approve(application_id=number).pack()), other)
    is_approved = await pair.value(Application.status) is ApplicationStatus.AWAITING_CONTRACT
    contracts = await pair.count(Contract, Contract.status != ContractStatus.LAPSED)
    certificates = await pair.count(Certificate, Certificate.status == CertificateStatus.RESERVED)
    assert contracts == certificates == await pair.value(Group.taken) == is_approved


async def test_the_last_seat_is_given_once(database: Database) -> None:
    pair = Pair(await street(database, capacity=1))
    town = pair.walk.town
    async with database.sessions() as session:
        first = await add_application(session, town)
        other = Application(**await _twin(session, first))
        session.add(other)
        await session.commit()
        numbers = first, other.id
    await pair.press(
        *((who, Approve(application_id=one).pack()) for who, one in zip((CLERK, CHIEF), numbers, strict=True))
    )
    assert await pair.count(Certificate) == 1
    waiting = Application.status == ApplicationStatus.REGISTERED
    assert await pair.count(Application, waiting) == 1


async def _twin(session: Any, number: int) -> dict[str, Any]:
    """The same application for the next school year: another family would need a second town."""
    row = await session.get_one(Application, number)
    kept = {column.key: getattr(row, column.key) for column in Application.__table__.columns if column.key != "id"}
    return kept | {"school_year": row.school_year + 1}


async def test_the_club_confirms_once(pair: Pair) -> None:
    await to_confirmation(pair.walk)
    press = (CLUB, ProviderAgree(contract_id=await pair.value(Contract.id)).pack())
    await pair.press(press, press)
    assert await pair.count(Signature) == 1


async def test_a_code_signs_once(pair: Pair) -> None:
    code = await to_code(pair.walk)
    await pair.write((PARENT, code), (PARENT, code))
    assert await pair.count(Signature) == 2  # the club's confirmation and one signature


async def test_an_invitation_gives_one_post(pair: Pair) -> None:
    async with pair.walk.database.sessions() as session:
        code = await invite(
            session, territory_id=pair.walk.town.territory_id, role=Role.CLERK, provider_id=None, now=NOW
        )
        await session.commit()
    before = await pair.count(Membership)
    await pair.write((STRANGER, f"/start i_{code}"), (STRANGER + 1, f"/start i_{code}"))
    assert await pair.count(Membership) == before + 1


async def test_two_invitations_to_one_post_keep_one_row(pair: Pair) -> None:
    town = pair.walk.town
    for person in range(STRANGER, STRANGER + len(ROUNDS)):
        async with pair.walk.database.sessions() as session:
            one, other = [
                await invite(session, territory_id=town.territory_id, role=Role.CLERK, provider_id=None, now=NOW)
                for _number in range(2)
            ]
            await session.commit()
        await pair.first.text(person, "/start")
        before = await pair.count(Membership)
        await pair.write((person, f"/start i_{one}"), (person, f"/start i_{other}"))
        assert await pair.count(Membership) == before + 1


async def test_a_consent_is_recorded_once(pair: Pair) -> None:
    await pair.first.text(STRANGER, "/start")
    before = await pair.count(Consent)
    seen = consent_text("health").digest("ru")[:16]
    press = (STRANGER, Agree(purpose="health", seen=seen).pack())
    await pair.press(press, press)
    assert await pair.count(Consent) == before + 1
