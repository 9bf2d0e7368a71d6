"""Levels of identity: drafts with their time kept, a clerk's confirmation, a lost account; each on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access import actions as access
from services.access.errors import EntryUnusable
from services.access.models import Audience, Look, TextMessage
from services.certificates import actions as certificates
from services.certificates import queries as cases
from services.certificates.errors import AlreadyApplied
from services.certificates.models import Application, ApplicationStatus
from services.contracts import actions as contracts
from services.core.actor import Actor, Post, Role
from services.core.crypto import keyring
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.models import Door, Person
from services.families.actions import invite_kin, join_family, save_representative
from services.families.errors import LevelTooLow
from services.families.models import Sheet
from services.families.queries import level
from services.families.rules import Kin, Level, Right
from services.forms import actions as forms
from services.forms.models import Draft
from services.identity import actions
from services.identity.errors import AccountInUse, PostHeld
from services.identity.gateway import Vouched
from services.notices.models import Notice
from services.staff.actions import mark_unreachable
from services.staff.errors import InviteUnusable
from services.staff.queries import actor_at
from tests.support.factories.certificates import NOW, Town, add_application, add_post, add_territory, add_town
from tests.support.factories.families import add_kin, add_person

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
        assert await _told(session, town.parent) == ["phone_confirmed", "application_filed"]
        assert await certificates.lapse_drafts(session, now=NOW + timedelta(days=99)) == 0


async def test_a_draft_ends_when_its_term_is_over(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, level_apply="1", confirm_days="2")
        number = await add_application(session, town)
        await add_kin(session, town.parent, town.child_id, now=NOW)
        evening = datetime(2026, 9, 8, 19, 30, tzinfo=UTC)  # half past ten at night
        for moment, reminded in ((NOW, 0), (evening - timedelta(days=1), 0), (evening, 1), (LATER, 0)):
            assert await certificates.remind_drafts(session, now=moment) == reminded
        (waits,) = await session.scalars(select(Notice).where(Notice.kind == "application_draft_ends"))
        assert (waits.person_id, waits.not_before.hour) == (town.parent.person_id, 5), "whoever has to, in the morning"
        row = await session.get_one(Application, number)
        assert row.confirm_by is not None
        assert row.confirm_by.isoformat() == "2026-09-09"
        assert await certificates.lapse_drafts(session, now=LATER) == 0
        assert await certificates.lapse_drafts(session, now=NOW + timedelta(days=3)) == 1
        assert await certificates.lapse_drafts(session, now=NOW + timedelta(days=3)) == 0
        assert (await _told(session, town.parent))[-1] == "application_lapsed"
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


async def _doors(session: AsyncSession, person: Actor, addresses: str) -> None:
    """«t1 p1»: a messenger's address, a telephone."""
    for address in addresses.split():
        channel = _channel(address)
        index = keyring().blind_index(address, f"door.{channel}")
        session.add(Door(person_id=person.person_id, channel=channel, address_index=index, address=address))
    await session.flush()


def _channel(address: str) -> str:
    return "telegram" if address.startswith("t") else "phone"


async def _led_to(session: AsyncSession, person: Actor) -> str:
    """By which of the addresses one comes to this person."""
    found = [
        (address, await actor_at(session, channel=_channel(address), address=address))
        for address in ["p1", "p2", "t1", "t2"]
    ]
    return " ".join(address for address, who in found if who is not None and who.person_id == person.person_id)


WAYS = [
    # (way, doors of the record, of the new account, then: of the record, of the emptied account; who is told)
    ("phone", "t1 p1", "t2", "p1 t2", "t1", True),
    ("phone", "t1 p1", "p2", "p1 p2", "t1", True),
    ("phone", "p1", "t2", "p1 t2", "", False),
    ("desk", "t1", "t2", "t2", "t1", True),
    ("desk", "t1", "p2", "p2", "t1", True),
    ("desk", "t1 p1", "t2 p2", "p2 t2", "p1 t1", True),
    ("desk", "p1", "t2", "t2", "p1", True),
    ("desk, telephone kept", "t1 p1", "t2", "p1 t2", "t1", True),
]


async def _linked(session: AsyncSession, town: Town, fresh: Actor, way: str) -> None:
    if way == "phone":
        await actions.link_by_phone(session, fresh, owner_id=town.parent.person_id, now=NOW)
        return
    number = await add_application(session, town)
    foreign = replace(town.clerk, posts=(Post(Role.CLERK, town.territory_id + 1, None),))
    for nobody in (foreign, town.club, town.parent):
        with pytest.raises(NotFound):
            await actions.find_lost(session, nobody, number=number, now=NOW)
    lost = await actions.find_lost(session, town.clerk, number=number, now=NOW)
    typed, kept = await _at_desk(session, town, fresh), way != "desk"
    link = actions.Relink(typed, number, lost.full_name or "", keeps_phone=kept, words="closed")
    for change in ({"number": number + 1}, {"full_name": "Иная Инна"}):
        with pytest.raises(NotFound):
            await actions.link_at_desk(session, town.clerk, replace(link, **change), now=NOW)  # type: ignore[arg-type]
    assert await actions.link_at_desk(session, town.clerk, link, now=NOW)


@pytest.mark.parametrize(("way", "old", "new", "living", "emptied", "is_told"), WAYS)
async def test_every_door_of_the_person_leads_to_the_record_and_none_of_the_lost_one(
    sessions: Sessions, way: str, old: str, new: str, living: str, emptied: str, *, is_told: bool
) -> None:
    async with sessions() as session:
        town = await add_town(session)
        fresh = await add_person(session, territory_id=town.territory_id)
        await _doors(session, town.parent, old)
        await _doors(session, fresh, new)
        await mark_unreachable(session, person_id=town.parent.person_id, now=NOW)
        await _linked(session, town, fresh, way)
        assert (await _led_to(session, town.parent), await _led_to(session, fresh)) == (living, emptied)
        assert await _told(session, fresh) == ["account_unlinked"] * is_told
        assert (await _told(session, town.parent))[-1] == "account_linked"
        texts = await session.scalars(select(TextMessage))
        assert [text.phone for text in texts if text.words == "closed"] == ["p1"] * ("p1" in emptied), (
            "a telephone that is closed has no other ear"
        )
        assert (await session.get_one(Person, town.parent.person_id, populate_existing=True)).unreachable_at is None
        with pytest.raises(AccountInUse):
            await actions.link_by_phone(session, town.club, owner_id=town.parent.person_id, now=NOW)
        with pytest.raises(PostHeld):
            await actions.link_by_phone(session, fresh, owner_id=town.clerk.person_id, now=NOW)
        assert await _led_to(session, town.parent) == living


async def test_what_the_lost_account_had_made_opens_nothing(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        fresh = await add_person(session, territory_id=town.territory_id)
        owner, number = town.parent.person_id, await add_application(session, town)
        secret = await access.open_session(session, person_id=owner, audience=Audience.PARENT, client="", now=NOW)
        token = await access.issue_entry(session, person_id=owner, audience=Audience.PARENT, target="/my", now=NOW)
        paper = await access.give_desk_code(session, application=number, person_id=owner, now=NOW)
        shown = await _at_desk(session, town, town.parent)
        offer = {"right": Right.SIGN, "kin": Kin.ADULT, "now": NOW}
        code = await invite_kin(session, town.parent, child_id=town.child_id, **offer)  # type: ignore[arg-type]
        await actions.link_by_phone(session, fresh, owner_id=owner, now=NOW)
        assert await access.visit(session, secret=secret, now=NOW) is None
        with pytest.raises(EntryUnusable):
            await access.use_entry(session, token=token, now=NOW)
        assert await access.use_desk_code(session, application=number, code=paper, now=NOW) is None
        assert await actions.see_at_desk(session, town.clerk, typed=shown, now=NOW) is None
        with pytest.raises(InviteUnusable):
            await join_family(session, await add_person(session), code=code, seen="", now=NOW)


async def test_an_account_with_a_filled_form_is_not_given_away(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        fresh = await add_person(session, territory_id=town.territory_id)
        await forms.keep(session, fresh, form="contacts", answers={"second_phone": "x"}, now=NOW)
        sheet = Sheet(person_id=fresh.person_id, key="contacts", answers="{}", changed_at=NOW)
        session.add(sheet)
        await session.flush()
        with pytest.raises(AccountInUse):
            await actions.link_by_phone(session, fresh, owner_id=town.parent.person_id, now=NOW)
        await session.delete(sheet)
        await session.flush()
        await actions.link_by_phone(session, fresh, owner_id=town.parent.person_id, now=NOW)
        left = await session.scalar(select(func.count()).select_from(Draft))
        assert left == 0, "a half-filled form is no record, and nobody finds it there"


async def test_an_account_that_has_joined_a_family_is_not_given_away(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        fresh = await add_person(session, territory_id=town.territory_id)
        offer = {"right": Right.SEE, "kin": Kin.ADULT, "now": NOW}
        code = await invite_kin(session, town.parent, child_id=town.child_id, **offer)  # type: ignore[arg-type]
        await join_family(session, fresh, code=code, seen="", now=NOW)
        with pytest.raises(AccountInUse):  # whoever holds the lost account would look into that family
            await actions.link_by_phone(session, fresh, owner_id=town.parent.person_id, now=NOW)
