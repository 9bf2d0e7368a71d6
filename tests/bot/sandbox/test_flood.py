"""Flood control in a sliding second, with time moved by hand."""

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from bot.sandbox.client import SandboxClient
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from tests.bot.sandbox.conftest import ANNA, Hands


@pytest.fixture
def flood(hands: Hands) -> Flood:
    return Flood(now=hands.now)


async def test_a_chat_has_a_burst_of_three(bot: Bot, sandbox: Sandbox, hands: Hands) -> None:
    await bot.send_message(ANNA, "a")
    sent = await bot.send_message(ANNA, "a")
    await bot.edit_message_text("b", chat_id=ANNA, message_id=sent.message_id)
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(ANNA, "a")
    assert refusal.value.retry_after == 1
    with pytest.raises(TelegramRetryAfter):
        await bot.edit_message_text("c", chat_id=ANNA, message_id=sent.message_id)
    hands.seconds += 1
    await bot.edit_message_text("c", chat_id=ANNA, message_id=sent.message_id)
    assert sandbox.world.log.violations == 2


async def test_telegram_words(sandbox: Sandbox, client: SandboxClient) -> None:
    asked = {"chat_id": ANNA, "text": "a"}
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{sandbox.token}", trust_env=False) as http:
        answers = [await http.post("/sendMessage", json=asked) for _ in range(4)]
    assert answers[3].status_code == 429
    assert answers[3].json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_thirty_in_any_second(bot: Bot, sandbox: Sandbox, hands: Hands) -> None:
    for number in range(100, 140):
        sandbox.world.admit(Persona(number, "Н", started=True))
    for number in range(100, 115):
        await bot.send_message(number, "a")
    hands.seconds += 0.75
    for number in range(115, 130):
        await bot.send_message(number, "a")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(130, "a")
    hands.seconds += 0.25  # the first fifteen have left the second, the others have not
    for number in range(115, 130):
        await bot.send_message(number, "a")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(130, "a")


async def test_answers_to_touches_are_not_counted(bot: Bot, sandbox: Sandbox, client: SandboxClient) -> None:
    for number in range(100, 130):
        sandbox.world.admit(Persona(number, "Н", started=True))
        await bot.send_message(number, "a")
    await client.post(f"/sandbox/chats/{ANNA}/text", {"text": "hello"})
    answer = await bot.send_message(ANNA, "an answer")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(ANNA, "a notice")
    assert await bot.edit_message_text("edits never count there", chat_id=ANNA, message_id=answer.message_id)


def test_a_refused_send_costs_nothing_and_old_credits_are_gone(hands: Hands) -> None:
    flood = Flood(per_second=1, now=hands.now)
    assert flood.send(1) is None
    assert [flood.send(2) for _ in range(5)] == [1] * 5
    flood.touch(2)
    hands.seconds += 0.5
    assert flood.send(2) is None
    flood.touch(3)
    hands.seconds += 61
    assert [flood.send(3), flood.send(3)] == [None, 1]
