"""``kruzhok run``: the real bot."""

import argparse
import asyncio
import signal

from bot import logs
from bot.app import Wiring, serve
from bot.cli.refused import CommandRefused
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.words import _
from services.core.clock import system_clock

ROLES = frozenset({"bot", "worker", "web"})


async def run(chosen: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM, then finish what is in hand."""
    roles = frozenset(chosen.roles.split(","))
    if not roles <= ROLES:
        raise CommandRefused(_("Roles are: bot, worker, web."))
    settings = load_settings()
    logs.configure(settings.log_level)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with prepared(settings, system_clock) as database:
        await serve(Wiring(settings, database, system_clock), stop=stop, roles=roles, ready=asyncio.Event())
    return 0
