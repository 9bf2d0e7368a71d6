"""The main job over real HTTP, on both engines: only buttons in sight are pressed."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.live import Live, living
from bot.demo.report import Report
from bot.demo.script import Script
from bot.demo.seeing import ANSWERS
from bot.sandbox.client import SandboxClient
from bot.settings import Settings
from tests.support.scan import leaks

BUDGET = 8
"""Taps of find + apply + sign for a known parent (design: budgets of the path)."""


@pytest.fixture
async def live(furnished_settings: Settings, tmp_path: Path) -> AsyncIterator[Live]:
    async with living(furnished_settings, folder=tmp_path, own_database=True) as running:
        yield running


def _taps(report: Report, *names: str) -> int:
    return sum(step.taps for step in report.steps if step.name in names)


async def test_the_main_job_holds(live: Live) -> None:
    lines: list[str] = []
    async with SandboxClient(live.url) as client:
        await client.listen()
    report = await Script(live, say=lines.append).play()
    assert [step.name for step in report.steps if not step.ok] == [], "\n".join(lines[-12:])
    assert len(report.steps) == 15
    assert report.violations == 0
    assert 0 < _taps(report, "find", "apply", "sign_parent") <= BUDGET
    facts = {row["text"][:30]: row["fact"] for row in report.indicators if row["fact"] is not None}
    assert len(facts) >= 3
    async with SandboxClient(live.url) as client:
        parent = next(person for person in await client.persons() if person.role == "parent")
        await parent.refresh()
        shown = " ".join(message.text for message in parent.messages)
        assert "Образцова" not in shown, "typed personal data stays in the chat"
        recorded = await client.listened()
    for value in ANSWERS.values():
        assert leaks(recorded, [value]), f"the look of the private mode's journey can fail: {value}"


def test_no_settings_leak_into_the_suite() -> None:
    """The suite must not depend on the developer's environment."""
    assert "BOT_TOKEN" not in os.environ
