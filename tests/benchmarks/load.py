"""Persons who press, inside the process of the small Telegram: they cost no HTTP of their own."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox import touches
from bot.sandbox.calls import CallLog
from bot.sandbox.state import Chat, Message, Persona, World

PATIENCE = 60.0
FIRST_ID = 1_000_000


@dataclass
class Press:
    """A touch under way. ``due`` is the loop's time at which it was to be made."""

    chat: Chat
    due: float
    data: str
    answered: bool = False
    edited: bool = False


class Heard(CallLog):
    """The sandbox's log of calls, told on and not kept."""

    def __init__(self, tell: Callable[[str, dict[str, Any], str], None]) -> None:
        super().__init__()
        self._tell = tell

    def add(
        self, method: str, params: dict[str, Any], at: float, code: int, description: str, *, violation: bool
    ) -> None:
        self.total += 1
        self.violations += violation
        self._tell(method.lower(), params, "" if code == 200 else f"{method}: {code} {description}")


class Load:
    """Makes touches and hears how the bot answers them: a press is done by its answer and its edit."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._loop = asyncio.get_running_loop()
        self._chats: deque[Chat] = deque()
        self._open: dict[int, Press] = {}
        self._finished: Callable[[Press], None] = lambda press: None
        self._edited: Callable[[Press], None] = lambda press: None
        self.refused: list[str] = []
        self.screens: dict[str, dict[str, Any]] = {}
        self.polls = 0
        world.log = Heard(self._heard)

    async def start(self) -> None:
        """One person presses Start and is answered."""
        chat = self._world.admit(Persona(FIRST_ID, "Первая"))
        await self._each([chat], 1, "/start", lambda one: touches.start(self._world, one))
        self._chats.clear()  # this person's screen is another one

    async def admit(self, count: int, under_way: int) -> None:
        """Let persons in, each with the screen of the messages wanted before them."""
        first = FIRST_ID + len(self._world.chats)
        personas = [Persona(first + n, "Персона", started=True) for n in range(count)]
        await self._each(
            [self._world.admit(persona) for persona in personas],
            under_way,
            "/stop",
            lambda one: touches.say(self._world, one, "/stop"),
        )

    async def residents(self, first: int, count: int) -> dict[str, float]:
        """Let persons in who never touch the bot, with these ids."""
        for number in range(first, first + count):
            self._world.admit(Persona(number, "Житель", started=True))
        return {"residents": count}

    async def closed(self, *, under_way: int, warm: float, seconds: float) -> dict[str, float]:
        """Keep so many presses under way; count those done in the seconds after the warm-up."""
        done, every, counting = 0, 0, False

        def finished(_press: Press) -> None:
            nonlocal done, every
            done, every = done + counting, every + 1
            self._press(self._loop.time())

        self._finished = finished
        for _ in range(under_way):
            self._press(self._loop.time())
        await asyncio.sleep(warm)
        began, polls, counting = self._loop.time(), self.polls, True
        await asyncio.sleep(seconds)
        spent, counting = self._loop.time() - began, False
        polls = self.polls - polls
        await self._quiet()
        return {"per_second": done / spent, "polls": polls / max(done, 1), "every": every + under_way}

    async def paced(self, *, rate: float, seconds: float) -> dict[str, Any]:
        """Press at even intervals, whatever the bot does; the time from a press to its edit, milliseconds."""
        waits: list[float] = []
        self._edited = lambda press: waits.append(self._loop.time() - press.due)
        began, count = self._loop.time() + 0.1, int(rate * seconds)
        for n in range(count):
            self._loop.call_at(began + n / rate, self._press, began + n / rate)
        await asyncio.sleep(seconds + 0.2)
        await self._quiet()
        waits.sort()
        return {
            "presses": count,
            "p50": 1000 * _at(waits, 0.5),
            "p99": 1000 * _at(waits, 0.99),
            "worst": 1000 * waits[-1],
            "waits": [1000 * wait for wait in waits],
        }

    async def _each(self, chats: list[Chat], under_way: int, text: str, touch: Callable[[Chat], int | None]) -> None:
        waiting, left, done = deque(chats), len(chats), asyncio.Event()

        def following() -> None:
            if waiting:
                chat = waiting.popleft()
                self._open[chat.id] = Press(chat, self._loop.time(), text, answered=True)
                touch(chat)

        def finished(press: Press) -> None:
            nonlocal left
            left -= 1
            following()
            if not left:
                done.set()

        self._finished = finished
        for _ in range(under_way):
            following()
        async with asyncio.timeout(PATIENCE):
            await done.wait()

    async def _quiet(self) -> None:
        """Make no more touches; wait until those under way are done."""
        done = asyncio.Event()

        def finished(_press: Press) -> None:
            if not self._open:
                done.set()

        self._finished = finished
        if self._open:
            async with asyncio.timeout(PATIENCE):
                await done.wait()
        self._edited = lambda press: None

    def _press(self, due: float) -> None:
        """The person who has waited longest presses the first button of their screen."""
        chat = self._chats.popleft()
        screen = _screen(chat)
        self._open[chat.id] = Press(chat, due, screen.keyboard[0][0]["callback_data"])
        touches.press(self._world, chat, screen.id, 0, 0)

    def _heard(self, method: str, params: dict[str, Any], refused: str) -> None:
        if refused:
            self.refused.append(refused)
        elif method == "getupdates":
            self.polls += 1
        elif method == "answercallbackquery":
            self._note(self._world.queries[params["callback_query_id"]].chat.id, answered=True)
        elif method in {"editmessagetext", "sendmessage"}:
            self._note(int(params["chat_id"]), params)

    def _note(self, chat_id: int, params: dict[str, Any] | None = None, *, answered: bool = False) -> None:
        press = self._open.get(chat_id)
        if press is None:
            return
        press.answered = press.answered or answered
        if params is not None:
            press.edited = True
            self._edited(press)
            if press.data not in self.screens:
                self.screens[press.data] = {"text": params["text"], "keyboard": json.loads(params["reply_markup"])}
        if press.answered and press.edited:
            del self._open[chat_id]
            self._chats.append(press.chat)
            self._finished(press)


def _screen(chat: Chat) -> Message:
    return next(message for message in reversed(chat.messages.values()) if message.from_bot)


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
