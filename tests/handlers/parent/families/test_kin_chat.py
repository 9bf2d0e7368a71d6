"""A second representative in the chat: finds and applies for the family's child; who has to confirm is told."""

import pytest

from handlers.parent.certificates.keyboards import ApplyFor
from services.core.db import Database
from services.families.rules import Right
from tests.support.factories.families import add_kin
from tests.support.hostile import door_of
from tests.support.journey import PARENT, Street, street


async def _sheets(walk: Street, father: int) -> dict[str, str]:
    return (await walk.forge(father, f"famsheets:{walk.town.child_id}:0")).buttons


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_whoever_acts_finds_and_applies_for_the_child_of_the_family(database: Database) -> None:
    walk = await street(database, level_apply="1")
    town = walk.town
    async with database.sessions() as session:
        acts = await add_kin(session, town.parent, town.child_id, right=Right.ACT, now=walk.now)
        father = await door_of(session, acts)
        await session.commit()
    await walk.text(father, "/start")
    assert "Мария, 8 лет" in (await walk.forge(father, "famkids:0")).text
    assert any(data == f"famsheet:identity-{town.child_id}" for data in (await _sheets(walk, father)).values())
    await walk.forge(father, "prgfind")
    shown = await walk.press(father, "Для: Мария")
    assert any("Мария" in words for words in shown.buttons), "her age is a condition of the list"
    shown = await walk.forge(father, ApplyFor(group_id=town.group_id, child_id=town.child_id).pack())
    assert "от имени которого" in shown.text, "not the one who presses has to confirm"
    shown = await walk.press(father, "certsend")
    assert "черновик" in shown.text
    assert "от имени которого" in shown.text
    told = [text for person, text in await walk.deliver() if person == PARENT]
    assert any("от вашего имени" in text and "код из СМС" in text for text in told)
