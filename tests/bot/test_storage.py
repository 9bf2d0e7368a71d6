"""Dialogues live in the database, in the transaction of the touch, and unreadable outside the desk."""

import json
from datetime import UTC, datetime

from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import event, text

from bot.storage import TouchStorage
from services.core.db import Database

NOW = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
KEY = StorageKey(bot_id=42, chat_id=7, user_id=7)
OTHER = StorageKey(bot_id=42, chat_id=8, user_id=8)


class Asking(StatesGroup):
    name = State()


async def _kept(database: Database, key: StorageKey = KEY) -> tuple[str | None, dict[str, object]]:
    async with database.sessions() as session:
        storage = TouchStorage(session, lambda: NOW)
        return await storage.get_state(key), await storage.get_data(key)


async def test_state_and_data_survive_the_touch(database: Database) -> None:
    async with database.sessions() as session:
        storage = TouchStorage(session, lambda: NOW)
        await storage.set_state(KEY, Asking.name)
        await storage.set_data(KEY, {"form": "child", "ids": [1, 2]})
        await session.commit()
    assert await _kept(database) == ("Asking:name", {"form": "child", "ids": [1, 2]})
    assert await _kept(database, OTHER) == (None, {})


async def test_a_rollback_leaves_nothing(database: Database) -> None:
    async with database.sessions() as session:
        storage = TouchStorage(session, lambda: NOW)
        await storage.set_state(KEY, Asking.name)
        await storage.update_data(KEY, {"form": "child"})
        assert await storage.get_state(KEY) == "Asking:name"
        await session.rollback()
    assert await _kept(database) == (None, {})


async def test_a_rollback_keeps_what_was_before(database: Database) -> None:
    async with database.sessions() as session:
        await TouchStorage(session, lambda: NOW).set_data(KEY, {"page": 1})
        await session.commit()
    async with database.sessions() as session:
        await TouchStorage(session, lambda: NOW).set_data(KEY, {"page": 2})
        await session.rollback()
    assert await _kept(database) == (None, {"page": 1})


async def test_leaving_a_dialogue_keeps_its_data_and_clearing_drops_it(database: Database) -> None:
    async with database.sessions() as session:
        storage = TouchStorage(session, lambda: NOW)
        await storage.set_state(KEY, "Asking:name")
        await storage.set_data(KEY, {"page": 2})
        await storage.set_state(KEY, None)
        await session.commit()
    assert await _kept(database) == (None, {"page": 2})
    async with database.sessions() as session:
        await TouchStorage(session, lambda: NOW).set_data(KEY, {})
        await session.commit()
    assert await _kept(database) == (None, {})


async def test_what_is_read_back_cannot_be_changed_behind_the_storage(database: Database) -> None:
    async with database.sessions() as session:
        storage = TouchStorage(session, lambda: NOW)
        await storage.set_data(KEY, {"page": 1})
        (await storage.get_data(KEY))["page"] = 9
        assert await storage.get_data(KEY) == {"page": 1}


async def test_a_touch_reads_once_and_writes_only_changes(database: Database) -> None:
    said: list[str] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_more: said.append(statement.split()[0].upper()),
    )
    async with database.sessions() as session:
        storage = TouchStorage(session, lambda: NOW)
        assert await storage.get_state(KEY) is None
        await storage.set_state(KEY, None)
        await storage.set_data(KEY, {})
        await storage.get_data(KEY)
        await session.commit()
    assert said.count("SELECT") == 1
    assert "INSERT" not in said


async def test_typed_searches_are_not_readable_in_the_table(database: Database) -> None:
    async with database.sessions() as session:
        await TouchStorage(session, lambda: NOW).set_data(KEY, {"searches": {"a": "Зюзьгина Мария"}})
        await session.commit()
    async with database.reads() as session:
        raw = (await session.execute(text("SELECT data FROM dialogues"))).scalar_one()
    assert isinstance(raw, bytes | memoryview)
    for spelt in ("Зюзьгина", json.dumps("Зюзьгина")[1:-1]):
        assert spelt.encode() not in bytes(raw)
