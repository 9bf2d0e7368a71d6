"""Press a button of this room, read what the chat says; every answer is measured by the house's limits."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Chat, InlineKeyboardMarkup, Message, User
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.common import words
from handlers.common.context import Desk
from handlers.common.screen import Screen
from handlers.parent.certificates.router import router as parents
from handlers.parent.certificates.together import router as together
from handlers.provider.certificates.router import router as providers
from handlers.staff.certificates.router import router as staff
from services.core.actor import Actor
from tests.support.factories.certificates import NOW

ROUTERS: tuple[Router, ...] = (parents, together, providers, staff)
_CHAT = Chat(id=1, type="private")
_USER = User(id=1, is_bot=False, first_name="Test")


class RecordingBot(Bot):
    """Says nothing to anybody; keeps what it was asked to say."""

    def __init__(self) -> None:
        super().__init__("1:test")
        self.calls: list[TelegramMethod[Any]] = []

    async def __call__(self, method: TelegramMethod[Any], request_timeout: int | None = None) -> Any:
        self.calls.append(method)
        return True


def check(text: str, markup: InlineKeyboardMarkup | None) -> str:
    """The visible text of a screen that keeps the house's limits."""
    seen = html.unescape(re.sub(r"</?b>", "", text))
    assert len(seen) <= 900, seen
    assert "{" not in seen
    rows = markup.inline_keyboard if markup else []
    assert len(rows) <= 8
    assert rows, "no way back"
    for row in rows:
        assert 1 <= len(row) <= 3
        assert all(len((button.callback_data or "").encode()) <= 64 for button in row)
    return seen


def check_screen(screen: Screen) -> str:
    return check(screen.text, screen.keyboard)


class Conversation:
    """One person at the desk; the language is English, so that no catalogue is needed."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        actor: Actor,
        *,
        trial: bool = True,
        later: timedelta = timedelta(),
    ) -> None:
        self.sessions = sessions
        self.actor = actor
        self.desk = Desk("test_bot", trial_forms=trial)
        self.now = NOW + later
        self.buttons: dict[str, str] = {}
        self.is_new = False

    async def press(self, data: CallbackData | str) -> str:
        """Press a button by its data, or one on the last screen by a piece of its words."""
        words.use("en")
        packed = self._find(data) if isinstance(data, str) else data.pack()
        bot = RecordingBot()
        message = Message(message_id=1, date=datetime.now(UTC), chat=_CHAT, text="…").as_(bot)
        query = CallbackQuery(id="1", from_user=_USER, chat_instance="1", message=message, data=packed).as_(bot)
        async with self.sessions() as session:
            for router in ROUTERS:
                await router.propagate_event("callback_query", query, **self._given(session, bot))
        return self._read(bot.calls)

    def _find(self, piece: str) -> str:
        return next(data for text, data in self.buttons.items() if piece in text)

    def _given(self, session: AsyncSession, bot: Bot) -> dict[str, Any]:
        state = FSMContext(MemoryStorage(), StorageKey(bot_id=1, chat_id=1, user_id=1))
        return {
            "bot": bot,
            "session": session,
            "actor": self.actor,
            "desk": self.desk,
            "clock": lambda: self.now,
            "state": state,
        }

    def _read(self, calls: list[TelegramMethod[Any]]) -> str:
        said = [call for call in calls if isinstance(call, SendMessage | EditMessageText)]
        if not said:
            return ""
        assert len(said) == 1
        markup = said[0].reply_markup
        assert markup is None or isinstance(markup, InlineKeyboardMarkup)
        self.is_new = isinstance(said[0], SendMessage)
        rows = markup.inline_keyboard if markup else []
        self.buttons = {button.text: button.callback_data or "" for row in rows for button in row}
        return check(said[0].text, markup)
