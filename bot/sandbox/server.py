"""The small Telegram as a server: start it, point the bot at its url, open the page."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Self

from aiohttp import web

from bot.sandbox.api import BotApi
from bot.sandbox.calls import CallLog, Faults
from bot.sandbox.flood import Flood
from bot.sandbox.hook import Poster
from bot.sandbox.sms import Operator
from bot.sandbox.state import Persona, World
from bot.sandbox.tools import Advance, Tools
from bot.sandbox.web import PersonsWeb

TOKEN = "42:demo-token-of-the-local-sandbox"  # noqa: S105  # opens nothing but this toy on this machine
BODY_MOST = 64 * 1024 * 1024
PERSONS = (
    Persona(101, "Анна", "parent"),
    Persona(102, "Ольга", "clerk"),
    Persona(103, "Иван", "provider"),
)


class Sandbox:
    """A local Telegram over HTTP. Use `async with Sandbox(...) as sandbox`, or start() and stop().

    `clock` gives dates and first ids, `now` is the monotonic time of the flood control and of late answers,
    `advance` moves the clock from the page, `flood=None` switches flood control off, `calls_file` keeps
    every call as a JSON line. `faults` plans faults; its `pause` is what a «slow» call waits for. `poster` posts
    updates to a webhook; its `pause` is what a failed post waits for.
    """

    token = TOKEN

    def __init__(
        self,
        *,
        persons: Iterable[Persona] = PERSONS,
        clock: Callable[[], datetime] | None = None,
        now: Callable[[], float] = time.monotonic,
        flood: Flood | None = None,
        advance: Advance | None = None,
        calls_file: Path | None = None,
    ) -> None:
        self.world = World(
            clock=clock,
            now=now,
            flood=flood,
            personas=persons,
            log=CallLog(calls_file),
        )
        self._api = BotApi(self.world, self.token)
        self._web = PersonsWeb(self.world, self.token)
        self._operator = Operator()
        self._tools = Tools(self.world, advance)
        self.poster = Poster(self.world, self._api.reply)
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def faults(self) -> Faults:
        """Faults on demand."""
        return self.world.faults

    @property
    def calls(self) -> CallLog:
        """The log of the bot's calls, with `total` and `violations`."""
        return self.world.log

    @property
    def persons(self) -> list[Persona]:
        """Everybody who lives here."""
        return [chat.persona for chat in self.world.chats.values()]

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. A taken port raises OSError, for the caller to word."""
        app = web.Application(client_max_size=BODY_MOST)
        app.add_routes([*self._api.routes(), *self._web.routes(), *self._tools.routes(), *self._operator.routes()])
        app.cleanup_ctx.append(self._posting)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.url = f"http://{host}:{runner.addresses[0][1]}"

    async def _posting(self, _app: web.Application) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            posting = group.create_task(self.poster.run())
            yield
            posting.cancel()

    async def stop(self) -> None:
        """Let the long polls go and close."""
        self.world.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        self.world.log.close()

    async def __aenter__(self) -> Self:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
