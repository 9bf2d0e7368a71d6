"""``kruzhok demo``: everything on this machine, without a token or the internet."""

import argparse
import asyncio
import json
import os
import signal
import tempfile
from pathlib import Path

from bot import logs
from bot.cli.refused import CommandRefused
from bot.demo.live import Live, living
from bot.demo.world import seed
from bot.prepare import prepared
from bot.settings import Settings, load_settings
from handlers.common.words import _
from services.core.clock import system_clock

FOLDER = Path("kruzhok-demo")


def _names_database(settings: Settings) -> bool:
    return "DATABASE_URL" in os.environ or "database_url" in settings.model_fields_set


async def demo(chosen: argparse.Namespace) -> int:
    """Serve the page, fill a database, or play the main job."""
    settings = load_settings()
    logs.configure("WARNING" if chosen.script else settings.log_level)
    if chosen.seed:
        return await _seed(settings)
    if chosen.script:
        return await _script(settings, as_json=chosen.json)
    return await _page(settings, chosen)


async def _seed(settings: Settings) -> int:
    async with prepared(settings, system_clock) as database:
        await seed(database, now=system_clock())
    print(_("The demo's catalogue and history are in the database."))
    return 0


async def _script(settings: Settings, *, as_json: bool) -> int:
    """In a folder of its own that goes away: a played demo leaves nothing behind."""
    from bot.demo.script import Script

    with tempfile.TemporaryDirectory() as folder:
        async with living(settings, folder=Path(folder), own_database=False) as live:
            report = await Script(live).play()
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
    return 0 if report.held else 1


async def _page(settings: Settings, chosen: argparse.Namespace) -> int:
    own = _names_database(settings)
    if not own:
        FOLDER.mkdir(exist_ok=True)  # noqa: ASYNC240 (before anything runs)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with living(
            settings,
            folder=FOLDER,
            own_database=own,
            host=chosen.host,
            port=chosen.port,
            past_first=False,
            pages=chosen.pages if chosen.private else None,
        ) as live:
            _greet(live, settings.database_url if own else str(FOLDER))
            await stop.wait()
    except OSError as clash:
        raise CommandRefused(
            _("Port {port} cannot be used ({why}). Try: kruzhok demo --port {other}").format(
                port=chosen.port,
                why=clash.strerror or type(clash).__name__,
                other=chosen.port + 1,
            ),
        ) from clash
    return 0


def _greet(live: Live, where: str) -> None:
    print(_("Open {url} — a parent, a clerk and a provider in one page.").format(url=live.url))
    if live.pages is not None:
        pages = f"http://127.0.0.1:{live.pages}"
        print(_("Forms and papers are on pages of our own: {url}. The bot opens them.").format(url=pages))
        print(_("Codes by text message come here: {url}").format(url=f"{live.url}/page/sms.html"))
    print(_("Data: {where}. Stop with Ctrl+C.").format(where=where), flush=True)
