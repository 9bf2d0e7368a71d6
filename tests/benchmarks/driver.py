"""`python -m tests.benchmarks.driver`: the small Telegram and its persons, on a core of their own.

Says its address in the first line; then each line in is one order, each line out its result, as JSON.
"""

import asyncio
import gc
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.server import Sandbox
from tests.benchmarks.load import Load


async def obey(load: Load, order: dict[str, Any]) -> dict[str, Any]:
    """Do one order of the parent."""
    kind = order.pop("do")
    acts: dict[str, Callable[..., Awaitable[dict[str, Any] | None]]] = {
        "start": load.start,
        "admit": load.admit,
        "residents": load.residents,
        "closed": load.closed,
        "paced": load.paced,
    }
    if kind == "screens":
        return load.screens
    load.refused.clear()
    return {**(await acts[kind](**order) or {}), "refused": load.refused[:3]}


async def orders() -> asyncio.StreamReader:
    """What the parent writes."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Serve until the parent closes the pipe."""
    async with Sandbox(persons=(), flood=None) as sandbox:
        load, reader = Load(sandbox.world), await orders()
        gc.disable()  # a collection here would pass for the bot's slowness; the process lives a minute
        say({"url": sandbox.url, "token": sandbox.token})
        while line := await reader.readline():
            try:
                say(await obey(load, json.loads(line)))
            except TimeoutError:
                say({"error": "the bot did not answer in time", "refused": load.refused[:3]})


if __name__ == "__main__":
    asyncio.run(main())
