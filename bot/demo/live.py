"""The demo as one process: sandbox Telegram, bot and world, on this machine alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import Wiring, serve
from bot.demo.world import PERSONS, appoint, put_past, put_shelves
from bot.prepare import prepared
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from services.core.clock import MovableClock
from services.core.db import Database

SCRIPT_TOUCHES = 1000
"""A script touches faster than a hand; the throttle is for hands."""


@dataclass(frozen=True)
class Live:
    """A running demo."""

    url: str
    database: Database
    clock: MovableClock
    past: asyncio.Task[None]
    """Done when the history is written; the first screens need not wait for it."""


def demo_settings(base: Settings, folder: Path, url: str, token: str, *, own_database: bool) -> Settings:
    """The settings of a demo: trial forms, sandbox, and data in ``folder`` unless a database was named."""
    changed: dict[str, object] = {
        "bot_token": SecretStr(token),
        "telegram_api_url": url,
        "trial_chat_forms": True,
        "public_url": None,
        "throttle_touches": SCRIPT_TOUCHES,
    }
    if not own_database:
        changed["database_url"] = f"sqlite+aiosqlite:///{folder}/kruzhok.db"
        changed["key_file"] = folder / "kruzhok.key"
    return base.model_copy(update=changed)


@asynccontextmanager
async def living(
    base: Settings,
    *,
    folder: Path,
    own_database: bool,
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[Live]:
    """Start everything, hand over the running demo, and stop it tidily. OSError for a taken port."""
    clock = MovableClock()
    moved = asyncio.Event()

    async def advance(by: timedelta) -> None:
        clock.advance(by)
        moved.set()

    sandbox = Sandbox(persons=PERSONS, clock=clock, flood=Flood(), advance=advance)
    await sandbox.start(host, port)
    async with sandbox:
        settings = demo_settings(base, folder, sandbox.url, sandbox.token, own_database=own_database)
        async with (
            prepared(settings, clock) as database,
            _serving(Wiring(settings, database, clock, moved=moved)) as past,
        ):
            yield Live(sandbox.url, database, clock, past)


@asynccontextmanager
async def _serving(wiring: Wiring) -> AsyncIterator[asyncio.Task[None]]:
    """The desk on the demo's world; hands over the task that writes the history behind the first screens."""
    now = wiring.clock()
    await put_shelves(wiring.database, now=now)
    await appoint(wiring.database, PERSONS, now=now)
    stop, ready = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        past = group.create_task(put_past(wiring.database, now=now))
        group.create_task(serve(wiring, stop=stop, roles=frozenset({"bot", "worker"}), ready=ready))
        await ready.wait()
        try:
            yield past
        finally:
            stop.set()
