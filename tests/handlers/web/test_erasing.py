"""Erasure: said first, done once, acted; what money stands behind is closed to the staff, the rest is gone."""

import re

import pytest
from sqlalchemy import select, text

from bot.tables import metadata
from services.certificates import queries as cases
from services.contracts import actions as contracts
from services.contracts import queries as papers
from services.contracts.actions import erasing
from services.contracts.models import Contract, Destruction
from services.core.db import Database
from services.core.errors import NotFound
from services.families.actions import invite_kin, join_family
from services.families.models import Child, Representative
from services.families.queries import family_children, invitation
from services.families.rules import Kin, Right
from services.staff.errors import InviteUnusable
from services.staff.queries import actor_at
from tests.support.factories.families import add_own_child, add_person
from tests.support.journey import PARENT, street
from tests.support.pages import Browser, Site, site


async def _with_contract(desk: Site, browser: Browser, walk: object) -> int:
    town = walk.town  # type: ignore[attr-defined]
    await browser.open(f"/my/apply/{town.group_id}/{town.child_id}")
    page = await browser.press("Отправить заявление")
    number = int(page.url.path.rpartition("/")[2])
    async with desk.database.sessions() as session:
        await contracts.approve(session, town.clerk, application_id=number, now=desk.clock())
        await session.commit()
    return number


async def test_money_stays_closed_and_the_rest_is_destroyed(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        number = await _with_contract(desk, browser, walk)
        async with database.sessions() as session:
            other = await add_own_child(session, walk.town.parent, full_name="Орлова Дарья")
            joining = {"child_id": walk.town.child_id, "right": Right.SEE, "kin": Kin.ADULT, "now": walk.now}
            codes = [await invite_kin(session, walk.town.parent, **joining) for _each in range(2)]  # type: ignore[arg-type]
            guest = await add_person(session, territory_id=walk.town.territory_id)
            await join_family(session, guest, code=codes[0], seen="", now=walk.now)
            await session.commit()
        asked = await browser.open("/my/data/erase")
        assert f"{number}" in asked.text
        form = next(one for one in asked.forms if one.action == "/my/data/erase")
        page = await browser.send("/my/data/erase", {**form.fields, "sure": "yes"})
        assert page.url.path.startswith("/act/")
        assert "SHA-256" in page.text
        assert (await browser.open(f"{page.url.path}/file")).body.startswith(b"%PDF")
        assert (await browser.open("/my/data")).status == 401
    async with database.reads() as session:
        assert await session.scalar(select(Representative.person_id)) is None
        assert list(await session.execute(select(Child.id, Child.nickname))) == [(walk.town.child_id, None)], other
        assert await family_children(session, guest) == [], "a child that is only kept is nobody's to see"
        with pytest.raises(InviteUnusable):
            await invitation(session, code=codes[1], now=walk.now)
        assert await actor_at(session, channel="telegram", address=str(PARENT)) is None
        made = (await session.scalars(select(Destruction))).one()
        assert made.destroyed["representative"] == 1
        assert {one["kind"] for one in made.kept} == {"application", "certificate", "contract"}
        contract = (await session.scalars(select(Contract))).one()
        assert contract.text, "the paper itself stays"
        assert contract.blocked_until is not None
        assert contract.blocked_until.year == contract.ends_on.year + erasing.YEARS
        clerk, club = walk.town.clerk, walk.town.club
        assert await cases.search(session, clerk, str(number)) == []
        assert (await cases.of_provider(session, club, 0)).total == 0
        assert (await papers.for_provider(session, club)).total == 0
        for asking in (
            cases.case(session, clerk, number, now=walk.now),
            cases.provider_case(session, club, number),
            papers.text_of(session, clerk, contract.id),
        ):
            try:
                await asking
            except NotFound:
                continue
            raise AssertionError(asking)


async def test_without_money_nothing_of_the_person_is_left(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(f"/my/apply/{walk.town.group_id}/{walk.town.child_id}")
        await browser.press("Отправить заявление")
        asked = await browser.open("/my/data/erase")
        form = next(one for one in asked.forms if one.action == "/my/data/erase")
        page = await browser.send("/my/data/erase", {**form.fields, "sure": "yes"})
        desk.clock.advance(erasing.term("act_link"))
        assert (await browser.open(page.url.path)).status == 404
    person = walk.town.parent.person_id
    left: set[str] = set()
    async with database.reads() as session:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if re.fullmatch(r"person_id|parent_id|subject_id", column.name):
                    found = await session.execute(
                        text(f"SELECT 1 FROM {table.name} WHERE {column.name} = :person"), {"person": person}
                    )
                    left |= {table.name} if found.first() else set()
    assert left == {"destructions"}


async def test_it_is_asked_first(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        asked = await browser.open("/my/data/erase")
        form = next(one for one in asked.forms if one.action == "/my/data/erase")
        await browser.send("/my/data/erase", {**form.fields, "mark": "x", "sure": "yes"})
        await browser.send("/my/data/erase", form.fields)
    async with database.reads() as session:
        assert await session.get(Representative, walk.town.parent.person_id) is not None
