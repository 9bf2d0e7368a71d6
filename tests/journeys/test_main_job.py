"""The main job over real HTTP, on both engines: only buttons in sight are pressed."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.demo.live import Live, living
from bot.demo.report import Report
from bot.demo.script import Script
from bot.sandbox.client import SandboxClient
from bot.settings import Settings
from services.core.crypto import install, keyring
from services.core.db import open_database

BUDGET = 8
"""Taps of find + apply + sign for a known parent (design: budgets of the path)."""


@pytest.fixture
async def empty_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without tables: the demo makes its own."""
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
async def live(empty_url: str, tmp_path: Path) -> AsyncIterator[Live]:
    kept = keyring()
    settings = Settings(_env_file=None, database_url=empty_url, key_file=tmp_path / "kruzhok.key")  # type: ignore[call-arg]
    async with living(settings, folder=tmp_path, own_database=True) as running:
        yield running
    install(kept)


def _taps(report: Report, *names: str) -> int:
    return sum(step.taps for step in report.steps if step.name in names)


async def test_the_main_job_holds(live: Live) -> None:
    lines: list[str] = []
    report = await Script(live, say=lines.append).play()
    assert [step.name for step in report.steps if not step.ok] == [], "\n".join(lines[-12:])
    assert len(report.steps) == 11
    assert report.violations == 0
    assert 0 < _taps(report, "find", "apply", "sign_parent") <= BUDGET
    facts = {row["text"][:30]: row["fact"] for row in report.indicators if row["fact"] is not None}
    assert len(facts) >= 3
    async with SandboxClient(live.url) as client:
        parent = next(person for person in await client.persons() if person.role == "parent")
        await parent.refresh()
        shown = " ".join(message.text for message in parent.messages)
        assert "Образцова" not in shown, "typed personal data stays in the chat"


def test_no_settings_leak_into_the_suite() -> None:
    """The suite must not depend on the developer's environment."""
    assert "BOT_TOKEN" not in os.environ
