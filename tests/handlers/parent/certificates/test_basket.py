"""One filing to several clubs: chosen, put in order, shown, sent whole or not at all, each club told of by itself."""

import pytest
from sqlalchemy import select

from handlers.parent.certificates.keyboards import Basket, MyCase
from handlers.staff.certificates.keyboards import Case
from services.certificates.models import Application
from services.core.db import Database
from services.programs.actions import keep, take_seat
from tests.support.factories.certificates import NOW, add_other_group
from tests.support.factories.families import add_own_child
from tests.support.journey import CLERK, PARENT, Street, street
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def _walk(database: Database) -> tuple[Street, list[int]]:
    """Three kept clubs, the last of them for older children; two children."""
    walk = await street(database, capacity=2)
    town = walk.town
    async with database.sessions() as session:
        groups = [
            town.group_id,
            await add_other_group(session, town),
            await add_other_group(session, town, ages=(15, 17)),
        ]
        await add_own_child(session, town.parent, full_name="Орлова Вера", now=NOW)
        for group_id in groups:
            await keep(session, town.parent, group_id=group_id, now=NOW)
        await session.commit()
    for person in (PARENT, CLERK):
        await walk.text(person, "/start")
    return walk, groups


async def _applications(database: Database) -> list[tuple[int, int, int]]:
    async with database.reads() as session:
        rows = await session.execute(
            select(Application.child_id, Application.group_id, Application.priority).order_by(Application.id)
        )
        return [(row.child_id, row.group_id, row.priority) for row in rows]


async def test_several_clubs_and_children_in_one_filing_in_the_parents_order(database: Database) -> None:
    walk, groups = await _walk(database)
    shown = await walk.forge(PARENT, Basket().pack())
    assert "не подходит по возрасту" in shown.text
    assert "4 заявления" in shown.text
    await walk.press(PARENT, "✖️ 1")
    shown = await walk.press(PARENT, f"certbag:up:{groups[0]}")
    assert shown.text.index("1. ") < shown.text.index("2. ")
    await walk.press(PARENT, "✅ Вера")
    shown = await walk.forge(PARENT, Basket(do="up", about=999_999).pack())
    kept = await walk.press(PARENT, "Отправить")
    sent = await _applications(database)
    assert [(group, priority) for _child, group, priority in sent] == [(groups[0], 1), (groups[1], 2)]
    assert kept.text.count("№") == 2
    number = 2
    assert "вашему порядку" in (await walk.forge(PARENT, MyCase(application_id=number).pack())).text
    assert "порядку семьи" in (await walk.forge(CLERK, Case(application_id=number).pack())).text


async def test_what_cannot_be_sent_any_more_is_named_and_nothing_is_half_done(database: Database) -> None:
    walk, groups = await _walk(database)
    shown = await walk.forge(PARENT, Basket().pack())
    async with database.sessions() as session:
        for _seat in range(2):
            await take_seat(session, groups[0])
        await session.commit()
    assert await walk.press(PARENT, "Отправить", at=shown)
    assert await _applications(database) == []
    shown = await walk.forge(PARENT, Basket().pack())
    assert "2 заявления" in shown.text
    await walk.press(PARENT, "Отправить")
    assert len(await _applications(database)) == 2


async def test_the_same_filing_on_a_page(database: Database) -> None:
    _street, groups = await _walk(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open("/my/together")
        order = {f"place-{groups[0]}": "2", f"place-{groups[1]}": "1", f"place-{groups[2]}": ""}
        page = await browser.press("Показать", **order)
        assert "4 заявления" in page.text
        assert await _applications(database) == []
        page = await browser.press("Отправить")
        assert page.url.path == "/my"
        assert [group for _child, group, _priority in await _applications(database)] == [groups[1]] * 2 + [
            groups[0]
        ] * 2
