"""`python -m tests.benchmarks.rushing PRESSES`: the small Telegram of an opening day, on a core of its own.

PRESSES is a JSON file of [chat, callback data, text of the screen]. Says its address in the first line; each line in is
the order to let them all press, at even intervals over so many seconds, each line out what came of it.
"""

import asyncio
import gc
import json
import re
import sys
from pathlib import Path
from typing import Any

from bot.sandbox import touches
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Chat, Message, Persona, World
from tests.benchmarks.driver import orders, say
from tests.benchmarks.load import Heard

PATIENCE = 60.0
"""Seconds after the last press within which everybody must have an answer."""
NUMBER = re.compile(r"№\s*(\d+)")
SPEAKS = frozenset({"sendmessage", "editmessagetext"})


class Rush:
    """Everybody has the last screen before sending, and presses once; the answer is a message with a number."""

    def __init__(self, world: World, presses: list[tuple[int, str, str]]) -> None:
        self._world = world
        self._loop = asyncio.get_running_loop()
        self._screens = [self._seated(world, *press) for press in presses]
        self._due: dict[int, float] = {}
        self._waits: dict[int, float] = {}
        self._told: dict[int, set[int]] = {}
        self._again = 0
        self._done = asyncio.Event()
        self.refused: list[str] = []
        world.log = Heard(self._heard)

    @staticmethod
    def _seated(world: World, person: int, data: str, text: str) -> tuple[Chat, Message]:
        chat = world.admit(Persona(person, "Родитель", started=True))
        key = {"inline_keyboard": [[{"text": "📨", "callback_data": data}]]}
        return chat, world.new_message(chat, from_bot=True, text=text, markup=key)

    async def run(self, seconds: float) -> dict[str, Any]:
        """Let all press; milliseconds from the moment when a press was due to the number."""
        while not self._world.updates.polls:  # noqa: ASYNC110 (the bot is a process of its own)
            await asyncio.sleep(0.05)
        began, many = self._loop.time() + 1.0, len(self._screens)
        for n, (chat, screen) in enumerate(self._screens):
            self._loop.call_at(began + n * seconds / many, self._press, chat, screen, began + n * seconds / many)
        try:
            async with asyncio.timeout(seconds + PATIENCE):
                await self._done.wait()
        except TimeoutError:
            pass  # whoever has no answer is counted below
        waits = sorted(round(1000 * one, 1) for one in self._waits.values())
        return {
            "waits": waits,
            "seconds": self._loop.time() - began,
            "told": sorted({number for numbers in self._told.values() for number in numbers}),
            "again": self._again,
            "refusals": self.refused[:3],
        }

    def _press(self, chat: Chat, screen: Message, due: float) -> None:
        self._due[chat.id] = due
        touches.press(self._world, chat, screen.id, 0, 0)

    def _heard(self, method: str, params: dict[str, Any], refused: str) -> None:
        if refused:
            self.refused.append(refused)
        elif method in SPEAKS:
            self._note(int(params["chat_id"]), NUMBER.findall(params["text"]))

    def _note(self, chat: int, numbers: list[str]) -> None:
        if chat not in self._due or not numbers:
            return
        self._again += chat in self._waits
        self._waits.setdefault(chat, self._loop.time() - self._due[chat])
        self._told.setdefault(chat, set()).update(map(int, numbers))
        if len(self._waits) == len(self._screens):
            self._done.set()


async def main(presses: list[tuple[int, str, str]]) -> None:
    """Serve until the parent closes the pipe."""
    async with Sandbox(persons=(), flood=None) as sandbox:
        rush, reader = Rush(sandbox.world, presses), await orders()
        gc.disable()  # a collection here would pass for the bot's slowness; the process lives two minutes
        say({"url": sandbox.url, "token": sandbox.token})
        while line := await reader.readline():
            say(await rush.run(**json.loads(line)))


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
