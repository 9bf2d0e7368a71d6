"""The webhook: its methods, and the posting of updates to the bot's own address (Bot API, setWebhook)."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from yarl import URL

from bot.sandbox.checks import is_loopback, split
from bot.sandbox.errors import bad_request
from bot.sandbox.shapes import Params
from bot.sandbox.state import World
from bot.sandbox.things import Webhook
from bot.sandbox.updates import Update

PORTS = {80, 88, 443, 8443}
MOST = 100
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_MOST = 256
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
PATIENCE = 60.0
REST = 3600.0
PAUSE_MOST = 60.0


def set_webhook(world: World, params: Params) -> bool:
    """Post updates there from now on; an empty address ends it."""
    url = params["url"]
    if not url:
        return delete_webhook(world, params)
    _check_address(url)
    secret = params.get("secret_token") or ""
    if len(secret) > SECRET_MOST:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    allowed = params.get("allowed_updates", world.webhook.allowed)
    world.updates.allow(allowed)
    most = min(max(params.get("max_connections", 40), 1), MOST)
    world.webhook = Webhook(url=url, secret=secret, most=most, allowed=allowed)
    world.updates.end_poll("terminated by setWebhook request")
    return True


def _check_address(url: str) -> None:
    """Https on Telegram's ports; on this machine http and any port, for there is no certificate."""
    scheme, host = split(url)
    if not host:
        raise bad_request("invalid webhook URL specified")
    if is_loopback(host) and scheme in {"http", "https"}:
        return
    if scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (URL(url).port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def delete_webhook(world: World, params: Params) -> bool:
    """Back to getUpdates; what waits is kept unless dropped."""
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook = Webhook(allowed=world.webhook.allowed)
    return True


def get_webhook_info(world: World, _params: Params) -> dict[str, Any]:
    hook = world.webhook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if hook.url:
        info["max_connections"] = hook.most
    if hook.allowed:
        info["allowed_updates"] = hook.allowed
    if hook.error:
        info["last_error_date"], info["last_error_message"] = hook.error
    return info


class Poster:
    """Posts what waits, several updates at once, those of one person in their order; a failed post is repeated."""

    def __init__(self, world: World, reply: Callable[[aiohttp.ClientResponse], Awaitable[None]]) -> None:
        self._world = world
        self._reply = reply
        self._flying: dict[int, int] = {}
        self._tries = 0
        self.pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self) -> None:
        """Post until the sandbox closes."""
        updates = self._world.updates
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as http, asyncio.TaskGroup() as group:
            while not updates.closed:
                for update in self._free() if self._world.webhook.url else ():
                    self._flying[update["update_id"]] = _person(update)
                    group.create_task(self._post(http, update))
                await updates.news.wait(REST)

    def _free(self) -> list[Update]:
        """Updates of persons who have none under way."""
        busy = set(self._flying.values())
        free: list[Update] = []
        for update in self._world.updates.waiting():
            if len(self._flying) + len(free) >= self._world.webhook.most:
                break
            if (person := _person(update)) not in busy:
                busy.add(person)
                free.append(update)
        return free

    async def _post(self, http: aiohttp.ClientSession, update: Update) -> None:
        hook = self._world.webhook
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with http.post(hook.url, json=update, headers=headers, allow_redirects=False) as answer:
                problem = "" if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
                if not problem:
                    await self._reply(answer)
        except (aiohttp.ClientError, OSError) as away:
            problem = "Read timeout expired" if isinstance(away, TimeoutError) else "Connection refused"
        if problem:
            hook.error = (self._world.today(), problem)
            self._tries += 1
            await self.pause(min(2.0**self._tries, PAUSE_MOST))
        else:
            self._tries = 0
            self._world.updates.confirm(update["update_id"])
        del self._flying[update["update_id"]]
        self._world.updates.news.ring()


def _person(update: Update) -> int:
    """Whose update it is: a person's updates are posted one after the other."""
    body = next(value for name, value in update.items() if name != "update_id")
    return int(body["from"]["id"])
