"""Keys change under a running desk: nothing is lost to a kill, to a touch in between, or to a process that lags."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot import rekeying
from bot.cli.main import main
from bot.migrate import upgrade
from services.core import crypto
from services.core.crypto import (
    Keyring,
    KeysBroken,
    install,
    keyring,
    new_keyring,
    only_current,
    read_keyring,
    replace_keyring,
    with_new_key,
    write_keyring,
)
from services.core.db import Database, open_database
from services.core.models import Door, Person
from services.forms.models import Draft
from tests.support.factories.certificates import NOW

PEOPLE = 400


@pytest.fixture
def rings() -> Iterator[tuple[Keyring, Keyring]]:
    """The desk's keys before and after a new one was added."""
    before = keyring()
    old = new_keyring()
    install(old)
    yield old, with_new_key(old)
    install(before)


@pytest.fixture
async def drafts(database: Database, rings: tuple[Keyring, Keyring]) -> list[int]:
    """Half-filled forms of many people, under the old key."""
    async with database.sessions() as session:
        people = [{"locale": "ru", "created_at": NOW} for _each in range(PEOPLE)]
        numbers = list(await session.scalars(insert(Person).returning(Person.id), people))
        rows = [{"person_id": one, "form": "child", "answers": f"тайна {one}", "changed_at": NOW} for one in numbers]
        await session.execute(insert(Draft), rows)
        await session.commit()
    return numbers


async def _told(database: Database) -> dict[int, str]:
    async with database.reads() as session:
        return {row.person_id: row.answers for row in await session.execute(select(Draft.person_id, Draft.answers))}


async def test_a_rotation_that_is_cut_goes_on_where_it_was(
    database: Database, drafts: list[int], rings: tuple[Keyring, Keyring]
) -> None:
    _old, new = rings
    install(new)
    cut = rekeying.rotate(database, new)
    done = await anext(cut)
    await cut.aclose()
    held = await rekeying.counted(database)
    assert held == {1: PEOPLE - done, 2: done}
    assert await _told(database) == {one: f"тайна {one}" for one in drafts}
    rest = [many async for many in rekeying.rotate(database, new)]
    assert sum(rest) == PEOPLE - done, "what was done is not done again"
    assert await rekeying.counted(database) == {2: PEOPLE}
    install(only_current(new))
    assert await _told(database) == {one: f"тайна {one}" for one in drafts}


async def test_what_a_touch_writes_meanwhile_stays(
    database: Database, drafts: list[int], rings: tuple[Keyring, Keyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = rings
    install(new)
    inner = rekeying._page

    async def page(*about: object) -> list[tuple[object, ...]]:
        rows = await inner(*about)  # type: ignore[arg-type]
        if rows and len(rows[0]) == 3:  # read already, not written yet: just now a process that lags writes
            install(old)
            async with database.sessions() as session:
                mine = update(Draft).where(Draft.person_id == rows[0][0])
                await session.execute(mine.values(answers=f"новое {rows[0][0]}"))
                await session.commit()
            install(new)
        return rows

    monkeypatch.setattr(rekeying, "_page", page)
    async for _many in rekeying.rotate(database, new):
        pass
    touched = {one: words for one, words in (await _told(database)).items() if words.startswith("новое")}
    assert touched
    assert all(words == f"новое {one}" for one, words in touched.items())
    assert (await rekeying.counted(database))[1] == len(touched), "left for the next pass, never overwritten"
    monkeypatch.undo()
    async for _many in rekeying.rotate(database, new):
        pass
    assert await rekeying.counted(database) == {2: PEOPLE}


async def test_every_encrypted_column_is_known() -> None:
    found = {name for one in rekeying.sealed_tables() for name in one.names}
    assert {"children.full_name", "children.snils", "dialogues.data", "doors.address", "contracts.text"} <= found
    assert all(one.keys for one in rekeying.sealed_tables())


async def test_a_value_moved_by_hand_stops_the_rotation(
    database: Database, drafts: list[int], rings: tuple[Keyring, Keyring]
) -> None:
    _old, new = rings
    async with database.sessions() as session:
        foreign = new_keyring()
        await session.execute(
            update(Draft.__table__)  # type: ignore[arg-type]
            .where(Draft.person_id == drafts[0])
            .values(answers="x")
        )
        await session.commit()
    install(Keyring(1, foreign.keys, new.index_key))
    with pytest.raises(KeysBroken):
        async for _many in rekeying.rotate(database, Keyring(2, {**foreign.keys, 2: new.keys[2]}, new.index_key)):
            pass


def test_a_running_process_follows_the_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, path, ring = keyring(), tmp_path / "keys", new_keyring()
    write_keyring(ring, path)
    install(ring, path)
    try:
        fresh = with_new_key(ring)
        replace_keyring(fresh, path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert list(tmp_path.iterdir()) == [path]
        assert keyring().current == 1, "not looked at for a second yet"
        column = crypto.Encrypted("a.b")
        assert column.process_result_value(fresh.seal("тайна", "a.b"), None) == "тайна"  # type: ignore[arg-type]
        assert keyring().current == 2
        path.unlink()
        monkeypatch.setattr(crypto, "LOOKED_AT_EVERY", -1.0)
        assert keyring().current == 2, "a file that is away for a moment changes nothing"
    finally:
        install(before)


def test_the_command_adds_brings_and_drops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, path = keyring(), tmp_path / "desk.key"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv("KEY_FILE", str(path))
    monkeypatch.setenv("LANG", "en")
    ring = new_keyring()
    write_keyring(ring, path)
    install(ring)
    try:
        asyncio.run(_door(f"sqlite:///{tmp_path}/desk.db"))
        assert main(["keys", "status"]) == 0
        assert "Key 1: encrypts, 1 values" in capsys.readouterr().out
        assert main(["keys", "rotate", "--new", "--drop-old"]) == 1, "a running process may not know the key yet"
        out = capsys.readouterr()
        assert "Rows brought under key 2: 1" in out.out
        assert "Wait" in out.err
        os.utime(path, (1, 1))
        assert main(["keys", "rotate", "--drop-old"]) == 0
        assert set(read_keyring(path.read_text()).keys) == {2}
        assert main(["keys", "status"]) == 0
    finally:
        install(before)


async def _door(url: str) -> None:
    database = open_database(url)
    await upgrade(database.engine)
    async with database.sessions() as session:
        person = Person(locale="ru", created_at=NOW)
        session.add(person)
        await session.flush()
        session.add(Door(person_id=person.id, channel="telegram", address="7", address_index="x"))
        await session.commit()
    await database.dispose()
