"""A clerk is asked before the same people get the same text a second time in a day; a colleague's news count too."""

import pytest

from handlers.common import words
from handlers.common.errors import sentence
from services.campaigns.errors import SaidBefore
from services.core.db import Database
from tests.support.journey import CHIEF, CLERK, Street, street

NEWS = "Запись открыта"


@pytest.fixture
async def town(database: Database) -> Street:
    words.use("ru")
    return await street(database)


async def _to_the_send(town: Street, person: int) -> None:
    await town.text(person, "/start")
    for piece in ("cmlist", "cmnew"):
        await town.press(person, piece)
    await town.text(person, NEWS)
    for piece in ("cmaim", "cmtry"):
        await town.press(person, piece)


async def test_it_is_asked_once_and_sent_if_it_is_meant(town: Street) -> None:
    for clerk in (CLERK, CHIEF):
        await _to_the_send(town, clerk)
    await town.press(CLERK, "cmsend")
    town.later(hours=5)
    before = await town.rows()
    shown = await town.press(CHIEF, "cmsend")
    assert shown.text == sentence(SaidBefore(2, 1, 5))
    assert await town.rows() == before
    opened = await town.press(CHIEF, "cmopen", at=shown)
    assert opened.data("cmaim"), "the draft is as it was"
    shown = await town.forge(CHIEF, "cmsend:2")
    shown = await town.press(CHIEF, "cmmore", at=shown)
    assert shown.data("cmhold")
    assert (await town.rows())["mailings"] == 2
