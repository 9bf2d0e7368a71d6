"""A fake operator of text messages: takes codes as a real one would, and shows the inbox to whoever plays."""

from collections import deque

from aiohttp import web

KEPT = 200


class Operator:
    """``POST /sandbox/sms`` takes a message, ``GET /sandbox/sms`` shows the last ones, newest first."""

    def __init__(self) -> None:
        self._inbox: deque[dict[str, str]] = deque(maxlen=KEPT)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/sandbox/sms", self.take), web.get("/sandbox/sms", self.show)]

    async def take(self, request: web.Request) -> web.Response:
        """Refuse what no operator would take."""
        try:
            body = await request.json()
            message = {"to": str(body["to"]), "text": str(body["text"])}
        except (ValueError, KeyError, TypeError):
            return web.json_response({"error": "to and text are needed"}, status=400)
        self._inbox.appendleft(message)
        return web.json_response({"ok": True})

    async def show(self, request: web.Request) -> web.Response:
        """The inbox, of one number if ``to`` says so."""
        to = request.query.get("to")
        return web.json_response({"messages": [one for one in self._inbox if to is None or one["to"] == to]})
