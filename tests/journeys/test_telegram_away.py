"""Telegram is cut off, ill or slow, or the desk itself is down: what people did meanwhile is answered, in order.

Over real HTTP, on both engines. Notices are neither lost nor said twice; where Telegram took a message and its receipt
was lost, nobody can know, and that one message alone comes again.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import limiter
from bot.app import Wiring, serve
from bot.demo.live import demo_settings
from bot.middlewares.actor import CHANNEL
from bot.prepare import prepared
from bot.sandbox import touches
from bot.sandbox.client import Person, SandboxClient
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from services.core.clock import MovableClock
from services.core.db import Database
from services.notices import actions
from services.notices.models import Notice, NoticeStatus
from services.staff.queries import actor_at
from tests.support.cable import Cable
from tests.support.ways import ANSWERS

PATIENCE = 20
LATER = timedelta(minutes=1)
"""More than the first pauses of a notice that Telegram did not take."""
FAULTS = 2
HELP = "Как всё идёт"
QUESTIONS = ["1 из 2", "2 из 2", "1 из 4", "2 из 4", "3 из 4", "4 из 4"]
"""Of the form, in order: each is asked only after the one before was answered."""


@dataclass
class Town:
    """A desk at the end of a cable, which may be started and stopped; Telegram and the database stay."""

    settings: Settings
    sandbox: Sandbox
    cable: Cable
    client: SandboxClient
    database: Database
    clock: MovableClock
    wiring: Wiring = field(init=False)

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[None]:
        """The desk is up inside."""
        self.wiring = Wiring(self.settings, self.database, self.clock, by_night=True)
        stop, ready = asyncio.Event(), asyncio.Event()
        async with asyncio.timeout(3 * PATIENCE), asyncio.TaskGroup() as group:
            group.create_task(serve(self.wiring, stop=stop, roles=frozenset({"bot", "worker"}), ready=ready))
            await ready.wait()
            yield
            stop.set()

    async def people(self, count: int) -> list[Person]:
        """Persons who have the menu of a territory before them."""
        people = [await self.client.person() for _each in range(count)]
        await asyncio.gather(*(person.start() for person in people))
        await asyncio.gather(*(person.press(lambda button: button.data.startswith("terr:")) for person in people))
        return people

    def types(self, person: Person, *texts: str) -> None:
        """Write, whether anybody listens or not."""
        for text in texts:
            touches.say(self.sandbox.world, self.sandbox.world.chats[person.id], text)

    def presses(self, person: Person, data: str) -> None:
        """Press what is in sight, and do not wait."""
        button = person.find(lambda button: button.data.startswith(data))
        chat = self.sandbox.world.chats[person.id]
        touches.press(self.sandbox.world, chat, button.message_id, button.row, button.col)

    async def tell(self, *people: Person) -> list[int]:
        """A notice to each, with a number of its own; the numbers."""
        numbers = [1000 + at for at in range(len(people))]
        async with self.database.sessions() as session:
            for number, person in zip(numbers, people, strict=True):
                actor = await actor_at(session, channel=CHANNEL, address=str(person.id))
                assert actor is not None
                told = {"number": number, "status": "withdrawn"}
                await actions.put(
                    session, people=[actor.person_id], kind="application_closed", data=told, now=self.clock()
                )
            await session.commit()
        self.wiring.rung.set()
        return numbers

    async def notices(self) -> list[tuple[NoticeStatus, int]]:
        """How each stands, and how often it was tried."""
        async with self.database.reads() as session:
            found = await session.execute(select(Notice.status, Notice.attempts).order_by(Notice.id))
            return [(status, attempts) for status, attempts in found]

    async def all_sent(self) -> bool:
        """Whether nobody waits; the desk is asked to look again."""
        self.wiring.rung.set()
        return {status for status, _attempts in await self.notices()} == {NoticeStatus.SENT}

    async def all_tried(self) -> bool:
        return all(attempts and status is NoticeStatus.PENDING for status, attempts in await self.notices())

    def told(self) -> Counter[int]:
        """How often Telegram took each notice, by its number."""
        calls = [call for call in self.sandbox.calls.after(0) if call.method.lower() == "sendmessage"]
        texts = [str(call.params.get("text")) for call in calls if call.code == 200]
        return Counter(number for number in range(1000, 1100) for text in texts if f"№ {number}" in text)

    def asked(self, person: Person) -> list[str]:
        """The questions put to a person, in the order in which Telegram took them."""
        calls = [call for call in self.sandbox.calls.after(0) if call.params.get("chat_id") == str(person.id)]
        texts = [str(call.params.get("text")) for call in calls if call.code == 200]
        return [found[1] for text in texts if (found := re.search(r"· вопрос (\d из \d)", text))]

    def violations(self) -> list[tuple[str, str]]:
        """Rules broken; that a second poll ends the first, which hangs at the cut end, is none."""
        calls = self.sandbox.calls.after(0)
        return [(call.method, call.description) for call in calls if call.violation and call.code != 409]


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what another task brings about."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            continue


@pytest.fixture
async def town(own_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr(limiter, "CHAT_BURST", 100)  # one message a second for each chat is not the matter here
    clock = MovableClock()
    async with (
        Sandbox(persons=(), clock=clock) as sandbox,
        Cable(sandbox.url) as cable,
        SandboxClient(sandbox.url, quiet=0) as client,
    ):
        settings = demo_settings(own_settings, tmp_path, cable.url, sandbox.token, own_database=True)
        async with prepared(settings, clock) as database:
            yield Town(settings, sandbox, cable, client, database, clock)


async def to_first_question(person: Person) -> None:
    """Begin to add a child."""
    for piece in ("famkids", "famadd", "famlaw", "famgo"):
        await person.press(lambda button, piece=piece: button.data.startswith(piece))  # type: ignore[misc]


async def test_what_was_done_while_the_line_was_cut_is_caught_up_in_order(town: Town) -> None:
    async with town.desk():
        parent, reader, *others = await town.people(6)
        await to_first_question(parent)
        newcomer = await town.client.person()
        town.cable.cut()
        town.types(parent, *ANSWERS.values())
        town.presses(reader, "help")
        touches.start(town.sandbox.world, town.sandbox.world.chats[newcomer.id])
        numbers = await town.tell(*others)
        await until(town.all_tried)
        assert town.told() == {}
        assert town.cable.tried.is_set()
        town.cable.mend()
        town.clock.advance(LATER)
        await until(town.all_sent)
        await parent.wait_for(lambda message: any(one.data.startswith("fampick") for one in message.buttons))
        await reader.wait_for(lambda message: HELP in message.text)
        await newcomer.wait_for(lambda message: bool(message.buttons))
        assert town.told() == Counter(numbers)
        assert town.asked(parent) == QUESTIONS
    assert town.violations() == []


async def test_an_ill_telegram_is_answered_in_the_end(town: Town) -> None:
    async with town.desk():
        people = await town.people(8)
        faults = town.sandbox.faults
        for kind in ("error", "drop"):
            for method in ("getUpdates", "answerCallbackQuery", "editMessageText"):
                faults.add(kind, 1, method)
        for person in people[:2]:
            town.presses(person, "help")
        for person in people[:2]:
            await person.wait_for(lambda message: HELP in message.text)
        faults.add("error", FAULTS, "sendMessage")
        faults.add("drop", FAULTS, "sendMessage")
        faults.add("lost", FAULTS, "sendMessage")
        numbers = await town.tell(*people)
        await until(lambda: _tried(town))
        town.clock.advance(LATER)
        await until(town.all_sent)
        told = town.told()
        assert set(told) == set(numbers)
        assert told.total() == len(numbers) + FAULTS, "only what was taken without a receipt came twice"
        assert sum(attempts > 1 for _status, attempts in await town.notices()) == 3 * FAULTS
    assert town.violations() == []


async def _tried(town: Town) -> bool:
    return all(attempts and status is not NoticeStatus.SENDING for status, attempts in await town.notices())


async def test_a_slow_answer_holds_up_nobody_else(town: Town) -> None:
    async with town.desk():
        slow, quick = await town.people(2)
        held, gate = asyncio.Event(), asyncio.Event()

        async def pause() -> None:
            held.set()
            await gate.wait()

        town.sandbox.faults.pause = pause
        town.sandbox.faults.add("slow", 1, "answerCallbackQuery")
        town.presses(slow, "help")
        await held.wait()
        town.presses(quick, "help")
        await quick.wait_for(lambda message: HELP in message.text)
        await slow.refresh()
        assert HELP not in slow.screen.text
        gate.set()
        await slow.wait_for(lambda message: HELP in message.text)
    assert town.violations() == []


async def test_what_was_done_while_the_desk_was_down_is_answered_when_it_is_up(town: Town) -> None:
    async with town.desk():
        parent, reader, *others = await town.people(5)
        await to_first_question(parent)
    town.presses(reader, "help")
    town.types(parent, *ANSWERS.values())
    numbers = await town.tell(*others)
    async with town.desk():
        await until(town.all_sent)
        await reader.wait_for(lambda message: HELP in message.text)
        await parent.wait_for(lambda message: any(one.data.startswith("fampick") for one in message.buttons))
        assert town.told() == Counter(numbers)
        assert town.asked(parent) == QUESTIONS
        assert [attempts for _status, attempts in await town.notices()] == [1] * len(numbers)
    assert town.violations() == []
