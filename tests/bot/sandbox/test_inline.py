"""Inline mode: typed in any chat, answered by a real aiogram bot, chosen, edited and pressed."""

import asyncio
from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultLocation,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InlineQueryResultVenue,
    InputTextMessageContent,
    Message,
    WebAppInfo,
)
from aiogram.types import InlineQueryResultGif as Gif

from bot.sandbox.client import Offer, SandboxClient
from bot.sandbox.inline import ANSWER_LIVES
from bot.sandbox.person import Person
from bot.sandbox.seen import NoSuchButton
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import ANNA, Hands

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def article(number: int = 1, text: str = "<b>Рисование</b>", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, parse_mode="HTML")
    shown = {"id": str(number), "title": f"Рисование {number}", "description": "7–9 лет", **more}
    return InlineQueryResultArticle.model_construct(type="article", input_message_content=content, **shown)


def one_button(text: str, **action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, **action)]])


async def asked(person: Person, bot: Bot, *results: Any, query: str = "рисование", **how: Any) -> Offer:
    """The person types, the bot answers so."""
    async with asyncio.TaskGroup() as group:
        offer = group.create_task(person.ask_inline(query))
        group.create_task(_answer(bot, list(results), how))
    return offer.result()


async def _answer(bot: Bot, results: list[Any], how: dict[str, Any]) -> None:
    updates = await bot.get_updates(timeout=5)
    query = updates[0].inline_query
    assert query is not None
    await query.as_(bot).answer(results, **how)
    await bot.get_updates(offset=updates[-1].update_id + 1)


async def new_query(client: SandboxClient, bot: Bot, text: str) -> str:
    """The id of a query that nobody has answered."""
    await client.post(f"/sandbox/chats/{ANNA}/inline", {"query": text, "timeout": 0})
    query = (await bot.get_updates(offset=-1))[0].inline_query
    assert query is not None
    return query.id


async def test_a_result_becomes_a_message_of_the_chat(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    offer = await asked(anna, bot, article(1), article(2, reply_markup=one_button("Записаться", callback_data="go")))
    assert offer.titles == ["Рисование 1", "Рисование 2"]
    await anna.choose(offer, "Рисование 1")
    shown = anna.messages[-1]
    assert (shown["html"], shown.from_bot, shown["via"]) == ("<b>Рисование</b>", False, "kruzhok_demo_bot")
    message, chosen = await bot.get_updates()
    assert message.message is not None
    assert message.message.via_bot is not None
    assert message.message.via_bot.id == bot.id
    assert chosen.chosen_inline_result is not None
    assert (chosen.chosen_inline_result.result_id, chosen.chosen_inline_result.query) == ("1", "рисование")
    assert chosen.chosen_inline_result.inline_message_id is None, "only with a keyboard"
    with pytest.raises(NoSuchButton):
        await anna.choose(offer, "Шахматы")
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await client.post(f"/sandbox/chats/{ANNA}/choose", {"query_id": offer["query_id"], "result_id": "9"})


async def test_a_result_with_a_keyboard_is_pressed_and_edited(bot: Bot, client: SandboxClient) -> None:
    anna, ivan = await client.persons()
    offer = await asked(anna, bot, article(reply_markup=one_button("Записаться", callback_data="go")))
    await anna.choose(offer, "Рисование", to=ivan)
    await ivan.refresh()
    shown = ivan.messages[-1]
    assert (shown["sender"], shown.text) == ("Анна", "Рисование")
    chosen = (await bot.get_updates())[0].chosen_inline_result  # no message: it is not the bot's chat
    assert chosen is not None
    assert chosen.inline_message_id is not None
    await client.post(f"/sandbox/chats/{ivan.id}/press", {"message_id": shown.id, "row": 0, "col": 0})
    press = (await bot.get_updates(offset=-1))[0].callback_query
    assert press is not None
    assert (press.message, press.inline_message_id, press.from_user.id) == (None, chosen.inline_message_id, ivan.id)
    assert await press.as_(bot).answer(url="https://t.me/kruzhok_demo_bot?start=p_1")
    assert await bot.edit_message_text("Мест нет", inline_message_id=chosen.inline_message_id) is True
    await ivan.refresh()
    assert (ivan.messages[-1].text, ivan.messages[-1].buttons) == ("Мест нет", [])
    assert ivan.toasts[-1]["url"] == "https://t.me/kruzhok_demo_bot?start=p_1"
    with pytest.raises(TelegramBadRequest, match="MESSAGE_ID_INVALID"):
        await bot.edit_message_text("Мест нет", inline_message_id="nothing")


async def test_places_and_kept_pictures(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    anna, _ = await client.persons()
    picture = sandbox.world.store("a.png", "image/png", b"\x89PNG")
    offer = await asked(
        anna,
        bot,
        InlineQueryResultVenue(id="v", latitude=56.6, longitude=84.9, title="Дом творчества", address="Ленина, 1"),
        InlineQueryResultLocation(id="l", latitude=56.6, longitude=84.9, title="Здесь"),
        InlineQueryResultCachedPhoto(id="p", photo_file_id=picture.id, title="Плакат", caption="QR"),
    )
    for title, kind in (("Дом творчества", "location"), ("Здесь", "location"), ("Плакат", "photo")):
        await anna.choose(offer, title)
        assert anna.messages[-1]["kind"] == kind
    assert anna.messages[-3]["venue"]["address"] == "Ленина, 1"
    assert anna.messages[-1].text == "QR"


async def test_the_cache_of_answers(bot: Bot, client: SandboxClient, hands: Hands) -> None:
    anna, ivan = await client.persons()
    await asked(anna, bot, article(), cache_time=10)
    again = await ivan.ask_inline("рисование", timeout=0)
    assert (again["update_id"], again.titles) == (None, ["Рисование 1"])
    hands.seconds += 11
    assert not (await ivan.ask_inline("рисование", timeout=0))["answered"]
    await bot.get_updates(offset=-1)
    await bot.get_updates(offset=(await bot.get_updates(offset=-1))[0].update_id + 1)
    await asked(anna, bot, article(), query="хор", is_personal=True)
    assert (await anna.ask_inline("хор", timeout=0))["update_id"] is None
    assert (await ivan.ask_inline("хор", timeout=0))["update_id"] is not None
    assert (await anna.ask_inline("хор", offset="50", timeout=0))["update_id"] is not None


async def test_the_button_above(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    button = InlineQueryResultsButton(text="Все кружки", start_parameter="find")
    offer = await asked(anna, bot, article(), button=button, next_offset="50", cache_time=0)
    assert offer["button"] == {"text": "Все кружки", "start_parameter": "find"}
    assert offer["next_offset"] == "50"


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(number) for number in range(51)], "too many inline query results specified"),
        ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
        ([article(1, id="")], "RESULT_ID_INVALID"),
        ([article(1, id="я" * 33)], "RESULT_ID_INVALID"),
        ([article(1, title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(1, text=" ")], "can't parse inline query result: Message text is empty"),
        ([article(1, text="а" * 4097)], "can't parse inline query result: Message is too long"),
        ([article(1, text="<p>")], "can't parse inline query result: Can't parse entities: Unsupported start tag"),
        ([article(1, reply_markup=one_button("a", callback_data="я" * 33))], "BUTTON_DATA_INVALID"),
        (
            [Gif(id="1", gif_url="https://x.ru/a.gif", thumbnail_url="https://x.ru/a.gif")],
            'can\'t parse inline query result: type "gif" is unsupported for the inline query result',
        ),
        (
            [InlineQueryResultPhoto(id="1", photo_url="https://x.ru/a.jpg", thumbnail_url="https://x.ru/a.jpg")],
            "can't parse inline query result: Wrong file identifier/HTTP URL specified",
        ),
    ],
)
async def test_bad_results(bot: Bot, client: SandboxClient, results: list[Any], reason: str) -> None:
    query = await new_query(client, bot, "a")
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.answer_inline_query(query, results)
    assert refusal.value.message.startswith(f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineQueryResultsButton(text="a"), "InlineQueryResultsButton must have exactly one optional field"),
        (InlineQueryResultsButton(text="a", start_parameter="a b"), "START_PARAM_INVALID"),
        (InlineQueryResultsButton(text="a", start_parameter="a" * 65), "START_PARAM_INVALID"),
        (InlineQueryResultsButton(text="a", web_app=WebAppInfo(url="http://x.ru")), "Only HTTPS links are allowed"),
    ],
)
async def test_bad_buttons(bot: Bot, client: SandboxClient, button: InlineQueryResultsButton, reason: str) -> None:
    query = await new_query(client, bot, "a")
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.answer_inline_query(query, [], button=button)


async def test_late_twice_and_unknown(bot: Bot, client: SandboxClient, hands: Hands) -> None:
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_inline_query("1", [])
    query = await new_query(client, bot, "a")
    with pytest.raises(TelegramBadRequest, match="NEXT_OFFSET_INVALID"):
        await bot.answer_inline_query(query, [], next_offset="я" * 33)
    assert await bot.answer_inline_query(query, [])
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_inline_query(query, [])
    late = await new_query(client, bot, "b")
    hands.seconds += ANSWER_LIVES + 1
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_inline_query(late, [])


async def test_a_bot_that_does_not_listen_and_a_query_too_long(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    await bot.get_updates(allowed_updates=["message"])
    offer = await anna.ask_inline("рисование")
    assert (offer["update_id"], offer["answered"]) == (None, False)
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        await anna.ask_inline("a" * 257)


async def test_switch_buttons_are_shown(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    sent = await bot.send_message(ANNA, "a", reply_markup=one_button("Поделиться", switch_inline_query="хор"))
    assert isinstance(sent, Message)
    await anna.refresh()
    assert anna.last["buttons"] == [[{"text": "Поделиться", "kind": "inline", "data": "хор", "here": False}]]
