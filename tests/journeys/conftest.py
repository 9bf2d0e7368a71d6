"""What the journeys over real HTTP share."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot import app
from bot.demo import live
from bot.limiter import SECOND, ChatBuckets
from bot.sandbox.flood import Flood
from bot.settings import Settings
from services.core.crypto import install, keyring
from services.core.db import open_database

QUICKER = 4
"""A chat takes so many messages a second here, on both sides of the line: nobody need wait for seconds."""


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rule of one message a second for each chat, with a shorter second."""
    monkeypatch.setattr(app, "ChatBuckets", partial(ChatBuckets, second=1 / QUICKER + SECOND - 1))
    monkeypatch.setattr(live, "Flood", partial(Flood, refill=QUICKER))


@pytest.fixture
async def empty_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without tables: the desk makes its own."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/journey.db"
        return
    server_url: str = request.getfixturevalue("postgres_url")
    name = f"journey_{uuid4().hex[:8]}"
    server = open_database(server_url)
    async with server.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text(f"CREATE DATABASE {name}"))
    yield server.engine.url.set(database=name).render_as_string(hide_password=False)
    async with server.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await server.dispose()


@pytest.fixture
def own_settings(empty_url: str, tmp_path: Path) -> Iterator[Settings]:
    """A desk of its own: its database, its keys; the suite's keys are put back."""
    kept = keyring()
    yield Settings(_env_file=None, database_url=empty_url, key_file=tmp_path / "kruzhok.key")  # type: ignore[call-arg]
    install(kept)
