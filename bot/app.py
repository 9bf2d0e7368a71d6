"""The running desk: everything is put together here, and nothing is decided."""

import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    Response,
    SendMessage,
)
from aiogram.types import BotCommand

from bot import charts, chores, middlewares, posters
from bot.channel import public_info_only, watch
from bot.delivery import Delivery
from bot.filters import ask_in_place
from bot.imports.work import work as importing
from bot.leading import Leading
from bot.limiter import ChatBuckets, Mouth, Window
from bot.metrics import Metrics, application, exposed
from bot.polling import GetRawUpdates, Poller
from bot.progress import Follower
from bot.session import Line
from bot.settings import Settings
from bot.texting import Texting
from bot.unchanged import Unchanged
from handlers.common import words
from handlers.common.context import Desk
from handlers.common.words import _
from handlers.routers import ROUTERS
from services.core.clock import Clock
from services.core.db import Database
from services.uploads.gateway import Store

SPOKEN = tuple(
    Response[method.__returning__]  # type: ignore[name-defined]
    for method in (
        GetRawUpdates,
        AnswerCallbackQuery,
        EditMessageText,
        EditMessageReplyMarkup,
        SendMessage,
        DeleteMessage,
    )
)
"""aiogram builds a class for each call's answer and pydantic keeps it weakly: held here, it is built once."""


@dataclass
class Wiring:
    """What the parts of one process share."""

    settings: Settings
    database: Database
    clock: Clock
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    """Rung after each touch: the outbox may hold something."""
    touched: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the first touch is done."""
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the demo has moved its clock."""
    by_night: bool = False
    """Send surveys and news in the quiet hours too: the demo's clock jumps through them."""
    metrics: Metrics = field(default_factory=Metrics)


def build_dispatcher(wiring: Wiring, desk: Desk) -> Dispatcher:
    """All rooms behind all middlewares."""
    dispatcher = Dispatcher(disable_fsm=True, desk=desk, draw=charts.draw, poster=posters.draw)
    middlewares.install(dispatcher, wiring)
    for router in ROUTERS:
        router._parent_router = None  # noqa: SLF001 (aiogram ties a router to one dispatcher; a process may need a second)
        dispatcher.include_router(router)
    ask_in_place(dispatcher)
    return dispatcher


@asynccontextmanager
async def open_bot(settings: Settings, *, window: Window) -> AsyncIterator[Bot]:
    """The bot behind its one mouth; closed at the end."""
    bot = Bot(
        settings.bot_token.get_secret_value(),
        session=Line(api=TelegramAPIServer.from_base(settings.telegram_api_url)),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )
    bot.session.middleware(Mouth(chats=ChatBuckets(), notices=window))
    bot.session.middleware(Unchanged())
    try:
        yield bot
    finally:
        await bot.session.close()


async def introduce(bot: Bot) -> None:
    """The commands in the client's menu, in both languages."""
    for locale in words.LOCALES:
        words.use(locale)
        commands = [
            BotCommand(command="start", description=_("Menu")),
            BotCommand(command="mine", description=_("My cases")),
            BotCommand(command="help", description=_("How this works")),
            BotCommand(command="language", description=_("Language")),
            BotCommand(command="territory", description=_("Territory")),
            BotCommand(command="stop", description=_("Which messages I send")),
            BotCommand(command="cancel", description=_("Leave a form")),
        ]
        await bot.set_my_commands(commands, language_code=None if locale == words.DEFAULT else locale)


def desk_of(settings: Settings, username: str, *, public_info: bool = False) -> Desk:
    """How the desk is run: with pages of its own no form ever runs in a chat, whatever else is set."""
    address = settings.public_url.rstrip("/") if settings.public_url else None
    return Desk(username, settings.trial_chat_forms and address is None and not public_info, address, public_info)


def pages(wiring: Wiring, desk: Desk, roles: frozenset[str]) -> AbstractAsyncContextManager[None]:
    """The municipality's own pages, where the role is played and a port is set."""
    settings = wiring.settings
    if "web" not in roles or settings.web_port is None:
        return nullcontext()
    from handlers.web.app import Around, build  # noqa: PLC0415 (templates are read only where pages are served)

    site = build(
        wiring.database,
        wiring.clock,
        desk,
        Around(
            token=settings.bot_token.get_secret_value(),
            uploads=settings.uploads,
            script=settings.webapp_script_url,
            frames=settings.web_frames,
        ),
        rung=wiring.rung.set,
    )
    return exposed(site, settings.web_host, settings.web_port, "WEB_PORT")


def workers(
    wiring: Wiring, bot: Bot, window: Window, stop: asyncio.Event, desk: Desk
) -> Iterator[Coroutine[Any, Any, None]]:
    """What goes on beside the touches: notices, progress, codes, chores."""
    database, clock, settings = wiring.database, wiring.clock, wiring.settings
    mouth = Delivery(bot, database, clock, window, wiring.rung, by_night=wiring.by_night, desk=desk)
    wiring.metrics.delivery = mouth
    yield mouth.run(stop)
    yield Follower(bot, database, clock).run(stop)
    if settings.sms_url is not None:
        yield Texting(database, clock, settings.sms_url, settings.sms_token.get_secret_value()).run(stop)
    yield from importing(settings, database, clock, bot, stop)
    yield chores.run(database, clock, Store(settings.uploads), stop=stop, moved=wiring.moved, by_night=wiring.by_night)


async def serve(wiring: Wiring, *, stop: asyncio.Event, roles: frozenset[str], ready: asyncio.Event) -> None:
    """Play the roles until ``stop``; touches and sends in hand are finished first."""
    settings = wiring.settings
    window = Window(settings.notices_per_second)
    metrics = wiring.metrics
    page = application(metrics, wiring.database, wiring.clock)
    where = (settings.metrics_host, settings.metrics_port)
    async with exposed(page, *where), open_bot(settings, window=window) as bot:
        me = await bot.get_me()
        await introduce(bot)
        desk = desk_of(settings, me.username or "", public_info=await public_info_only(settings, wiring.database))
        bot.session.middleware(Leading(desk))
        async with pages(wiring, desk, roles), asyncio.TaskGroup() as group:
            group.create_task(watch(settings, wiring.database, desk, stop))
            if "worker" in roles:
                for work in workers(wiring, bot, window, stop, desk):
                    group.create_task(work)
            if "bot" in roles:
                metrics.poller = poller = Poller(bot, build_dispatcher(wiring, desk))
                group.create_task(poller.run(stop))
            gc.collect()
            gc.freeze()  # what lives as long as the process is not looked through again and again
            ready.set()
            await stop.wait()
            wiring.rung.set()
            wiring.moved.set()
