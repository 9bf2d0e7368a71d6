"""Updates are given again until the bot confirms them; ids begin at the clock."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import ANNA, IVAN, Hands


async def say(client: SandboxClient, text: str, chat_id: int = ANNA) -> int:
    return int((await client.post(f"/sandbox/chats/{chat_id}/text", {"text": text}))["update_id"])


async def test_redelivery_until_confirmed(bot: Bot, client: SandboxClient) -> None:
    first, second = await say(client, "one"), await say(client, "two")
    for _ in range(2):
        assert [update.update_id for update in await bot.get_updates(offset=first)] == [first, second]
    assert not (await client.get(f"/sandbox/updates/{first}"))["done"]
    assert [update.update_id for update in await bot.get_updates(offset=second, limit=1)] == [second]
    assert (await client.get(f"/sandbox/updates/{first}"))["done"]
    assert not (await client.get(f"/sandbox/updates/{second}"))["done"]
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_long_poll_wakes_and_a_wait_ends(bot: Bot, client: SandboxClient) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.get_updates(timeout=30))
        said = group.create_task(say(client, "hello"))
    update = poll.result()[0]
    assert update.update_id == said.result()
    assert update.message is not None
    assert update.message.text == "hello"
    async with asyncio.TaskGroup() as group:
        waits = group.create_task(client.get(f"/sandbox/updates/{update.update_id}", timeout=30))
        group.create_task(bot.get_updates(offset=update.update_id + 1))
    assert waits.result() == {"done": True}


async def test_a_second_poller_ends_the_first(bot: Bot, sandbox: Sandbox, client: SandboxClient) -> None:
    async with asyncio.TaskGroup() as group:
        first = group.create_task(_conflict(bot))
        while sandbox.world.updates.polls < 1:
            await client.get("/sandbox/clock")
        second = group.create_task(bot.get_updates(timeout=30))
        await first
        await say(client, "hello")
    assert "terminated by other getUpdates request" in first.result()
    assert len(second.result()) == 1
    assert sandbox.world.log.violations == 0


async def _conflict(bot: Bot) -> str:
    with pytest.raises(TelegramConflictError) as refusal:
        await bot.get_updates(timeout=30)
    return refusal.value.message


async def test_unwanted_kinds_make_no_update(bot: Bot, client: SandboxClient) -> None:
    await bot.get_updates(allowed_updates=["message"])
    assert (await client.post(f"/sandbox/chats/{ANNA}/block", {"on": True}))["update_id"] is None
    assert await client.post(f"/sandbox/chats/{ANNA}/start")


async def test_ids_and_dates_begin_at_the_clock(bot: Bot, client: SandboxClient, hands: Hands) -> None:
    seconds = int(hands.date.timestamp())
    assert await say(client, "hello") == seconds
    sent = await bot.send_message(ANNA, "a")
    assert sent.message_id == seconds + 1
    assert sent.date == hands.date
    await client.advance(days=7)
    assert (await bot.send_message(ANNA, "b")).date == hands.date
    assert (await client.get("/sandbox/clock"))["now"].startswith("2026-11-29")


async def test_start_opens_the_chat(bot: Bot, client: SandboxClient) -> None:
    await client.post(f"/sandbox/chats/{IVAN}/start", {"payload": "s1"})
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.text == "/start s1"
    assert message.entities is not None
    assert message.entities[0].type == "bot_command"
    assert await bot.send_message(IVAN, "Здравствуйте")
