"""A person plays a real aiogram bot through the driver."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from aiogram import Bot, Dispatcher, F, Router
from aiogram.enums import ContentType
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from aiogram.utils.keyboard import InlineKeyboardBuilder

from bot.sandbox.client import NoSuchButton, SandboxClient
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import ANNA, IVAN


def keyboard(*labels: str) -> InlineKeyboardBuilder:
    built = InlineKeyboardBuilder()
    for label in labels:
        built.button(text=label, callback_data=label)
    return built


def desk() -> Router:
    router = Router()

    @router.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer(
            "<b>Меню</b>", parse_mode="HTML", reply_markup=keyboard("Найти кружок", "Найти").as_markup()
        )

    @router.callback_query(F.data == "Найти")
    async def find(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.answer("Ищу", show_alert=True)
        await query.message.edit_text("Найдено", reply_markup=keyboard("Записать").as_markup())

    @router.message(F.document)
    async def back(message: Message, bot: Bot) -> None:
        assert message.document is not None
        content = await bot.download(message.document)
        assert content is not None
        await message.answer_document(BufferedInputFile(content.read()[::-1], "назад.txt"), caption="вот")

    @router.message(F.text == "ключи")
    async def keys(message: Message) -> None:
        rows = [[KeyboardButton(text="Да"), KeyboardButton(text="Где я", request_location=True)]]
        await message.answer("Выберите", reply_markup=ReplyKeyboardMarkup(keyboard=rows, one_time_keyboard=True))

    @router.message()
    async def other(message: Message) -> None:
        await message.answer(f"Получено: {ContentType(message.content_type).value} {message.text or ''}")

    return router


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[None]:
    dispatcher = Dispatcher()
    dispatcher.include_router(desk())
    async with asyncio.TaskGroup() as group:
        group.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        try:
            yield
        finally:
            await dispatcher.stop_polling()


async def test_presses_types_and_counts(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    async with running(bot):
        await anna.start()
        assert anna.last["html"] == "<b>Меню</b>"
        screen = await anna.press("Найти")  # exact before part
        assert (screen.text, screen["edited"]) == ("Найдено", True)
        assert anna.toasts[-1]["text"] == "Ищу"
        assert anna.toasts[-1]["alert"]
        with pytest.raises(NoSuchButton) as refusal:
            await anna.press("Найти")
        assert refusal.value.visible == ["Записать"]
        assert (await anna.send("привет")).text == "Получено: text привет"
        assert (await anna.send_sticker()).text == "Получено: sticker"
        assert (await anna.send_location(56.6, 84.9)).text == "Получено: location"
        assert (await anna.send_contact("+79990000000")).text == "Получено: contact"
        with pytest.raises(NoSuchButton):
            anna.find("Записать")  # four messages up: out of sight
    assert (anna.taps, anna.inputs) == (2, 1)


async def test_reply_keyboard(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    async with running(bot):
        await anna.send("ключи")
        assert [key["kind"] for key in anna.reply_keyboard[0]] == ["text", "location"]
        assert (await anna.press("Да")).text == "Получено: text Да"
        assert anna.reply_keyboard == []
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await client.post(f"/sandbox/chats/{ANNA}/reply-button", {"text": "Да"})


async def test_a_file_goes_there_and_back(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    anna, _ = await client.persons()
    async with running(bot):
        answer = await anna.send_file("туда.txt", b"abc")
    assert (answer.text, answer["document"]["name"], answer["document"]["size"]) == ("вот", "назад.txt", 3)
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        got = await http.get(f"/sandbox/chats/{ANNA}/file/{answer['document']['file_id']}")
        assert got.content == b"cba"
        assert got.headers["Content-Disposition"] == "attachment"
        assert (await http.get(f"/file/bot42:x/documents/{answer['document']['file_id']}")).status_code == 401
    assert "abc" not in str(sandbox.world.log.after(0))


async def test_a_vanished_button_is_not_pressed(bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_message(ANNA, "a", reply_markup=keyboard("x", "y").as_markup())
    press = {"message_id": sent.message_id, "row": 0, "col": 1}
    assert (await client.post(f"/sandbox/chats/{ANNA}/press", press))["update_id"]
    await bot.edit_message_reply_markup(
        chat_id=ANNA, message_id=sent.message_id, reply_markup=keyboard("x").as_markup()
    )
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await client.post(f"/sandbox/chats/{ANNA}/press", press)
    await bot.delete_message(ANNA, sent.message_id)
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await client.post(f"/sandbox/chats/{ANNA}/press", {**press, "col": 0})
    assert len(await bot.get_updates()) == 1


async def test_waits_for_a_notice(bot: Bot, client: SandboxClient) -> None:
    anna, _ = await client.persons()
    async with asyncio.TaskGroup() as group:
        waits = group.create_task(anna.wait_for(lambda message: "решено" in message.text))
        group.create_task(bot.send_message(ANNA, "Заявление решено"))
    assert waits.result().text == "Заявление решено"
    copied = await bot.copy_message(ANNA, ANNA, anna.last.id)
    await anna.refresh()
    assert anna.last.id == copied.message_id
    with pytest.raises(TimeoutError):
        await anna.wait_for(lambda message: "нет" in message.text, timeout=0)


async def test_newcomers_and_bad_input(client: SandboxClient) -> None:
    guest = await client.person("Гость", "en", "clerk")
    found = {person.id: person for person in await client.persons()}
    assert found[guest.id].role == "clerk"
    assert found[IVAN].start_payload == "s1"
    for path, body in (("chats/1/text", {"text": "a"}), (f"chats/{ANNA}/press", {"message_id": 1, "row": 0, "col": 0})):
        with pytest.raises(httpx.HTTPStatusError, match="404"):
            await client.post(f"/sandbox/{path}", body)
    for body in ({}, {"text": ""}, {"text": 1}):
        with pytest.raises(httpx.HTTPStatusError, match="400"):
            await client.post(f"/sandbox/chats/{ANNA}/text", body)
