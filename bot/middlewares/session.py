"""One transaction per touch, and every update acted on once."""

import asyncio
from collections import OrderedDict
from typing import Any

from aiogram import Bot
from aiogram.types import TelegramObject, Update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.middlewares.touch import Handler
from bot.tables import DoneUpdate
from services.core.clock import Clock
from services.core.db import Database, OnBoth
from services.notices.actions import TOLD

ANSWERED_KEPT = 10_000
FIRST = OnBoth(
    lambda insert: insert(DoneUpdate.__table__).on_conflict_do_nothing().returning(DoneUpdate.__table__.c.update_id),
)


class SessionMiddleware:
    """Opens the session with the update's row in it.

    An update that this process has answered is dropped when it comes again. One that was committed but perhaps
    never answered (a kill in between) is marked ``repeated``: its person is shown where their cases stand.
    """

    def __init__(self, database: Database, clock: Clock, *, rung: asyncio.Event, touched: asyncio.Event) -> None:
        self._database = database
        self._clock = clock
        self._rung = rung
        self._touched = touched
        self._answered: OrderedDict[int, None] = OrderedDict()

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(update, Update) or update.update_id in self._answered:
            return None
        bot: Bot = data["bot"]
        async with self._database.sessions() as session:
            data["session"] = session
            data["repeated"] = not await self._is_first(session, bot.id, update.update_id)
            result = await handler(update, data)
            await session.commit()
        self._answered[update.update_id] = None
        if len(self._answered) > ANSWERED_KEPT:
            self._answered.popitem(last=False)
        self._touched.set()
        if session.info.get(TOLD):
            self._rung.set()
        return result

    async def _is_first(self, session: AsyncSession, bot_id: int, update_id: int) -> bool:
        written = await session.execute(
            FIRST.of(session),
            {"bot_id": bot_id, "update_id": update_id, "done_at": self._clock()},
        )
        return written.one_or_none() is not None
