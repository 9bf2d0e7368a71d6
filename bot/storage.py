"""Durable dialogues: aiogram's FSM storage inside the transaction of the touch."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import Dialogue
from services.core.clock import Clock
from services.core.db import OnBoth

_TABLE = Dialogue.__table__
_READ = select(_TABLE.c.state, _TABLE.c.data).where(_TABLE.c.key == bindparam("of"))


def _written(insert: Any) -> Any:
    fresh = insert(_TABLE)
    values = {name: fresh.excluded[name] for name in ("state", "data", "changed_at")}
    return fresh.on_conflict_do_update(index_elements=["key"], set_=values)


_WRITE = OnBoth(_written)


class TouchStorage(BaseStorage):
    """State and data of one person's dialogue, written with the deed or not at all.

    One SELECT serves the whole touch: nobody else writes this row meanwhile (the person's events are isolated).
    """

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._loaded: tuple[str | None, dict[str, Any]] | None = None

    @staticmethod
    def _key(key: StorageKey) -> str:
        return f"{key.bot_id}:{key.user_id}:{key.destiny}"

    async def _load(self, key: StorageKey) -> tuple[str | None, dict[str, Any]]:
        if self._loaded is None:
            found = await self._session.execute(_READ, {"of": self._key(key)})
            row = found.one_or_none()
            self._loaded = (None, {}) if row is None else (row.state, json.loads(row.data))
        return self._loaded

    async def _save(self, key: StorageKey, state: str | None, data: dict[str, Any]) -> None:
        if await self._load(key) == (state, data):
            return
        self._loaded = (state, data)
        values = {"state": state, "data": json.dumps(data, ensure_ascii=False), "changed_at": self._clock()}
        await self._session.execute(_WRITE.of(self._session), {"key": self._key(key), **values})

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        _old, data = await self._load(key)
        await self._save(key, state.state if isinstance(state, State) else state, data)

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self._load(key))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        state, _old = await self._load(key)
        await self._save(key, state, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict((await self._load(key))[1])

    async def close(self) -> None:
        """Nothing of its own to close: the session belongs to the touch."""
