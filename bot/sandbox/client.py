"""A driver that plays persons over HTTP, for the tests and the demo script. It never sleeps: it long-polls."""

from typing import Any, Self

import httpx

from bot.sandbox.person import Person
from bot.sandbox.seen import Button, Message, NoSuchButton, Offer

__all__ = ["Button", "Message", "NoSuchButton", "Offer", "Person", "SandboxClient"]


class SandboxClient:
    """Speaks to a running sandbox; `async with SandboxClient(url) as client`.

    After the bot's first answer to a touch the driver long-polls until nothing new came for `quiet` seconds;
    0 suits a bot that confirms an update only after it has handled it.
    """

    def __init__(self, base_url: str, *, quiet: float = 0.05) -> None:
        self.quiet = quiet
        # trust_env off: a proxy of the machine has nothing to do with a toy on its loopback
        self._http = httpx.AsyncClient(base_url=base_url, timeout=httpx.Timeout(10, read=60), trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """Read something of the sandbox."""
        return _json(await self._http.get(path, params=query))

    async def post(self, path: str, body: dict[str, Any] | None = None, files: Any = None) -> dict[str, Any]:
        """Do something in the sandbox."""
        if files is not None:
            return _json(await self._http.post(path, files=files))
        return _json(await self._http.post(path, json=body or {}))

    async def location(self, path: str) -> str:
        """Where the sandbox sends a browser."""
        return (await self._http.get(path)).headers["Location"]

    async def person(self, first_name: str = "Гость", language_code: str = "ru", role: str = "") -> Person:
        """A new person."""
        body = {"first_name": first_name, "language_code": language_code, "role_hint": role}
        return Person(self, (await self.post("/sandbox/persons", body))["id"])

    async def persons(self) -> list[Person]:
        """Everybody of the sandbox, with `role` and `start_payload`."""
        found = (await self.get("/sandbox/persons"))["persons"]
        return [Person(self, person["id"], person["role"], person["start_payload"]) for person in found]

    async def calls(self, after: int = 0) -> dict[str, Any]:
        """The call log: calls, total, violations."""
        return await self.get("/sandbox/calls", after=after)

    async def listen(self) -> None:
        """Keep from now on all that goes over the bot's line, in both directions, files too."""
        await self.post("/sandbox/tap")

    async def listened(self) -> str:
        """What went over it since."""
        return (await self._http.get("/sandbox/tap")).content.decode("utf-8", "replace")

    async def advance(self, **step: float) -> None:
        """Move the clock by days, hours, minutes."""
        await self.post("/sandbox/clock", dict(step))


def _json(response: httpx.Response) -> dict[str, Any]:
    response.raise_for_status()
    body: dict[str, Any] = response.json()
    return body
