"""Key rotation: rows in a second beside what the cipher alone can do, and the longest write."""

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import event, insert

from bot import migrate, rekeying
from services.core.crypto import install, new_keyring, with_new_key
from services.core.db import Database, open_database
from services.core.models import Person
from services.forms.models import Draft
from tests.benchmarks.table import Row

ROWS = 20_000
ANSWERS = '{"full_name": "Щелкопряжский Евстигней Фаддеевич", "birth_date": "2018-05-14", "snils": "11223344595"}'


async def key_rows(_wanted: frozenset[str]) -> list[Row]:
    """Twenty thousand half-filled forms on SQLite."""
    old = new_keyring()
    new = with_new_key(old)
    install(old)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder)}/keys.db")
        await migrate.upgrade(database.engine)
        await _fill(database)
        writes: list[float] = []
        _time_writes(database, writes)
        began = time.perf_counter()
        async for _many in rekeying.rotate(database, new):
            pass
        speed = ROWS / (time.perf_counter() - began)
        await database.dispose()
    return [
        Row("key rotation", "rows/s", ours=speed, baseline=_cipher(), most=None, least=5_000, of_ratio=False),
        Row("  longest write", "ms", ours=max(writes) * 1000, most=50, of_ratio=False),
    ]


async def _fill(database: Database) -> None:
    now = datetime.now(UTC)
    async with database.sessions() as session:
        people = list(
            await session.scalars(insert(Person).returning(Person.id), [{"locale": "ru", "created_at": now}] * ROWS)
        )
        drafts = [{"person_id": one, "form": "child", "answers": ANSWERS, "changed_at": now} for one in people]
        await session.execute(insert(Draft), drafts)
        await session.commit()


def _time_writes(database: Database, writes: list[float]) -> None:
    begun: list[float] = []
    event.listen(database.engine.sync_engine, "begin", lambda _line: begun.append(time.perf_counter()))
    event.listen(database.engine.sync_engine, "commit", lambda _line: writes.append(time.perf_counter() - begun.pop()))


def _cipher() -> float:
    """Openings and sealings of one value in a second, with nothing else."""
    cipher, text = AESGCM(os.urandom(32)), ANSWERS.encode()
    began = time.perf_counter()
    for _each in range(ROWS):
        nonce = os.urandom(12)
        cipher.decrypt(nonce, cipher.encrypt(nonce, text, b"a.b"), b"a.b")
    return ROWS / (time.perf_counter() - began)
