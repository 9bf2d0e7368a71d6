"""A toy bot for what the page can show: inline mode, Mini Apps, keyboards that ask, files, alerts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ContentType
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    KeyboardButton,
    MenuButtonWebApp,
    Message,
    ReplyKeyboardMarkup,
    WebAppInfo,
)
from aiogram.utils.web_app import safe_parse_webapp_init_data
from aiohttp import web

from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona

SCRIPT = "/page/telegram-web-app.js"
PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Анкета</title>
<script src="{script}"></script></head><body><h1>Анкета</h1><p id="who"></p><button id="send">Отправить</button>
<a href="/form?page=2">Дальше</a><script>
const app = Telegram.WebApp;
app.ready(); app.expand();
document.body.style.background = app.themeParams.bg_color;
document.body.style.color = app.themeParams.text_color;
document.querySelector("a").style.color = app.themeParams.link_color;
if (app.initData) fetch("/check", {{method: "POST", body: new URLSearchParams(app.initData)}})
  .then((answer) => answer.text()).then((text) => {{ document.getElementById("who").textContent = text; }});
document.getElementById("send").onclick = () => app.sendData("готово");
app.MainButton.setText("Сохранить").onClick(() => app.close()).show();
app.BackButton.onClick(() => {{ document.getElementById("who").textContent = "назад"; }}).show();
</script></body></html>"""


@dataclass
class Toy:
    """A running toy and what its bot has heard."""

    sandbox: Sandbox
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.sandbox.url


def _keyboard(app: str) -> InlineKeyboardMarkup:
    rows = [
        [InlineKeyboardButton(text="Анкета", web_app=WebAppInfo(url=app))],
        [
            InlineKeyboardButton(text="Предупредить", callback_data="alert"),
            InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="123")),
        ],
        [
            InlineKeyboardButton(text="Поделиться", switch_inline_query="хор"),
            InlineKeyboardButton(text="Карточка", url="https://t.me/kruzhok_demo_bot?start=p_7"),
        ],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _router(toy: Toy, app: str) -> Router:
    router = Router()

    @router.message(CommandStart())
    async def start(message: Message) -> None:
        toy.heard.append(message.text or "")
        await message.answer(
            "<b>Меню</b> <tg-spoiler>тайна</tg-spoiler>", parse_mode="HTML", reply_markup=_keyboard(app)
        )

    @router.callback_query()
    async def warn(query: CallbackQuery) -> None:
        await query.answer("Осторожно", show_alert=True)

    _add_search(router)
    _add_answers(router, toy, app)
    return router


def _add_search(router: Router) -> None:
    @router.inline_query()
    async def search(query: InlineQuery) -> None:
        names = [name for name in ("Хор «Радуга»", "Хореография", "Шахматы") if query.query.lower() in name.lower()]
        results = [
            InlineQueryResultArticle(
                id=str(number),
                title=name,
                description="7–9 лет",
                input_message_content=InputTextMessageContent(message_text=name),
            )
            for number, name in enumerate(names)
        ]
        button = InlineQueryResultsButton(text="Все кружки", start_parameter="find")
        await query.answer(list(results), cache_time=0, button=button)


def _add_answers(router: Router, toy: Toy, app: str) -> None:
    @router.message(F.text == "ключи")
    async def keys(message: Message) -> None:
        row = [
            KeyboardButton(text="Где я", request_location=True),
            KeyboardButton(text="Мой номер", request_contact=True),
            KeyboardButton(text="Форма", web_app=WebAppInfo(url=app)),
        ]
        await message.answer("Выберите", reply_markup=ReplyKeyboardMarkup(keyboard=[row]))

    @router.message()
    async def other(message: Message) -> None:
        data = message.web_app_data.data if message.web_app_data else ""
        toy.heard.append(f"{ContentType(message.content_type).value} {data}".strip())
        await message.answer(f"Получено: {toy.heard[-1]}")


@asynccontextmanager
async def _pages(token: str, script: str) -> AsyncIterator[str]:
    """The municipality's own server, as small as can be: a page that greets whom the launch data name."""

    async def form(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE.format(script=script), content_type="text/html")

    async def check(request: web.Request) -> web.Response:
        data = safe_parse_webapp_init_data(token, await request.text())
        assert data.user is not None
        return web.Response(text=f"Здравствуйте, {data.user.first_name}")

    app = web.Application()
    app.add_routes([web.get("/form", form), web.post("/check", check)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/form"
    await runner.cleanup()


@asynccontextmanager
async def toy_desk() -> AsyncIterator[Toy]:
    """Sandbox, pages and bot, until the test is over."""
    persons = (Persona(1, "Анна", "parent"), Persona(2, "Иван", "provider", started=True))
    async with Sandbox(persons=persons) as sandbox, _pages(sandbox.token, f"{sandbox.url}{SCRIPT}") as app:
        toy = Toy(sandbox)
        bot = Bot(sandbox.token, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))
        await bot.set_my_commands([BotCommand(command="start", description="Меню")])
        await bot.set_my_description("Игрушечный бот")
        await bot.set_chat_menu_button(menu_button=MenuButtonWebApp(text="Мои данные", web_app=WebAppInfo(url=app)))
        dispatcher = Dispatcher()
        dispatcher.include_router(_router(toy, app))
        async with asyncio.TaskGroup() as group:
            group.create_task(dispatcher.start_polling(bot, handle_signals=False))
            yield toy
            await dispatcher.stop_polling()
