"""A delivery without a network: Telegram refuses as told, the clock and the pauses are the test's."""

import asyncio
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.middlewares.manager import RequestMiddlewareManager
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendDocument, SendMessage, SendPhoto, TelegramMethod
from sqlalchemy import select

from bot.delivery import CHANNEL, Delivery
from bot.limiter import ChatBuckets, Mouth, Window
from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.db import Database
from services.core.models import Door
from services.notices import actions
from services.notices.models import Notice
from tests.support.bot import TOKEN, RecordingSession
from tests.support.factories.families import add_person

NOW = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)


class Chat(RecordingSession):
    """Telegram that refuses some chats, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: dict[int, list[TelegramAPIError]] = {}
        self.said: list[tuple[int, str]] = []
        self.spoken = asyncio.Event()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        assert isinstance(method, SendMessage | SendPhoto | SendDocument)
        await asyncio.sleep(0)
        if waiting := self.refusals.get(int(method.chat_id)):
            raise waiting.pop(0)
        text = method.text if isinstance(method, SendMessage) else method.caption
        self.said.append((int(method.chat_id), text or ""))
        self.spoken.set()
        return await super().make_request(bot, method, timeout)


@dataclass
class Post:
    """A delivery whose clock and pauses are the test's."""

    database: Database
    now: datetime = NOW
    chat: Chat = field(default_factory=Chat)
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.delivery = self.another()

    def another(self, kind: type[Delivery] = Delivery) -> Delivery:
        """One more process on the same database."""
        session = copy(self.chat)  # with a mouth of its own before the one Telegram
        session.middleware = RequestMiddlewareManager()
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        window = Window(30, self._seconds)
        session.middleware(Mouth(chats=ChatBuckets(self._seconds), notices=window, pause=self._pause))
        return kind(bot, self.database, lambda: self.now, window)

    def _seconds(self) -> float:
        return self.now.timestamp()

    async def _pause(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def person(self, address: int | None, locale: str = "ru") -> Actor:
        async with self.database.sessions() as session:
            actor = await add_person(session, locale=locale)
            if address is not None:
                index = keyring().blind_index(str(address), f"door.{CHANNEL}")
                door = {"channel": CHANNEL, "address_index": index, "address": str(address)}
                session.add(Door(person_id=actor.person_id, **door))
            await session.commit()
        return actor

    async def tell(self, *people: Actor, kind: str = "application_closed", **data: Any) -> None:
        told = {"number": 7, "status": "withdrawn", **data}
        async with self.database.sessions() as session:
            await actions.put(session, people=[one.person_id for one in people], kind=kind, data=told, now=self.now)
            await session.commit()

    async def rows(self) -> Sequence[Notice]:
        async with self.database.reads() as session:
            return (await session.scalars(select(Notice).order_by(Notice.id))).all()

    async def only(self) -> Notice:
        (row,) = await self.rows()
        return row
