"""What the journeys over real HTTP share."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from bot import app, delivery
from bot.demo import live
from bot.limiter import SECOND, ChatBuckets
from bot.sandbox.flood import Flood
from bot.settings import Settings
from services.core.crypto import install, keyring
from tests.support.furnished import copy_of_the_world, named, outside

QUICKER = 40
"""A chat takes so many messages a second here, on both sides of the line: nobody need wait for seconds."""


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rule of one message a second for each chat, with a shorter second."""
    monkeypatch.setattr(app, "ChatBuckets", partial(ChatBuckets, second=1 / QUICKER + SECOND - 1))
    monkeypatch.setattr(live, "Flood", partial(Flood, refill=QUICKER))
    monkeypatch.setattr(delivery, "IDLE_SECONDS", delivery.IDLE_SECONDS / QUICKER)


@pytest.fixture
async def empty_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without tables: the desk makes its own."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/journey.db"
        return
    server_url: str = request.getfixturevalue("postgres_url")
    name = f"journey_{uuid4().hex[:8]}"
    await outside(server_url, f"CREATE DATABASE {name}")
    yield named(server_url, name)
    await outside(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_settings(empty_url: str, tmp_path: Path) -> Iterator[Settings]:
    """A desk of its own: its database, its keys; the suite's keys are put back."""
    kept = keyring()
    yield Settings(_env_file=None, database_url=empty_url, key_file=tmp_path / "kruzhok.key")  # type: ignore[call-arg]
    install(kept)


@pytest.fixture(scope="session")
def made_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the worlds lie that are copied."""
    return tmp_path_factory.mktemp("furnished")


@pytest.fixture
async def furnished_settings(
    request: pytest.FixtureRequest, engine_name: str, tmp_path: Path, made_in: Path
) -> AsyncIterator[Settings]:
    """A desk of its own with the demo's world in it."""
    kept = keyring()
    server_url: str | None = request.getfixturevalue("postgres_url") if engine_name == "postgresql" else None
    settings = await copy_of_the_world(tmp_path, made_in, server_url)
    yield settings
    install(kept)
    if server_url is not None:
        await outside(
            server_url, f"DROP DATABASE {settings.database_url.rpartition('/')[2].partition('?')[0]} WITH (FORCE)"
        )
