"""A family of several: rights, notices, a one-time code, leaving, and nobody locked out; each on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions as certificates
from services.certificates import queries as cases
from services.certificates.models import Application
from services.contracts import actions as contracts
from services.contracts import queries as papers
from services.contracts.actions import erasing
from services.contracts.models import ContractStatus
from services.core.actor import Actor
from services.core.errors import Invalid, NotFound, Stale
from services.families import actions, queries
from services.families.errors import AlreadyKin, RightMissing, TooYoungForOwnVoice
from services.families.models import Share
from services.families.rules import TEENAGER, Kin, Right
from services.notices.models import Notice
from services.signing.models import Signature
from services.staff.errors import InviteUnusable
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.families import add_own_child, add_parent, add_person

Sessions = async_sessionmaker[AsyncSession]


async def _joined(session: AsyncSession, town: Town, right: Right) -> Actor:
    other = await add_parent(
        session, territory_id=town.territory_id, full_name="Другова Инна Сергеевна", phone="+79000000003"
    )
    code = await actions.invite_kin(session, town.parent, child_id=town.child_id, right=right, kin=Kin.ADULT, now=NOW)
    assert await actions.join_family(session, other, code=code, seen="", now=NOW) == town.child_id
    for twice in (other, await add_person(session)):
        with pytest.raises(InviteUnusable):
            await actions.join_family(session, twice, code=code, seen="", now=NOW)
    return other


async def _told(session: AsyncSession, person: Actor) -> list[str]:
    rows = await session.scalars(select(Notice.kind).where(Notice.person_id == person.person_id).order_by(Notice.id))
    return list(rows)


async def _share(session: AsyncSession, person: Actor) -> int:
    return (await session.scalars(select(Share.id).where(Share.person_id == person.person_id))).one()


async def test_who_may_look_cannot_act(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        other = await _joined(session, town, Right.SEE)
        number = await add_application(session, town)
        assert (await cases.mine(session, other, 0)).total == 1
        assert await cases.own_application(session, other, number, now=NOW)
        group = await add_other_group(session, town)
        for deed in (
            certificates.withdraw(session, other, application_id=number, now=NOW),
            certificates.apply(session, other, group_id=group, child_id=town.child_id, now=NOW),
            cases.preview(session, other, group_id=group, child_id=town.child_id, now=NOW),
        ):
            with pytest.raises(RightMissing):
                await deed
        made = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await contracts.agree_as_provider(session, town.club, contract_id=made.id, now=NOW)
        assert (await papers.own_contract(session, other, made.id)).id == made.id
        for deed in (
            contracts.ask_code(session, other, contract_id=made.id, now=NOW),
            contracts.sign_as_parent(session, other, contract_id=made.id, code="123456", now=NOW),
        ):
            with pytest.raises(RightMissing):
                await deed
        assert await _told(session, other) == ["family_applied", "application_approved"]
        assert await _told(session, town.parent) == ["family_joined", "application_approved", "contract_ready"]
        with pytest.raises(NotFound):
            await queries.own_child(session, other, town.child_id)
        with pytest.raises(NotFound):
            await actions.invite_kin(session, other, child_id=town.child_id, right=Right.SEE, kin=Kin.ADULT, now=NOW)


async def test_who_may_sign_signs_their_own_and_whoever_is_removed_leaves_it_to_the_family(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        other = await _joined(session, town, Right.SIGN)
        number = await add_application(session, town, parent=other)
        made = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await contracts.agree_as_provider(session, town.club, contract_id=made.id, now=NOW)
        assert "Другова" in made.facts.parent
        with pytest.raises(RightMissing):
            await contracts.ask_code(session, town.parent, contract_id=made.id, now=NOW)
        stranger = await add_person(session)
        share = await _share(session, other)
        with pytest.raises(NotFound):
            await contracts.part(session, stranger, share_id=share, now=NOW)
        await contracts.part(session, town.parent, share_id=share, now=NOW)
        for asked in (
            papers.own_contract(session, other, made.id),
            cases.own_application(session, other, number, now=NOW),
        ):
            with pytest.raises(NotFound):
                await asked
        again = await papers.own_contract(session, town.parent, made.id)
        assert (again.status, again.facts.parent) == (ContractStatus.DRAFT, "Орлова Анна Сергеевна")
        assert again.digest != made.digest
        await contracts.agree_as_provider(session, town.club, contract_id=made.id, now=NOW)
        code = (await contracts.ask_code(session, town.parent, contract_id=made.id, now=NOW)).code
        assert (await contracts.sign_as_parent(session, town.parent, contract_id=made.id, code=code, now=NOW)).ok
        assert await session.scalar(select(func.count()).select_from(Signature)) == 3, "the first mark stays"


async def test_when_the_first_one_goes_the_other_goes_on(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        other = await _joined(session, town, Right.SIGN)
        number = await add_application(session, town)
        made = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await erasing.erase(session, town.parent, now=NOW)
        session.expire_all()
        assert [one.id for one in await queries.children(session, other)] == [town.child_id]
        kept = await session.get_one(Application, number)
        assert (kept.parent_id, kept.blocked_until) == (other.person_id, None)
        assert (await papers.own_contract(session, other, made.id)).facts.parent == "Другова Инна Сергеевна"
        assert await cases.case(session, town.clerk, number, now=NOW)


async def test_the_child_joins_from_fourteen_on_by_an_own_consent(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        young = replace(await add_person(session, territory_id=town.territory_id), locale="ru")
        teen = await add_own_child(session, town.parent, full_name="Орлов Иван", birth_date=date(2012, 9, 7), now=NOW)
        invite = {"right": Right.ACT, "kin": Kin.CHILD, "now": NOW}
        with pytest.raises(TooYoungForOwnVoice):
            await actions.invite_kin(session, town.parent, child_id=town.child_id, **invite)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await actions.invite_kin(session, town.parent, child_id=teen, **{**invite, "right": Right.SIGN})  # type: ignore[arg-type]
        code = await actions.invite_kin(session, town.parent, child_id=teen, **invite)  # type: ignore[arg-type]
        with pytest.raises(Stale):
            await actions.join_family(session, young, code=code, seen="0" * 16, now=NOW)
        with pytest.raises(AlreadyKin):
            await actions.join_family(session, town.parent, code=code, seen="", now=NOW)
        seen = queries.consent_text(TEENAGER, await queries.operator(session, young)).digest("ru")
        with pytest.raises(InviteUnusable):
            await actions.join_family(session, young, code=code, seen=seen, now=NOW + timedelta(days=8))
        await actions.join_family(session, young, code=code, seen=seen, now=NOW)
        group = await add_other_group(session, town, ages=(10, 17))
        number = await add_application(session, town, parent=young, child_id=teen, group_id=group)
        assert (await session.get_one(Application, number)).parent_id == town.parent.person_id
        await actions.withdraw_consent(session, young, purpose=TEENAGER, now=NOW)
        assert (await cases.mine(session, young, 0)).total == 0
