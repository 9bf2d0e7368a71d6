"""A child's papers and forms in a family of several: who knows, opens, sends, removes, fills; and who keeps them."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates.models import Application
from services.contracts import actions as contracts
from services.contracts.actions import erasing
from services.core.actor import Actor
from services.core.errors import NotFound, ServiceError
from services.families import actions, queries
from services.families.actions import papers, sheets
from services.families.errors import RightMissing
from services.families.models import Child, Share, Sheet
from services.families.queries import papers as shown
from services.families.queries.sheets import offered, sheet
from services.families.rules import Kin, Right
from services.uploads.actions import Announced
from services.uploads.gateway import Sealed
from services.uploads.models import Upload
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.families import add_kin, add_own_child, add_parent, consent

Sessions = async_sessionmaker[AsyncSession]
once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
FORM = (
    *(("document", "passport"), ("passport", "4510 123456"), ("agency", "ОВД")),
    *(("issued_on", "01.09.2026"), ("department_code", "570-001")),
)


@dataclass(frozen=True)
class Home:
    """A family of several with a child of fourteen, one paper there."""

    town: Town
    child_id: int
    paper_id: int
    people: dict[str, Actor]


async def _send(session: AsyncSession, actor: Actor, child_id: int, kind: str = "passport") -> int:
    place = f"{actor.person_id:016x}{await session.scalar(select(Upload.id).order_by(Upload.id.desc())) or 0:016x}"
    lying = Sealed(place, "0" * 64, 5, "image/jpeg")
    return await papers.keep_paper(session, actor, child_id=child_id, kind=kind, name="a.jpg", paper=lying, now=NOW)


async def _home(session: AsyncSession) -> Home:
    town = await add_town(session)
    await consent(session, town.parent, now=NOW)
    child = await add_own_child(
        session, town.parent, full_name="Орлов Иван", birth_date=date(2012, 9, 7), category="ovz", now=NOW
    )
    people = {"mother": town.parent, "stranger": await add_parent(session, territory_id=town.territory_id)}
    for name, right, kin in (
        ("who looks", Right.SEE, Kin.ADULT),
        ("who acts", Right.ACT, Kin.ADULT),
        ("who signs", Right.SIGN, Kin.ADULT),
        ("the child who looks", Right.SEE, Kin.CHILD),
        ("the child who acts", Right.ACT, Kin.CHILD),
    ):
        phone = f"+7900000000{len(people)}"
        people[name] = await add_kin(session, town.parent, child, right=right, kin=kin, phone=phone, now=NOW)
    return Home(town, child, await _send(session, town.parent, child), people)


async def _refusal(deed: Awaitable[object]) -> type[ServiceError] | None:
    try:
        await deed
    except ServiceError as refused:
        return type(refused)
    return None


@once
async def test_each_right_is_read_at_the_deed(sessions: Sessions) -> None:
    async with sessions() as session:
        home = await _home(session)
        key = f"identity-{home.child_id}"
        about = {"child_id": home.child_id, "now": NOW}
        for name, person in home.people.items():
            wants = NotFound if name == "stranger" else None if "looks" not in name else RightMissing
            opens = RightMissing if name == "who looks" else None if wants is RightMissing else wants
            half = {"kind": "foreign", "file": Announced("b.jpg", 9, name)}
            deeds = (
                shown.own_paper(session, person, home.paper_id),
                papers.promise_paper(session, person, kind="residence", **about),  # type: ignore[arg-type]
                papers.begin_paper(session, person, **half, **about),  # type: ignore[arg-type]
                _send(session, person, home.child_id, "grounds"),
                sheets.begin(session, person, key=key, now=NOW),
                sheets.begin(session, person, key=f"grounds-{home.child_id}", now=NOW),
            )
            assert [await _refusal(deed) for deed in deeds] == [opens, *[wants] * 5], name
            if wants is not NotFound:
                there = await shown.child_papers(session, person, home.child_id, now=NOW)
                passport = next(one for one in there.wanted if one.kind == "passport")
                assert (there.may_act, passport.count, len(passport.papers)) == (wants is None, 1, int(opens is None))
        for name, person in home.people.items():
            number = await _send(session, home.town.parent, home.child_id)
            wants = NotFound if name == "stranger" else None if "looks" not in name else RightMissing
            assert await _refusal(papers.remove_paper(session, person, paper_id=number)) is wants, name
            if wants is not None:
                await papers.remove_paper(session, home.town.parent, paper_id=number)


@once
async def test_a_right_that_ends_ends_what_is_on_its_way(sessions: Sessions) -> None:
    async with sessions() as session:
        home = await _home(session)
        other = home.people["who acts"]
        about = {"child_id": home.child_id, "kind": "foreign", "file": Announced("b.jpg", 9, "b")}
        half = await papers.begin_paper(session, other, **about, now=NOW)  # type: ignore[arg-type]
        whole = await _send(session, other, home.child_id, "residence")
        share = (await session.scalars(select(Share.id).where(Share.person_id == other.person_id))).one()
        await contracts.part(session, home.town.parent, share_id=share, now=NOW)
        lying = Sealed("b" * 32, "0" * 64, 9, "image/jpeg")
        for deed in (
            papers.finish_paper(session, other, paper_id=half.id, paper=lying, now=NOW),
            papers.remove_paper(session, other, paper_id=whole),
        ):
            with pytest.raises(NotFound):
                await deed
        owners = set(await session.scalars(select(Upload.person_id)))
        assert owners == {home.town.parent.person_id}, "what was sent for the child stays with the family"


async def _fill(session: AsyncSession, actor: Actor, child_id: int) -> None:
    for field, text in FORM:
        await sheets.answer(session, actor, key=f"identity-{child_id}", field=field, text=text, now=NOW)


async def test_a_form_of_the_child_is_one_for_the_family_and_outlives_whoever_goes(sessions: Sessions) -> None:
    async with sessions() as session:
        home = await _home(session)
        mother, father, key = home.town.parent, home.people["who signs"], f"identity-{home.child_id}"
        await _fill(session, father, home.child_id)
        await _send(session, father, home.child_id, "grounds")
        child = await queries.child(session, home.child_id)
        kept = [one.is_kept for one in await offered(session, mother, about=child, facts={}) if one.key == key]
        assert kept == [True]
        group = await add_other_group(session, home.town, ages=(10, 17))
        number = await add_application(session, home.town, parent=father, child_id=home.child_id, group_id=group)
        await actions.withdraw_consent(session, mother, purpose="health", now=NOW)
        assert set(await session.scalars(select(Upload.kind))) == {"passport"}, "whoever of the family sent it"
        await erasing.erase(session, home.people["who acts"], now=NOW)
        await erasing.erase(session, mother, now=NOW)
        assert (await sheet(session, father.person_id, key))["agency"] == "ОВД"
        await _fill(session, father, home.child_id)
        assert list(await session.scalars(select(Sheet.person_id))) == [father.person_id]
        assert (await session.get_one(Application, number)).parent_id == father.person_id


@once
async def test_whoever_leaves_the_desk_leaves_the_case_they_filed_to_the_family(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        father = await add_kin(session, town.parent, town.child_id, right=Right.SIGN, now=NOW)
        number = await add_application(session, town, parent=father)
        await _send(session, father, town.child_id, "birth")
        await erasing.erase(session, father, now=NOW)
        session.expire_all()
        assert (await session.get_one(Application, number)).parent_id == town.parent.person_id
        assert await session.scalar(select(Upload.person_id)) == town.parent.person_id
        assert await session.scalar(select(Child.parent_id)) == town.parent.person_id
        assert await session.scalar(select(Share.id)) is None
