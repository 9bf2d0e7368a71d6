"""Mini Apps: launch data that a real check believes, and only where Telegram gives it."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from aiogram import Bot
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MenuButtonWebApp,
    ReplyKeyboardMarkup,
    WebAppInfo,
)
from aiogram.utils.web_app import WebAppInitData, check_webapp_signature, safe_parse_webapp_init_data

from bot.sandbox.client import NoSuchButton, SandboxClient
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import ANNA, Hands

APP = WebAppInfo(url="https://example.com/form?field=3")


def launched(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).fragment, keep_blank_values=True).items()}


@pytest.fixture
async def shown(bot: Bot) -> int:
    button = InlineKeyboardButton(text="Форма", web_app=APP)
    return (await bot.send_message(ANNA, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))).message_id


async def test_launch_data_is_signed(bot: Bot, client: SandboxClient, hands: Hands, shown: int) -> None:
    anna, _ = await client.persons()
    await anna.refresh()
    url = await anna.open_web_app("Форма")
    assert url.startswith("https://example.com/form?field=3#tgWebAppData=")
    raw = launched(url)["tgWebAppData"]
    data: WebAppInitData = safe_parse_webapp_init_data(bot.token, raw)
    assert data.user is not None
    assert (data.user.id, data.user.language_code, data.auth_date) == (ANNA, "ru", hands.date)
    assert data.query_id
    assert parse_qs(raw).keys() == {"query_id", "user", "auth_date", "signature", "hash"}
    with pytest.raises(ValueError, match="Invalid init data signature"):
        safe_parse_webapp_init_data(bot.token, raw.replace(f"%22id%22%3A{ANNA}", "%22id%22%3A8"))
    assert not check_webapp_signature("42:another", raw)
    hands.date += timedelta(minutes=11)
    later = safe_parse_webapp_init_data(bot.token, launched(await anna.open_web_app("Форма"))["tgWebAppData"])
    assert later.auth_date - data.auth_date == timedelta(minutes=11)
    assert shown
    with pytest.raises(NoSuchButton):
        await anna.open_web_app("Другая")


async def test_themes(sandbox: Sandbox, shown: int) -> None:
    themes = []
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        for theme in ("light", "dark", "pink"):
            query = {"message_id": shown, "row": 0, "col": 0, "theme": theme}
            answer = await http.get(f"/sandbox/chats/{ANNA}/web-app", params=query)
            themes.append(json.loads(launched(answer.headers["Location"])["tgWebAppThemeParams"]))
    assert themes[0] == themes[2]
    assert (themes[0]["bg_color"], themes[1]["bg_color"]) == ("#ffffff", "#18201d")


async def test_from_the_reply_keyboard_it_may_only_send_data(bot: Bot, client: SandboxClient) -> None:
    rows = [[KeyboardButton(text="Форма", web_app=APP), KeyboardButton(text="Где я", request_location=True)]]
    keyboard = ReplyKeyboardMarkup(keyboard=rows, one_time_keyboard=True)
    await bot.send_message(ANNA, "a", reply_markup=keyboard)
    anna, _ = await client.persons()
    await anna.refresh()
    assert launched(await anna.open_web_app("Форма"))["tgWebAppData"] == ""
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        await client.post(f"/sandbox/chats/{ANNA}/app-data", {"data": "я" * 2049, "key": "Форма"})
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await client.post(f"/sandbox/chats/{ANNA}/location", {"lat": 1, "lon": 1, "key": "Форма"})
    await client.post(f"/sandbox/chats/{ANNA}/app-data", {"data": "{}", "key": "Форма"})
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.web_app_data is not None
    assert (message.web_app_data.data, message.web_app_data.button_text) == ("{}", "Форма")
    await anna.refresh()
    assert anna.reply_keyboard == []


async def test_a_place_asked_for_by_a_key_hides_the_keyboard(bot: Bot, client: SandboxClient) -> None:
    rows = [[KeyboardButton(text="Где я", request_location=True)]]
    keyboard = ReplyKeyboardMarkup(keyboard=rows, one_time_keyboard=True)
    await bot.send_message(ANNA, "a", reply_markup=keyboard)
    await client.post(f"/sandbox/chats/{ANNA}/location", {"lat": 56.6, "lon": 84.9})
    anna, _ = await client.persons()
    await anna.refresh()
    assert anna.reply_keyboard, "a place from the menu leaves the keyboard"
    await client.post(f"/sandbox/chats/{ANNA}/location", {"lat": 56.6, "lon": 84.9, "key": "Где я"})
    await anna.refresh()
    assert anna.reply_keyboard == []
    assert [update.message and update.message.location is not None for update in await bot.get_updates()] == [True] * 2


async def test_the_menu_button(bot: Bot, client: SandboxClient) -> None:
    path = f"/sandbox/chats/{ANNA}/web-app?menu=1"
    with pytest.raises(KeyError):
        await client.location(path)
    await bot.set_chat_menu_button(menu_button=MenuButtonWebApp(text="Мои данные", web_app=APP))
    url = await client.location(path)
    assert check_webapp_signature(bot.token, launched(url)["tgWebAppData"])
    assert (await client.get(f"/sandbox/chats/{ANNA}/bot"))["menu"] == "Мои данные"


async def test_a_photo_of_a_paper(bot: Bot, client: SandboxClient) -> None:
    files = {"file": ("паспорт.jpg", b"\xff\xd8\xff"), "as_photo": (None, "1"), "caption": (None, "вот")}
    await client.post(f"/sandbox/chats/{ANNA}/file", files=files)
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.photo is not None
    assert message.caption == "вот"
    content = await bot.download(message.photo[-1])
    assert content is not None
    assert content.read() == b"\xff\xd8\xff"
