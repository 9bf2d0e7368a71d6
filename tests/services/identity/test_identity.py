"""Levels of identity: drafts with their time kept, a clerk's confirmation, a lost account; each on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access.models import Look
from services.certificates import actions as certificates
from services.certificates import queries as cases
from services.certificates.errors import AlreadyApplied
from services.certificates.models import Application, ApplicationStatus
from services.contracts import actions as contracts
from services.core.actor import Actor, Role
from services.core.crypto import keyring
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.models import Door
from services.families.actions import invite_kin, join_family, save_representative
from services.families.errors import LevelTooLow
from services.families.queries import level
from services.families.rules import Kin, Level, Right
from services.identity import actions
from services.identity.errors import AccountInUse
from services.identity.gateway import Vouched
from services.notices.models import Notice
from services.staff.queries import actor_at
from tests.support.factories.certificates import NOW, Town, add_application, add_post, add_territory, add_town
from tests.support.factories.families import add_person

Sessions = async_sessionmaker[AsyncSession]
LATER = NOW + timedelta(days=2)


async def _told(session: AsyncSession, person: Actor) -> list[str]:
    rows = await session.scalars(select(Notice.kind).where(Notice.person_id == person.person_id).order_by(Notice.id))
    return list(rows)


async def _confirm_phone(session: AsyncSession, person: Actor) -> None:
    ringing = await actions.ask_phone_code(session, person, now=LATER)
    wrong = f"{(int(ringing.issued.code) + 1) % 10**6:06d}"
    assert not (await actions.confirm_phone(session, person, code=wrong, now=LATER)).ok
    assert await level(session, person.person_id) is Level.ACCOUNT
    assert (await actions.confirm_phone(session, person, code=ringing.issued.code, now=LATER)).ok


async def test_a_draft_keeps_its_time_and_is_seen_by_nobody(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, level_apply="1")
        number = await add_application(session, town)
        with pytest.raises(AlreadyApplied):
            await add_application(session, town)
        assert (await cases.queue(session, town.clerk, 0, now=NOW)).total == 0
        assert (await cases.of_provider(session, town.club, 0)).total == 0
        assert await cases.search(session, town.clerk, str(number)) == []
        with pytest.raises(NotFound):
            await cases.case(session, town.clerk, number, now=NOW)
        assert await _told(session, town.clerk) == []
        await _confirm_phone(session, town.parent)
        filed = await session.get_one(Application, number, populate_existing=True)
        assert (filed.status, filed.submitted_at) == (ApplicationStatus.REGISTERED, NOW)
        assert (await cases.queue(session, town.clerk, 0, now=LATER)).total == 1
        assert await _told(session, town.parent) == ["application_filed"]
        assert await certificates.lapse_drafts(session, now=NOW + timedelta(days=99)) == 0


async def test_a_draft_ends_when_its_term_is_over(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, level_apply="1", confirm_days="2")
        number = await add_application(session, town)
        row = await session.get_one(Application, number)
        assert row.confirm_by is not None
        assert row.confirm_by.isoformat() == "2026-09-09"
        assert await certificates.lapse_drafts(session, now=LATER) == 0
        assert await certificates.lapse_drafts(session, now=NOW + timedelta(days=3)) == 1
        assert await certificates.lapse_drafts(session, now=NOW + timedelta(days=3)) == 0
        assert await _told(session, town.parent) == ["application_lapsed"]
        await _confirm_phone(session, town.parent)
        await session.refresh(row)
        assert row.status is ApplicationStatus.LAPSED
        assert await add_application(session, town) != number, "one can apply again"


async def _at_desk(session: AsyncSession, town: Town, person: Actor) -> str:
    del town
    return str(await actions.ask_desk_code(session, person, now=NOW))


async def test_a_clerk_confirms_only_who_shows_a_code(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, level_sign="2")
        contract = await contracts.approve(
            session, town.clerk, application_id=await add_application(session, town), now=NOW
        )
        await contracts.agree_as_provider(session, town.club, contract_id=contract.id, now=NOW)
        with pytest.raises(LevelTooLow):
            await contracts.ask_code(session, town.parent, contract_id=contract.id, now=NOW)
        typed = await _at_desk(session, town, town.parent)
        stranger = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        see = {"typed": typed, "now": NOW}
        with pytest.raises(NotFound):
            await actions.see_at_desk(session, stranger, **see)  # type: ignore[arg-type]
        for nobody in (town.parent, town.club):
            with pytest.raises(NotAllowed):
                await actions.see_at_desk(session, nobody, **see)  # type: ignore[arg-type]
        for forged in (f"{town.parent.person_id}-000000", f"{town.club.person_id}-{typed[-6:]}"):
            assert forged == typed or await actions.see_at_desk(session, town.clerk, typed=forged, now=NOW) is None
        found = await actions.see_at_desk(session, town.clerk, **see)  # type: ignore[arg-type]
        assert found is not None
        assert found.full_name is not None
        confirm = {**see, "full_name": found.full_name}
        await actions.confirm_at_desk(session, town.clerk, **confirm)  # type: ignore[arg-type]
        assert await actions.confirm_at_desk(session, town.clerk, **confirm) is None  # type: ignore[arg-type]
        assert await level(session, town.parent.person_id) is Level.PERSON
        assert await contracts.ask_code(session, town.parent, contract_id=contract.id, now=NOW)
        looks = await session.scalars(select(Look.what).where(Look.subject_id == town.parent.person_id))
        assert set(looks) == {"desk"}
        answers = {"full_name": "Другова Инна Сергеевна", "phone": "+79123456789"}
        await save_representative(session, town.parent, answers=answers, now=NOW)
        assert await level(session, town.parent.person_id) is Level.ACCOUNT, "another name is another person"
        other = Vouched("Иная Инна Сергеевна")
        with pytest.raises(Invalid):
            await actions.confirm_from(session, town.parent, system="esia", vouched=other, now=NOW)
        vouched = Vouched("ДРУГОВА  Инна сергеевна")
        await actions.confirm_from(session, town.parent, system="esia", vouched=vouched, now=NOW)
        assert await level(session, town.parent.person_id) is Level.PERSON


async def _door(session: AsyncSession, person: Actor, address: str) -> None:
    index = keyring().blind_index(address, "door.telegram")
    session.add(Door(person_id=person.person_id, channel="telegram", address_index=index, address=address))
    await session.flush()


async def _who(session: AsyncSession, address: str) -> int:
    found = await actor_at(session, channel="telegram", address=address)
    assert found is not None
    return found.person_id


async def test_a_lost_account_is_linked_anew_and_told(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        fresh = await add_person(session, territory_id=town.territory_id)
        await _door(session, town.parent, "1")
        await _door(session, fresh, "2")
        typed = await _at_desk(session, town, fresh)
        foreign = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        for clerk in (foreign, town.club, town.parent):
            with pytest.raises(NotFound):
                await actions.find_lost(session, clerk, number=number, now=NOW)
        lost = await actions.find_lost(session, town.clerk, number=number, now=NOW)
        assert lost.full_name is not None
        link = {"typed": typed, "number": number, "now": NOW}
        with pytest.raises(NotFound):
            await actions.link_at_desk(session, town.clerk, full_name="Иная Инна", **link)  # type: ignore[arg-type]
        found = {"full_name": lost.full_name, **link}
        assert await actions.link_at_desk(session, town.clerk, **found)  # type: ignore[arg-type]
        assert await _who(session, "2") == town.parent.person_id
        assert await _who(session, "1") == fresh.person_id, "the lost account opens nothing"
        assert await _told(session, fresh) == ["account_unlinked"]
        assert await _told(session, town.parent) == ["account_linked"]
        with pytest.raises(AccountInUse):
            await actions.link_by_phone(session, town.club, owner_id=town.parent.person_id, now=NOW)
        assert await _who(session, "2") == town.parent.person_id


async def test_an_account_that_has_joined_a_family_is_not_given_away(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        fresh = await add_person(session, territory_id=town.territory_id)
        offer = {"right": Right.SEE, "kin": Kin.ADULT, "now": NOW}
        code = await invite_kin(session, town.parent, child_id=town.child_id, **offer)  # type: ignore[arg-type]
        await join_family(session, fresh, code=code, seen="", now=NOW)
        with pytest.raises(AccountInUse):  # whoever holds the lost account would look into that family
            await actions.link_by_phone(session, fresh, owner_id=town.parent.person_id, now=NOW)
