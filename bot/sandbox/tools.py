"""The sandbox's own doors over HTTP: updates, calls, faults, the clock."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web

from bot.sandbox.asks import body_of, error, number, path_number
from bot.sandbox.state import World

Advance = Callable[[timedelta], Awaitable[None]]
WAIT_MOST = 50.0


class Tools:
    """What the tests, the demo and the page ask of the sandbox itself."""

    def __init__(self, world: World, advance: Advance | None = None) -> None:
        self._world = world
        self._advance = advance

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/updates/{id}", self.update),
            web.get("/sandbox/calls", self.calls),
            web.post("/sandbox/tap", self.listen),
            web.get("/sandbox/tap", self.listened),
            web.post("/sandbox/faults", self.fault),
            web.get("/sandbox/clock", self.clock),
            web.post("/sandbox/clock", self.move_clock),
        ]

    async def update(self, request: web.Request) -> web.Response:
        """Wait until the bot has confirmed an update."""
        seconds = min(number(request, "timeout", 0), WAIT_MOST)
        done = await self._world.updates.wait_confirmed(path_number(request), seconds)
        return web.json_response({"done": done})

    async def calls(self, request: web.Request) -> web.Response:
        log = self._world.log
        found = [call.as_json() for call in log.after(int(number(request, "after", 0)))]
        return web.json_response({"calls": found, "total": log.total, "violations": log.violations})

    async def listen(self, _request: web.Request) -> web.Response:
        """Keep from now on all that goes over the bot's line."""
        self._world.log.tap = bytearray()
        return web.json_response({"ok": True})

    async def listened(self, _request: web.Request) -> web.Response:
        return web.Response(body=bytes(self._world.log.tap or b""), content_type="application/octet-stream")

    async def fault(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        try:
            self._world.faults.add(str(body["kind"]), int(body.get("n", 1)), body.get("method"))
        except (KeyError, ValueError):
            raise error(web.HTTPBadRequest, "kind is one of error, drop, lost, slow") from None
        return web.json_response({"ok": True})

    async def clock(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": self._world.clock().isoformat(), "can_advance": self._advance is not None})

    async def move_clock(self, request: web.Request) -> web.Response:
        if self._advance is None:
            raise error(web.HTTPNotFound, "this clock cannot be moved")
        body = await body_of(request)
        step = {unit: float(body.get(unit, 0)) for unit in ("days", "hours", "minutes")}
        await self._advance(timedelta(**step))
        return await self.clock(request)
