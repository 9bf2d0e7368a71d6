"""A whole town does anything at all: nobody is left without an answer, nothing breaks, the books balance.

The long one: ``python -m tests.support.fuzz --count 10000``.
"""

from random import Random

import pytest
from aiogram.types import Update

from services.certificates.models import Application, ApplicationStatus
from services.core.db import Database
from services.orders.models import OrderLine
from services.programs.models import Group
from tests.support.anything import Anything
from tests.support.books import unbalanced
from tests.support.factories.certificates import add_application
from tests.support.fuzz import CONTENT, SILENT, Crowd, fuzz
from tests.support.journey import PARENT, street

COUNTS = {"sqlite": (700, 14), "postgresql": (250, 12)}


async def test_anything_is_answered_and_the_books_balance(database: Database, engine_name: str) -> None:
    count, seed = COUNTS[engine_name]
    found = await fuzz(database, count=count, seed=seed)
    assert found.faults == []
    assert found.fed > count * 0.9
    if engine_name == "sqlite":
        assert len(found.kinds) > 20
        assert found.rows["applications"] > 0


async def test_every_kind_that_is_not_for_the_desk_leaves_nothing(database: Database) -> None:
    crowd = Crowd(await street(database), seed=3)
    before = await crowd.walk.rows()
    for name in SILENT:
        value = crowd.any.value(Update.model_fields[name].annotation, 0, name)
        await crowd.feed(name, value, None)
    for kind in ("group", "supergroup", "channel"):
        where = {"id": -100, "type": kind, "title": "x"}
        await crowd.feed("message", crowd.message(PARENT, text="/start", chat=where), None)
    assert crowd.found.faults == []
    assert await crowd.walk.rows() == before
    assert crowd.walk._session.calls == []


async def test_every_kind_of_content_is_answered(database: Database) -> None:
    crowd = Crowd(await street(database), seed=4)
    for _name in CONTENT:
        await crowd.feed("message", crowd.content(PARENT), PARENT)
    assert crowd.found.faults == []
    assert crowd.found.outcomes == {"done": len(CONTENT)}


def test_the_dice_fall_the_same_way_for_a_seed() -> None:
    first, second = Anything(Random(1)), Anything(Random(1))
    assert [first.text() for _turn in range(50)] == [second.text() for _turn in range(50)]


@pytest.mark.parametrize("harm", ["seat", "money", "certificate"])
async def test_books_that_do_not_balance_are_noticed(database: Database, harm: str) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        number = await add_application(session, walk.town)
        await session.commit()
    assert await unbalanced(database) == []
    async with database.sessions() as session:
        if harm == "seat":
            (await session.get_one(Group, walk.town.group_id)).taken = 1
        elif harm == "money":
            (await session.get_one(OrderLine, walk.town.line_id)).money_reserved = 1
        else:
            (await session.get_one(Application, number)).status = ApplicationStatus.ENROLLED
        await session.commit()
    assert await unbalanced(database)
