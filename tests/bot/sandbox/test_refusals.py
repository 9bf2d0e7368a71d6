"""Every refusal in Telegram's own words, over real HTTP."""

from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import Message

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.state import CALLBACK_LIVES
from tests.bot.sandbox.conftest import ANNA, IVAN, Hands, call, make_bot, refused

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def keys(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "а" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": 5}, 'wrong type of parameter "text": Input should be a valid string'),
        ({"text": "a", "txet": "b"}, 'unknown parameter "txet"'),
        ({"text": "a", "disable_notification": "maybe"}, 'wrong type of parameter "disable_notification"'),
        ({"text": "a", "parse_mode": "wiki"}, "unsupported parse_mode"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "a", "reply_markup": [1]}, "object expected as reply markup"),
        (
            {"text": "a", "reply_markup": keys([{"text": "b", "callback_data": "c", "colour": "red"}])},
            'unknown field "colour" in reply_markup',
        ),
        ({"text": "a", "reply_markup": keys([{"text": "b", "callback_data": "я" * 33}])}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keys([{"text": "b", "callback_data": ""}])}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "reply_markup": keys([{"text": "b"}])},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "reply_markup": keys([{"text": "b", "copy_text": {"text": "с" * 257}}])},
            "BUTTON_COPY_TEXT_INVALID",
        ),
        (
            {"text": "a", "reply_markup": {"keyboard": [[{"text": "b", "web_app": {"url": "http://example.com"}}]]}},
            "keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
        ),
        ({"text": "*a*", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "*a*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        (
            {"text": "a", "reply_markup": keys([{"text": "b", "web_app": {"url": "http://example.com/form"}}])},
            "inline keyboard button Web App URL 'http://example.com/form' is invalid: Only HTTPS links are allowed",
        ),
        (
            {"text": "a", "reply_markup": keys([{"text": "b", "url": "javascript:alert(1)"}])},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "reply_markup": keys(*[[{"text": "b", "callback_data": "c"}] for _ in range(101)])},
            "reply markup is too long",
        ),
        ({"text": "a", "reply_markup": keys([{"text": "b", "callback_data": "c"}] * 9)}, "reply markup is too long"),
        ({"text": "a", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
        ({"text": "a", "chat_id": IVAN}, "chat not found"),
        ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
    ],
)
async def test_send_message_refuses(sandbox: Sandbox, params: dict[str, Any], reason: str) -> None:
    description = await refused(sandbox, "sendMessage", **{"chat_id": ANNA, **params})
    assert description.startswith(f"Bad Request: {reason}")
    assert sandbox.world.log.violations == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ы <br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x>a</a>', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html(bot: Bot, text: str, reason: str) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(ANNA, text, parse_mode="HTML")
    assert refusal.value.message == f"Bad Request: can't parse entities: {reason}"


async def test_the_limits_themselves_pass(bot: Bot) -> None:
    sent = await bot.send_message(ANNA, f"<b>{'а' * 4096}</b>", parse_mode="HTML")
    assert sent.text == "а" * 4096
    button = {"text": "b", "callback_data": "x" * 64}
    local = {"text": "b", "web_app": {"url": "http://127.0.0.1:8080/form"}}
    markup = {"inline_keyboard": [[button] * 8] * 12 + [[button] * 3, [local]]}
    full = await bot.send_message(ANNA, "a", reply_markup=markup)  # type: ignore[arg-type]
    assert full.reply_markup is not None


async def test_callback_answers(bot: Bot, client: SandboxClient, hands: Hands) -> None:
    async def press() -> str:
        await client.post(f"/sandbox/chats/{ANNA}/press", {"message_id": 1, "data": "forged"})
        query = (await bot.get_updates(offset=-1))[0].callback_query
        assert query is not None
        return query.id

    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query("1")
    first = await press()
    assert await bot.answer_callback_query(first, text="ok")
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(first)
    late = await press()
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(late, text="a" * 201)
    with pytest.raises(TelegramBadRequest, match="URL_INVALID"):
        await bot.answer_callback_query(late, url="https://example.com")
    hands.seconds += CALLBACK_LIVES + 1
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(late)


async def test_blocked_is_no_violation(bot: Bot, sandbox: Sandbox, client: SandboxClient) -> None:
    await client.post(f"/sandbox/chats/{ANNA}/block", {"on": True})
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(ANNA, "a")
    member = (await bot.get_updates())[0].my_chat_member
    assert member is not None
    assert member.new_chat_member.status == "kicked"
    await client.post(f"/sandbox/chats/{ANNA}/start")
    assert isinstance(await bot.send_message(ANNA, "a"), Message)
    assert sandbox.world.log.violations == 0


async def test_strangers(sandbox: Sandbox) -> None:
    stranger = make_bot(sandbox, "42:another")
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await stranger.get_me()
    await stranger.session.close()
    unknown = await call(sandbox, "sendTelegram", chat_id=ANNA)
    assert unknown.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (await call(sandbox, "getMe")).json()["result"]["is_bot"] is True
    bot = make_bot(sandbox)
    with pytest.raises(TelegramNotFound):
        await bot.send_poll(ANNA, "?", ["a", "b"])
    await bot.session.close()


async def test_all_encodings(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{sandbox.token}", trust_env=False) as http:
        url = "/sendmessage"
        asked: dict[str, Any] = {"chat_id": ANNA, "text": "ы", "disable_notification": "true"}
        answers = [
            await http.get(url, params=asked),
            await http.post(url, data=asked),
            await http.post(url, json=asked),
            await http.post(url, data={"chat_id": ANNA, "text": "ы"}, files={"x": b""}),
            await http.post("/sendDocument", data={"chat_id": ANNA}, files={"document": ("ы.txt", b"1")}),
        ]
        assert [answer.json()["result"].get("text") for answer in answers] == ["ы", "ы", "ы", "ы", None]
        assert answers[-1].json()["result"]["document"]["file_name"] == "ы.txt"
        broken = await http.post(url, content=b"{", headers={"Content-Type": "application/json"})
        assert broken.json()["description"] == "Bad Request: can't parse JSON object"
