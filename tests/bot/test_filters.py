"""No filter of the desk needs a thread: a touch passes dozens of them."""

import threading
from pathlib import Path
from typing import Any

from aiogram import F, Router
from aiogram.types import TelegramObject

from bot.filters import ask_in_place
from services.core.db import open_database
from tests.support.bot import FedDesk


class Pressed(TelegramObject):
    data: str


async def test_a_filter_is_asked_in_the_loops_own_thread_and_says_the_same() -> None:
    asked_in: list[threading.Thread] = []

    def known(event: Pressed, **_known: Any) -> dict[str, str] | bool:
        asked_in.append(threading.current_thread())
        return {"found": event.data} if event.data == "yes" else False

    async def pressed(_event: Pressed, found: str, word: str) -> str:
        return found + word

    router = Router()
    router.message.register(pressed, known, F.data.as_("word"))
    ask_in_place(router)
    ask_in_place(router)  # a process may build a second dispatcher of the same routers
    assert await router.message.trigger(Pressed(data="yes")) == "yesyes"
    assert await router.message.trigger(Pressed(data="no")) is not None
    assert asked_in == [threading.current_thread()] * 2


async def test_all_filters_of_the_desk_are_coroutines(tmp_path: Path) -> None:
    dispatcher = FedDesk(open_database(f"sqlite:///{tmp_path}/never_opened.db")).dispatcher
    filters = [
        one
        for router in dispatcher.chain_tail
        for observer in router.observers.values()
        for handler in observer.handlers
        for one in handler.filters or ()
    ]
    assert len(filters) > 100
    assert all(one.awaitable for one in filters)
