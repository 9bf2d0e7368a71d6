"""A desk without a network: updates are fed, calls are recorded."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Chat, Message, Update, User

from bot.app import Wiring, build_dispatcher
from bot.settings import Settings
from handlers.common.context import Desk
from services.core.clock import Clock, system_clock
from services.core.db import Database

TOKEN = "42:recorded"


class RecordingSession(BaseSession):
    """Answers every call as Telegram would, and remembers it; ``refuse`` is raised once instead."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[TelegramMethod[Any]] = []
        self.refuse: Exception | None = None
        self._ids = count(10_000)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        del timeout
        self.calls.append(method)
        if self.refuse is not None:
            refused, self.refuse = self.refuse, None
            raise refused
        if isinstance(method, SendMessage | EditMessageText):
            return Message(
                message_id=next(self._ids),
                date=datetime.now(UTC),
                chat=Chat(id=int(method.chat_id or 0), type="private"),
                text=method.text,
            ).as_(bot)
        return True

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class FedDesk:
    """A whole desk: ``text`` and ``press`` feed updates of a person, numbered from ``first``."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock = system_clock,
        desk: Desk | None = None,
        first: int = 1,
        **settings: Any,
    ) -> None:
        self.session = RecordingSession()
        self.bot = Bot(TOKEN, session=self.session, default=DefaultBotProperties(parse_mode="HTML"))
        chosen = Settings(_env_file=None, **{"throttle_touches": 1000, **settings})  # type: ignore[call-arg]
        wiring = Wiring(chosen, database, clock)
        self.metrics = wiring.metrics
        self.dispatcher: Dispatcher = build_dispatcher(wiring, desk or Desk("kruzhok_bot", trial_forms=True))
        self._updates = count(first)
        self._messages = count(1)

    async def feed(self, update: Update) -> list[TelegramMethod[Any]]:
        """Hand over one update; return the calls it caused."""
        before = len(self.session.calls)
        await self.dispatcher.feed_update(self.bot, update)
        return self.session.calls[before:]

    def user(self, person: int, language: str = "ru") -> User:
        return User(id=person, is_bot=False, first_name="Имя", language_code=language)

    def message_update(self, person: int, **content: Any) -> Update:
        """An update with a private message."""
        message = Message(
            message_id=next(self._messages),
            date=datetime.now(UTC),
            chat=Chat(id=person, type="private"),
            from_user=self.user(person, content.pop("language", "ru")),
            **content,
        )
        return Update(update_id=next(self._updates), message=message)

    def press_update(self, person: int, data: str) -> Update:
        """An update with a press of an inline button."""
        message = Message(
            message_id=next(self._messages),
            date=datetime.now(UTC),
            chat=Chat(id=person, type="private"),
            text="before",
        )
        query = CallbackQuery(
            id=str(next(self._messages)), from_user=self.user(person), chat_instance="1", message=message, data=data
        )
        return Update(update_id=next(self._updates), callback_query=query)

    async def text(self, person: int, text: str, **content: Any) -> list[TelegramMethod[Any]]:
        return await self.feed(self.message_update(person, text=text, **content))

    async def press(self, person: int, data: str) -> list[TelegramMethod[Any]]:
        return await self.feed(self.press_update(person, data))


def texts(calls: list[TelegramMethod[Any]]) -> list[str]:
    """What the person read."""
    return [
        call.text
        for call in calls
        if isinstance(call, SendMessage | EditMessageText | AnswerCallbackQuery) and call.text
    ]


def answered(calls: list[TelegramMethod[Any]]) -> bool:
    """Whether a press was answered."""
    return any(isinstance(call, AnswerCallbackQuery) for call in calls)
