"""The demo as one process: sandbox Telegram, bot and world, on this machine alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import Wiring, serve
from bot.demo.world import PERSONS, put_past, put_shelves
from bot.prepare import prepared
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from services.core.clock import MovableClock
from services.core.db import Database

FURNITURE_WAITS_SECONDS = 5
SCRIPT_TOUCHES = 1000
"""A script touches faster than a hand; the throttle is for hands."""


@dataclass(frozen=True)
class Live:
    """A running demo."""

    url: str
    database: Database
    clock: MovableClock
    pages: int | None = None
    """The port of the desk's own pages, where forms are pages."""


def demo_settings(
    base: Settings, folder: Path, url: str, token: str, *, own_database: bool, pages: int | None = None
) -> Settings:
    """The settings of a demo: sandbox, and data in ``folder`` unless a database was named.

    With ``pages``, a port, forms are pages on it and codes come by text message; else forms are trial dialogues.
    """
    changed: dict[str, object] = {
        "bot_token": SecretStr(token),
        "telegram_api_url": url,
        "trial_chat_forms": True,
        "public_url": None,
        "operator_kind": "other",
        "channel_mode": base.channel_mode if pages is not None else None,
        "throttle_touches": SCRIPT_TOUCHES,
    }
    if pages is not None:
        changed["trial_chat_forms"] = False
        changed.update(public_url=f"http://127.0.0.1:{pages}", web_port=pages, web_frames=url)
        changed.update(webapp_script_url=f"{url}/page/telegram-web-app.js", sms_url=f"{url}/sandbox/sms")
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
    past_first: bool = True,
    pages: int | None = None,
) -> AsyncIterator[Live]:
    """Start everything, hand over the running demo, and stop it tidily. OSError for a taken port.

    ``past_first`` writes catalogue and history before anybody comes; without it the first screen comes sooner.
    """
    clock = MovableClock()
    moved = asyncio.Event()

    async def advance(by: timedelta) -> None:
        clock.advance(by)
        moved.set()

    sandbox = Sandbox(persons=PERSONS, clock=clock, flood=Flood(), advance=advance)
    await sandbox.start(host, port)
    async with sandbox:
        settings = demo_settings(base, folder, sandbox.url, sandbox.token, own_database=own_database, pages=pages)
        async with (
            prepared(settings, clock) as database,
            _serving(Wiring(settings, database, clock, moved=moved, by_night=True), past_first=past_first),
        ):
            yield Live(sandbox.url, database, clock, pages)


@asynccontextmanager
async def _serving(wiring: Wiring, *, past_first: bool) -> AsyncIterator[None]:
    """The desk on the demo's world."""
    stop, ready = asyncio.Event(), asyncio.Event()
    if past_first:
        await _furnish(wiring)
    async with asyncio.TaskGroup() as group:
        group.create_task(serve(wiring, stop=stop, roles=frozenset({"bot", "worker", "web"}), ready=ready))
        await ready.wait()
        furnishing = None if past_first else group.create_task(_furnish_later(wiring))
        try:
            yield
        finally:
            stop.set()
            if furnishing is not None:
                furnishing.cancel()


async def _furnish(wiring: Wiring) -> None:
    """Catalogue, posts and history."""
    now = wiring.clock()
    await put_shelves(wiring.database, now=now, persons=PERSONS)
    await put_past(wiring.database, now=now)


async def _furnish_later(wiring: Wiring) -> None:
    """All this takes seconds of the database's one writer; the first screen, a choice of territories, goes before."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FURNITURE_WAITS_SECONDS):
            await wiring.touched.wait()
    await _furnish(wiring)
