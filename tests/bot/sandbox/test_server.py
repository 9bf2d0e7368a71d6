"""The server itself: page, call log, faults, ports, and HTML that is safe to show."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.types import BotCommand, MenuButtonWebApp, MessageEntity, WebAppInfo

from bot.sandbox import html
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from tests.bot.sandbox.conftest import ANNA, IVAN

SCRIPTS = ("page", "phone", "bubble", "dom", "keys", "sending", "inline", "app", "calls", "telegram-web-app")


async def test_the_page_and_nothing_from_outside(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        scripts = [f"/page/{name}.js" for name in SCRIPTS]
        for path in (
            "/",
            *scripts,
            "/page/page.css",
            "/page/phone.css",
            "/page/icon.svg",
            "/page/calls.html",
            "/page/sms.html",
        ):
            answer = await http.get(path)
            assert answer.status_code == 200
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "//" not in answer.text.replace("http://www.w3.org/2000/svg", "").replace("// ", "")
        assert (await http.get("/page/..%2Fserver.py")).status_code == 404
        assert (await http.get("/page/nothing.js")).status_code == 404
        foreign = await http.post(f"/sandbox/chats/{ANNA}/text", content='{"text": "a"}')
        assert foreign.status_code == 415


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>a <i>b</i></b> c", "<b>a <i>b</i></b> c"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<a href='javascript:alert(1)'>a</a>", "a"),
        (
            "<a href='https://x.ru/?a=1&amp;b=\"'>a</a>",
            '<a href="https://x.ru/?a=1&amp;b=&quot;" target="_blank" rel="noopener noreferrer">a</a>',
        ),
        ("😀 <b>ы</b> &amp; <code>&lt;</code>", "😀 <b>ы</b> &amp; <code>&lt;</code>"),
        ("<blockquote expandable>q</blockquote>", "<blockquote>q</blockquote>"),
        (
            "<tg-spoiler>s</tg-spoiler><span class='tg-spoiler'>t</span>",
            "<tg-spoiler>s</tg-spoiler><tg-spoiler>t</tg-spoiler>",
        ),
        ("  <b> a </b>  ", "<b>a</b>"),
    ],
)
def test_html_is_shown_safely(source: str, shown: str) -> None:
    assert html.render(*html.parse(source)) == shown


async def test_entities_are_shown_safely_too(bot: Bot, client: SandboxClient) -> None:
    entities = [
        MessageEntity(type="text_link", offset=0, length=1, url="javascript:alert(1)"),
        MessageEntity(type="bold", offset=0, length=90),
        MessageEntity(type="<img src=x>", offset=1, length=1),
        MessageEntity(type="bold", offset=70, length=2),
    ]
    await bot.send_message(ANNA, "<b>", entities=entities)
    anna, _ = await client.persons()
    await anna.refresh()
    assert anna.last["html"] == "<b>&lt;b&gt;</b>"


async def test_the_bot_about_itself(bot: Bot, client: SandboxClient) -> None:
    await bot.set_my_commands([BotCommand(command="help", description="Помощь")], language_code="ru")
    assert [command.command for command in await bot.get_my_commands(language_code="ru")] == ["help"]
    assert await bot.get_my_commands() == []
    assert await bot.set_my_description("a")
    assert (await bot.get_my_description()).description == "a"
    assert await bot.set_my_short_description("b")
    assert (await bot.get_my_short_description()).short_description == "b"
    app = WebAppInfo(url="https://example.com")
    assert await bot.set_chat_menu_button(menu_button=MenuButtonWebApp(text="Форма", web_app=app))
    assert (await bot.get_chat_menu_button()).type == "web_app"
    assert await bot.send_chat_action(ANNA, "typing")
    seen = await client.get(f"/sandbox/chats/{ANNA}/bot")
    assert seen == {
        "username": "kruzhok_demo_bot",
        "description": "a",
        "commands": [{"command": "help", "description": "Помощь"}],
        "menu": "Форма",
    }
    assert await bot.delete_my_commands(language_code="ru")
    assert (await client.get(f"/sandbox/chats/{ANNA}/bot"))["commands"] == []


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([BotCommand(command="Help", description="a")], "BOT_COMMAND_INVALID"),
        ([BotCommand(command="a" * 33, description="a")], "BOT_COMMAND_INVALID"),
        ([BotCommand(command="help", description="a" * 257)], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([BotCommand(command="help", description="a")] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_have_limits(bot: Bot, commands: list[BotCommand], reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_my_commands(commands)


async def test_descriptions_and_menu_buttons_have_limits(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="BOT_DESCRIPTION_TOO_LONG"):
        await bot.set_my_description("a" * 513)
    with pytest.raises(TelegramBadRequest, match="BOT_SHORT_DESCRIPTION_TOO_LONG"):
        await bot.set_my_short_description("a" * 121)
    app = MenuButtonWebApp(text="a", web_app=WebAppInfo(url="http://example.com"))
    with pytest.raises(TelegramBadRequest, match="Only HTTPS links are allowed"):
        await bot.set_chat_menu_button(menu_button=app)


async def test_faults_on_demand(bot: Bot, sandbox: Sandbox, client: SandboxClient) -> None:
    await client.post("/sandbox/faults", {"kind": "error", "n": 2, "method": "sendMessage"})
    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Bad Gateway"):
            await bot.send_message(ANNA, "a")
    for kind, sent in (("drop", 0), ("lost", 1)):
        sandbox.world.faults.add(kind)
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(ANNA, "a")
        assert len(sandbox.world.chats[ANNA].messages) == sent
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        await client.post("/sandbox/faults", {"kind": "meteor"})
    assert sandbox.world.log.violations == 0


async def test_a_slow_call_waits_for_what_is_injected(tmp_path: Path) -> None:
    paused = []

    async def pause() -> None:
        paused.append(1)

    file = tmp_path / "calls.jsonl"
    async with Sandbox(persons=[Persona(1, "А")], calls_file=file) as sandbox:
        sandbox.faults.pause = pause
        sandbox.faults.add("slow", n=1)
        async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{sandbox.token}", trust_env=False) as http:
            await http.post("/getMe")
            await http.post("/sendMessage", json={"chat_id": 1, "text": "a"})
    assert paused == [1]
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(line["method"], line["ok"], line["violation"]) for line in lines] == [
        ("getMe", True, False),
        ("sendMessage", False, True),
    ]
    assert lines[1]["description"] == "Bad Request: chat not found"


async def test_the_call_log(bot: Bot, client: SandboxClient) -> None:
    await bot.get_me()
    await bot.send_message(ANNA, "a")
    seen = await client.calls(after=1)
    assert (seen["total"], seen["violations"]) == (2, 0)
    assert [(call["n"], call["method"], call["params"]["text"]) for call in seen["calls"]] == [(2, "sendMessage", "a")]


async def test_ports(sandbox: Sandbox) -> None:
    taken = int(sandbox.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await Sandbox().start("127.0.0.1", taken)


async def test_a_clock_that_cannot_be_moved() -> None:
    async with Sandbox() as sandbox, SandboxClient(sandbox.url) as client:
        assert not (await client.get("/sandbox/clock"))["can_advance"]
        with pytest.raises(httpx.HTTPStatusError, match="404"):
            await client.advance(days=1)


async def test_one_long_poll_for_a_page_of_phones(bot: Bot, client: SandboxClient) -> None:
    seen = (await client.get("/sandbox/chats", seen=f"{ANNA}:-1,{IVAN}:-1"))["chats"]
    assert seen.keys() == {str(ANNA), str(IVAN)}
    afters = f"{ANNA}:{seen[str(ANNA)]['seq']},{IVAN}:{seen[str(IVAN)]['seq']}"
    assert (await client.get("/sandbox/chats", seen=afters))["chats"] == {}
    async with asyncio.TaskGroup() as group:
        waits = group.create_task(client.get("/sandbox/chats", seen=afters, timeout=30))
        group.create_task(bot.send_message(ANNA, "новость"))
    news = waits.result()["chats"]
    assert [message["text"] for message in news[str(ANNA)]["messages"]] == ["новость"]
    for bad in ("", "x:1", "999:0"):
        with pytest.raises(httpx.HTTPStatusError, match="404"):
            await client.get("/sandbox/chats", seen=bad)
