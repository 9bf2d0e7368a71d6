"""Children and details: whose they are, what is refused, and what the tables hold."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.crypto import keyring
from services.core.errors import Invalid, NotFound
from services.families import actions, queries, rules
from services.families.errors import ChildAlreadyAdded, ConsentMissing, OutOfAge
from services.families.rules import HEALTH, Limits, age_on, first_name
from services.territories.actions import load_shipped
from tests.support.factories.families import NOW, add_own_child, add_parent, add_person, consent, next_snils

Sessions = async_sessionmaker[AsyncSession]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2018, 9, 3), date(2026, 9, 2), 7),
        (date(2018, 9, 3), date(2026, 9, 3), 8),
        (date(2016, 2, 29), date(2021, 2, 28), 4),
        (date(2016, 2, 29), date(2021, 3, 1), 5),
        (date(2026, 9, 3), date(2026, 9, 3), 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_the_first_name_comes_after_the_surname() -> None:
    assert first_name("Орлова Мария Петровна") == "Мария"
    assert first_name("Мария") == "Мария"


async def test_a_child_is_added_and_read_back(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        number = await add_own_child(session, actor)
        await session.commit()
    async with sessions() as session:
        child = await queries.own_child(session, actor, number)
        assert (child.full_name, child.first_name, child.birth_date, child.category, child.parent_id) == (
            "Орлова Мария Петровна",
            "Мария",
            date(2018, 5, 14),
            "none",
            actor.person_id,
        )
        assert await queries.child(session, number) == child
        assert await queries.children(session, actor) == [child]


async def test_another_parents_child_is_not_found(sessions: Sessions) -> None:
    async with sessions() as session:
        number = await add_own_child(session, await add_parent(session))
        stranger = await add_parent(session)
        with pytest.raises(NotFound):
            await queries.own_child(session, stranger, number)
        with pytest.raises(NotFound):
            await queries.child(session, number + 1)
        assert await queries.children(session, stranger) == []


@pytest.mark.parametrize(("born", "age"), [(date(2021, 9, 4), 4), (date(2007, 1, 1), 19), (date(2008, 9, 3), 18)])
async def test_a_child_out_of_age_is_refused(sessions: Sessions, born: date, age: int) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        with pytest.raises(OutOfAge) as refused:
            await add_own_child(session, actor, birth_date=born)
        assert (refused.value.age, refused.value.age_min, refused.value.age_max_exclusive) == (age, 5, 18)
        await session.commit()
    async with sessions() as session:
        assert await queries.children(session, actor) == []


@pytest.mark.parametrize("born", [date(2021, 9, 3), date(2008, 9, 4)])
async def test_the_first_and_the_last_day_of_age_are_accepted(sessions: Sessions, born: date) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        assert await add_own_child(session, actor, birth_date=born)


async def test_ages_are_the_territorys(sessions: Sessions) -> None:
    async with sessions() as session:
        territory_id = (await load_shipped(session, now=NOW))[0].territory_id
        actor = await add_person(session, territory_id=territory_id)
        limits = await queries.limits(session, actor)
        assert isinstance(limits, Limits)
        assert (limits.age_min, limits.age_max_exclusive) == (5, 18)
        with pytest.raises(NotFound):
            await queries.limits(session, replace(actor, territory_id=territory_id + 100))


async def test_the_same_snils_twice_is_refused_and_nothing_breaks(sessions: Sessions) -> None:
    snils = next_snils()
    async with sessions() as session:
        actor = await add_parent(session)
        await add_own_child(session, actor, snils=snils)
        with pytest.raises(ChildAlreadyAdded):
            await add_own_child(session, actor, full_name="Орлова Нина", snils=f"{snils[:3]}-{snils[3:]}")
        other = await add_parent(session)
        await add_own_child(session, other, snils=snils)  # the other parent of the same child
        await session.commit()
    async with sessions() as session:
        assert len(await queries.children(session, actor)) == 1
        assert len(await queries.children(session, other)) == 1


async def test_a_category_needs_a_consent(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        with pytest.raises(ConsentMissing, match="health"):
            await add_own_child(session, actor, category="ovz")
        await consent(session, actor, HEALTH)
        assert await add_own_child(session, actor, category="ovz")


@pytest.mark.parametrize(
    ("answers", "field", "why"),
    [
        ({"snils": "11223344596"}, "snils", "digits"),
        ({"birth_date": "31.02.2018"}, "birth_date", "date"),
        ({"birth_date": "31.12.2090"}, "birth_date", "future"),
        ({"category": "rich"}, "category", "choice"),
        ({"full_name": "Мария"}, "full_name", "words"),
        ({"full_name": ""}, "full_name", "empty"),
    ],
)
async def test_a_whole_form_is_checked_again(sessions: Sessions, answers: dict[str, str], field: str, why: str) -> None:
    good = {"full_name": "Орлова Мария", "birth_date": "2018-05-14", "snils": "11223344595", "category": "none"}
    async with sessions() as session:
        actor = await add_parent(session)
        with pytest.raises(Invalid) as refused:
            await actions.add_child(session, actor, answers={**good, **answers}, now=NOW)
        assert (refused.value.field, refused.value.why) == (field, why)


async def test_details_are_saved_and_corrected(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        corrected = {"full_name": "орлова анна", "phone": "8 912 000-11-22"}
        await actions.save_representative(session, actor, answers=corrected, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await queries.representative(session, actor.person_id) == queries.RepresentativeView(
            actor.person_id, "Орлова Анна", "+79120001122"
        )
        assert await queries.representative(session, actor.person_id + 1) is None


async def test_the_tables_hold_no_plain_person(sessions: Sessions) -> None:
    snils = next_snils()
    async with sessions() as session:
        actor = await add_parent(session)
        await consent(session, actor, HEALTH)
        await add_own_child(session, actor, snils=snils, category="disabled")
        await session.commit()
    async with sessions() as session:
        rows = [
            (await session.execute(text(f"SELECT * FROM {table}"))).one()._mapping
            for table in ("representatives", "children")
        ]
    blob = b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row.values()
    )
    plain = ("Орлова", "Анна", "Мария", snils, "79123456789", "2018-05-14", "disabled")
    assert [word for word in plain if word.encode() in blob] == []
    assert rows[0]["phone_index"] == keyring().blind_index("+79123456789", "phone")
    assert rows[1]["snils_index"] == keyring().blind_index(snils, "snils")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Искра", "Искра"),
        ("  Наш  Огонёк 2 ", "Наш Огонёк 2"),
        ("", ""),
        ("Маша", "Маша"),
        ("Мария", "name"),
        ("мари", "name"),
        ("Mariya", "name"),
        ("Орловамария", "name"),
        ("Сергеевна", "name"),
        ("искорка", "taken"),
        ("Искра <b>", "format"),
        ("\u202eкс", "format"),
        ("р 14.05.2018", "format"),
        ("Жук 112233", "private"),
        ("А" * 25, "long"),
    ],
)
def test_a_nickname_is_no_part_of_a_name(typed: str, kept: str) -> None:
    names, today = ["Орлова Мария Петровна", "Орлова Анна Сергеевна"], date(2026, 9, 3)
    if kept.isascii() and kept:
        with pytest.raises(Invalid) as refused:
            rules.nickname(typed, names, ["Искорка"], today)
        assert refused.value.why == kept
    else:
        assert rules.nickname(typed, names, ["Искорка"], today) == kept
