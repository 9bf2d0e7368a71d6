"""A webhook really is posted to, by the rules of setWebhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import ANNA, IVAN

SECRET = "s3cret_-"


class Desk:
    """The bot's side: remembers what was posted, and fails as often as it is told."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.headers: list[str | None] = []
        self.fails = 0
        self.url = ""

    async def hook(self, request: web.Request) -> web.Response:
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.fails:
            self.fails -= 1
            return web.Response(status=500)
        update = await request.json()
        self.seen.append(update)
        answer = {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "из ответа"}
        return web.json_response(answer)


@pytest.fixture
async def desk(bot: Bot) -> AsyncIterator[Desk]:
    made = Desk()
    app = web.Application()
    app.router.add_post("/hook", made.hook)
    router = Router()

    @router.message()
    async def back(message: Message) -> SendMessage:
        return message.answer(f"назад: {message.text}")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(app, "/aiogram")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(bot: Bot, client: SandboxClient, desk: Desk) -> None:
    anna, _ = await client.persons()
    assert await bot.set_webhook(f"{desk.url}/hook", secret_token=SECRET, max_connections=2)
    assert (await anna.send("привет")).text == "из ответа"
    assert desk.seen[0]["message"]["text"] == "привет"
    assert desk.headers == [SECRET]
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (f"{desk.url}/hook", 2, 0)
    assert await bot.delete_webhook()
    await client.post(f"/sandbox/chats/{ANNA}/text", {"text": "ещё"})
    assert len(await bot.get_updates()) == 1


async def test_an_aiogram_webhook_answers_in_its_response(bot: Bot, client: SandboxClient, desk: Desk) -> None:
    anna, _ = await client.persons()
    await bot.set_webhook(f"{desk.url}/aiogram", secret_token=SECRET)
    assert (await anna.send("привет")).text == "назад: привет"


async def test_a_failed_post_is_repeated_in_order(
    bot: Bot, client: SandboxClient, desk: Desk, sandbox: Sandbox
) -> None:
    paused: list[float] = []
    failed = asyncio.Event()

    async def pause(seconds: float) -> None:
        paused.append(seconds)
        await failed.wait()

    sandbox.poster.pause = pause
    desk.fails = 1
    await bot.set_webhook(f"{desk.url}/hook", allowed_updates=["message"])
    for text in ("раз", "два"):
        await client.post(f"/sandbox/chats/{ANNA}/text", {"text": text})
    while not paused:
        await client.get("/sandbox/clock")
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert (info.pending_update_count, info.allowed_updates) == (2, ["message"])
    await client.post(f"/sandbox/chats/{IVAN}/text", {"text": "мимо"})  # another person does not wait
    while not desk.seen:
        await client.get("/sandbox/clock")
    failed.set()
    while len(desk.seen) < 3:
        await client.get("/sandbox/clock")
    assert [update["message"]["text"] for update in desk.seen] == ["мимо", "раз", "два"]


async def test_nobody_listens_there(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    tried = asyncio.Event()

    async def pause(_seconds: float) -> None:
        tried.set()
        await asyncio.Event().wait()

    sandbox.poster.pause = pause
    await bot.set_webhook("http://127.0.0.1:1/hook")
    await client.post(f"/sandbox/chats/{ANNA}/text", {"text": "a"})
    await tried.wait()
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"


async def test_setting_ends_a_long_poll(bot: Bot, client: SandboxClient, sandbox: Sandbox, desk: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_refused_poll(bot))
        while sandbox.world.updates.polls < 1:
            await client.get("/sandbox/clock")
        await bot.set_webhook(f"{desk.url}/hook", drop_pending_updates=True)
    assert "terminated by setWebhook request" in poll.result()


async def _refused_poll(bot: Bot) -> str:
    with pytest.raises(TelegramConflictError) as refusal:
        await bot.get_updates(timeout=30)
    return refusal.value.message


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"url": "http://example.com/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.com:444/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "hook"}, "invalid webhook URL specified"),
        ({"url": "https://example.com", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_refusals(bot: Bot, asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_webhook(**asked)
    assert (await bot.get_webhook_info()).url == ""
