"""Chats of a town, fed without a network: what everyone has on the screen is remembered and measured."""

import asyncio
import html
import re
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Sticker, Update
from sqlalchemy import func, select

from bot.delivery import Delivery
from bot.limiter import Window
from bot.middlewares.actor import CHANNEL
from bot.tables import metadata
from handlers.common.keyboards import Noop
from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.db import Database
from services.core.models import Door
from tests.support.bot import FedDesk, RecordingSession, answered
from tests.support.factories.certificates import NOW, Town, add_town

PARENT, CLERK, CHIEF, CLUB, STRANGER = 901, 902, 903, 904, 7_905_905_905
MOST_CHARACTERS, MOST_ROWS, MOST_IN_ROW, MOST_BYTES = 900, 8, 2, 64
RUSSIAN_TERMS = ("СНИЛС", "ОВЗ", "Русский", "ИНН")
"""Words of Russian papers and the name of the language: an English text names them as they are printed."""
NOT_DEEDS = {"done_updates", "dialogues"}

Spoken = SendMessage | EditMessageText | SendDocument


def visible(text: str) -> str:
    """What the eye sees of a message."""
    return html.unescape(re.sub(r"</?(b|i|code|u|a|pre)( [^>]*)?>", "", text))


def _words_of(call: Spoken) -> str:
    return (call.caption if isinstance(call, SendDocument) else call.text) or ""


def check_screen(calls: list[TelegramMethod[Any]], *, pressed: bool) -> None:
    """The limits of every answer: it is there, it is short, it leads on, and a press is answered once."""
    assert answered(calls) is pressed
    assert sum(isinstance(call, AnswerCallbackQuery) for call in calls) == int(pressed)
    spoken = [call for call in calls if isinstance(call, Spoken)]
    for call in spoken:
        text = visible(_words_of(call))
        assert text or isinstance(call, SendDocument)
        assert len(text) <= MOST_CHARACTERS, text
        assert not re.search(r"[{}]|\bNone\b|<\w", text), text
        _check_rows(call)
    if spoken:
        assert spoken[-1].reply_markup is not None, f"no way on: {_words_of(spoken[-1])}"


def _check_rows(call: Spoken) -> None:
    if not isinstance(call.reply_markup, InlineKeyboardMarkup):
        return
    rows = call.reply_markup.inline_keyboard
    assert 1 <= len(rows) <= MOST_ROWS, rows
    for row in rows:
        is_pager = any(button.callback_data == Noop().pack() for button in row)
        assert 1 <= len(row) <= (3 if is_pager else MOST_IN_ROW), row
        assert all(len((button.callback_data or "").encode()) <= MOST_BYTES for button in row)


@dataclass
class Shown:
    """A message of the desk as it stands in a chat."""

    id: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)

    def data(self, piece: str) -> str:
        """The data of the only button whose words or data have this piece."""
        found = [data for words, data in self.buttons.items() if piece in words or data.startswith(piece)]
        assert found, f"no button «{piece}» under: {self.text}\n{self.buttons}"
        return found[0]


class ChatSession(RecordingSession):
    """Keeps every chat as its person sees it."""

    def __init__(self, ids: "count[int]") -> None:
        super().__init__()
        self.ids = ids
        self.chats: dict[int, dict[int, Shown]] = {}

    async def make_request(self, bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        if isinstance(method, Spoken | EditMessageReplyMarkup | DeleteMessage) and self.refuse is None:
            self.calls.append(method)
            return self._draw(bot, method)
        return await super().make_request(bot, method, timeout)

    def _draw(self, bot: Any, method: Any) -> Any:
        chat = self.chats.setdefault(int(method.chat_id), {})
        if isinstance(method, DeleteMessage):
            chat.pop(method.message_id, None)
            return True
        number = getattr(method, "message_id", None) or next(self.ids)
        markup = method.reply_markup
        rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
        buttons = {button.text: button.callback_data or "" for row in rows for button in row}
        old = chat.get(number)
        text = visible(_words_of(method)) if isinstance(method, Spoken) else old.text if old else ""
        chat[number] = Shown(number, text, buttons)
        where = Chat(id=int(method.chat_id), type="private")
        return Message(message_id=number, date=datetime.now(UTC), chat=where, text=text).as_(bot)

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class Street:
    """A town and its chats. ``text``, ``press`` and ``sticker`` act as a person and return what they then see."""

    def __init__(self, database: Database, town: Town) -> None:
        self.database = database
        self.town = town
        self.now = NOW
        self.language: dict[int, str] = {}
        self.heard: list[tuple[int, str]] = []
        self._ids = count(1)
        self._updates = count(1)
        self._session = ChatSession(self._ids)
        self.restart()

    def restart(self) -> None:
        """A new process on the same database; the chats are where they were."""
        self.desk = FedDesk(self.database, clock=lambda: self.now)
        self.desk.session = self.desk.bot.session = self._session
        self.desk._messages = self._ids
        self.desk._updates = self._updates

    def later(self, **span: int) -> None:
        self.now += timedelta(**span)

    def seen(self, person: int) -> Shown:
        """The last message of the desk in the person's chat."""
        chat = self._session.chats[person]
        return chat[max(chat)]

    def old(self, person: int, piece: str) -> Shown:
        """The newest message that still has a button like this."""
        chat = self._session.chats[person]
        found = [one for one in chat.values() if any(d.startswith(piece) or piece in w for w, d in one.buttons.items())]
        return max(found, key=lambda one: one.id)

    async def text(self, person: int, text: str) -> Shown:
        return await self._touch(person, self._message(person, text=text), pressed=False)

    async def sticker(self, person: int) -> Shown:
        picture = Sticker(
            file_id="1", file_unique_id="1", type="regular", width=1, height=1, is_animated=False, is_video=False
        )
        return await self._touch(person, self._message(person, sticker=picture), pressed=False)

    async def press(self, person: int, piece: str, *, at: Shown | None = None) -> Shown:
        """Press a button in sight, or one of the old message ``at``."""
        shown = at or self.seen(person)
        return await self._touch(person, self.query(person, shown.data(piece), shown.id), pressed=True)

    async def forge(self, person: int, data: str) -> Shown:
        """Press a button that this person was never shown."""
        return await self._touch(person, self.query(person, data, self._last_id(person)), pressed=True)

    async def at_once(self, *presses: tuple[int, str]) -> list[str]:
        """Several presses at the same moment; the texts of all answers."""
        before = len(self._session.calls)
        updates = [self.query(person, data, self._last_id(person)) for person, data in presses]
        await asyncio.gather(*(self.desk.dispatcher.feed_update(self.desk.bot, update) for update in updates))
        calls = self._session.calls[before:]
        assert sum(isinstance(call, AnswerCallbackQuery) for call in calls) == len(presses)
        return [visible(call.text or "") for call in calls if isinstance(call, SendMessage | EditMessageText)]

    async def deliver(self) -> list[tuple[int, str]]:
        """Send the notices that wait; (person, text) of each."""
        before = len(self._session.calls)
        while await Delivery(self.desk.bot, self.database, lambda: self.now, Window(1000)).once():
            pass
        calls = self._session.calls[before:]
        for call in calls:
            check_screen([call], pressed=False)
        return [(int(call.chat_id), visible(call.text)) for call in calls if isinstance(call, SendMessage)]

    async def rows(self) -> dict[str, int]:
        """How many rows every table of deeds has."""
        async with self.database.reads() as session:
            tables = [table for table in metadata.sorted_tables if table.name not in NOT_DEEDS]
            return {table.name: await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def _message(self, person: int, **content: Any) -> Update:
        return self.desk.message_update(person, language=self.language.get(person, "ru"), **content)

    def query(self, person: int, data: str, message_id: int) -> Update:
        shown = self._session.chats.get(person, {}).get(message_id)
        message = Message(
            message_id=message_id,
            date=datetime.now(UTC),
            chat=Chat(id=person, type="private"),
            text=shown.text if shown else "…",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[]) if shown else None,
        )
        user = self.desk.user(person, self.language.get(person, "ru"))
        query = CallbackQuery(id=str(next(self._ids)), from_user=user, chat_instance="1", message=message, data=data)
        return Update(update_id=next(self._updates), callback_query=query)

    def _last_id(self, person: int) -> int:
        return max(self._session.chats.get(person, {0: None}))

    async def _touch(self, person: int, update: Update, *, pressed: bool) -> Shown:
        calls = await self.desk.feed(update)
        check_screen(calls, pressed=pressed)
        spoken = [call for call in calls if isinstance(call, Spoken)]
        assert spoken, "no answer"
        if not pressed and isinstance(spoken[-1], EditMessageText):
            assert spoken[-1].message_id == self._last_id(person), f"answered out of sight: {spoken[-1].text}"
        if self.language.get(person) == "en":
            self.check_english(spoken)
        if isinstance(spoken[-1], EditMessageText):
            return self._session.chats[person][int(spoken[-1].message_id or 0)]
        return self.seen(person)

    def check_english(self, spoken: Iterable[Spoken]) -> None:
        """No Cyrillic but names of the catalogue and of the act."""
        for call in spoken:
            markup = call.reply_markup
            rows = markup.inline_keyboard if isinstance(markup, InlineKeyboardMarkup) else []
            for words in (visible(_words_of(call)), *(button.text for row in rows for button in row)):
                assert not re.search("[А-Яа-яЁё]", _without(words, self.data_words)), words

    data_words: tuple[str, ...] = ()


def _without(text: str, pieces: Iterable[str]) -> str:
    for piece in (*pieces, *RUSSIAN_TERMS):
        text = text.replace(piece, "")
    return text


async def street(database: Database, slug: str = "livny", **town: Any) -> Street:
    """A town whose parent, two clerks and club have their chats; the parent is known and has one child."""
    async with database.sessions() as session:
        made = await add_town(session, slug, **town)
        people: list[tuple[int, Actor]] = [
            (PARENT, made.parent),
            (CLERK, made.clerk),
            (CHIEF, made.second_clerk),
            (CLUB, made.club),
        ]
        for address, actor in people:
            index = keyring().blind_index(str(address), f"door.{CHANNEL}")
            row = Door(person_id=actor.person_id, channel=CHANNEL, address_index=index, address=str(address))
            session.add(row)
        await session.commit()
    return Street(database, made)
