"""Filters are asked where they stand: aiogram sends each that is no coroutine, `F…` too, to a thread of its own.

Ours look at a field and return at once, and a touch passes up to dozens of them on its way through the rooms.
"""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from aiogram import Router


def ask_in_place(root: Router) -> None:
    """Make every filter of these routers a coroutine; to be called when all are included."""
    for router in root.chain_tail:
        for observer in router.observers.values():
            for handler in (*observer.handlers, observer._handler):  # noqa: SLF001 (the router's own filters)
                for one in handler.filters or ():
                    if not one.awaitable:
                        one.callback, one.awaitable = _in_place(one.callback), True


def _in_place(ask: Callable[..., Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    @wraps(ask)
    async def asked(*about: Any, **known: Any) -> Any:
        return ask(*about, **known)

    return asked
