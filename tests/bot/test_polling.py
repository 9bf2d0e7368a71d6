"""Polling: an update is confirmed after its deed, never handled twice in one process, and a bad line is waited out."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.polling import PAUSE_SECONDS, GetRawUpdates, Poller
from tests.support.bot import TOKEN, RecordingSession

AWAY = TelegramNetworkError(GetRawUpdates(), "away")


class Line(RecordingSession):
    """Telegram's queue: it gives what is not confirmed, and may fail; an empty long poll waits to be cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: list[int] = []
        self.failures: list[Exception] = []
        self.asked: list[GetRawUpdates] = []
        self.grown = asyncio.Event()
        self.waits = asyncio.Event()

    def put(self, *numbers: int) -> None:
        self.queue.extend(numbers)
        self.grown.set()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        del bot, timeout
        assert isinstance(method, GetRawUpdates)
        self.asked.append(method)
        if self.failures:
            raise self.failures.pop(0)
        self.queue = [number for number in self.queue if number >= (method.offset or 0)]
        if not self.queue and method.timeout:
            self.grown.clear()
            self.waits.set()
            await self.grown.wait()
        return [{"update_id": number} for number in self.queue]


class Desk(Dispatcher):
    """Handles an update when the test allows it; some break."""

    def __init__(self) -> None:
        super().__init__(disable_fsm=True)
        self.begun: list[int] = []
        self.done: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.changed = asyncio.Event()

    async def feed_update(self, bot: Bot, update: Update, **_more: Any) -> Any:
        del bot
        self.begun.append(update.update_id)
        self.changed.set()
        if update.update_id in self.gates:
            await self.gates[update.update_id].wait()
        if update.update_id < 0:
            raise ZeroDivisionError
        self.done.append(update.update_id)
        self.changed.set()


class Stage:
    """A poller with a fake line, a fake desk and a pause that takes no time."""

    def __init__(self, slow: Sequence[int] = ()) -> None:
        self.line = Line()
        self.desk = Desk()
        self.desk.gates = {number: asyncio.Event() for number in slow}
        self.paused: list[float] = []
        session: BaseSession = self.line
        self.poller = Poller(Bot(TOKEN, session=session), self.desk, pause=self._pause)
        self.stop = asyncio.Event()

    async def _pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        await asyncio.sleep(0)

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not done():
                self.desk.changed.clear()
                await self.desk.changed.wait()

    async def idle(self) -> None:
        """Everything is confirmed and the long poll waits."""
        async with asyncio.timeout(5):
            await self.line.waits.wait()

    async def run(self, group: asyncio.TaskGroup) -> asyncio.Task[None]:
        return group.create_task(self.poller.run(self.stop))

    def offsets(self) -> list[int | None]:
        return [asked.offset for asked in self.line.asked]


async def test_the_lowest_unfinished_update_is_not_confirmed() -> None:
    stage = Stage(slow=[11])
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        stage.line.put(10, 11, 12)
        await stage.until(lambda: stage.desk.done == [10, 12])
        stage.line.put(13)
        await stage.until(lambda: 13 in stage.desk.done)
        assert max(offset or 0 for offset in stage.offsets()) == 11
        assert stage.desk.begun == [10, 11, 12, 13]
        stage.desk.gates[11].set()
        await stage.idle()
        assert stage.offsets()[-1] == 14
        stage.stop.set()
    assert sorted(stage.desk.done) == [10, 11, 12, 13]


async def test_a_slow_touch_does_not_hold_up_the_others() -> None:
    stage = Stage(slow=[1])
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        stage.line.put(1)
        await stage.until(lambda: stage.desk.begun == [1])
        stage.line.put(2)
        await stage.until(lambda: stage.desk.done == [2])
        stage.desk.gates[1].set()
        stage.stop.set()
    assert stage.desk.done == [2, 1]


async def test_while_a_touch_is_in_hand_the_poll_does_not_wait() -> None:
    stage = Stage(slow=[1])
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        stage.line.put(1)
        await stage.until(lambda: stage.desk.begun == [1])
        stage.line.put(2)
        await stage.until(lambda: stage.desk.done == [2])
        assert all(not asked.timeout for asked in stage.line.asked if asked.offset == 1)
        stage.desk.gates[1].set()
        stage.stop.set()


async def test_a_failing_line_is_waited_out_longer_each_time() -> None:
    stage = Stage()
    stage.line.failures = [AWAY] * 8 + [OSError("reset"), TimeoutError()]
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        stage.line.put(5)
        await stage.until(lambda: stage.desk.done == [5])
        stage.stop.set()
    assert stage.paused == [1, 2, 4, 8, 16, 30, 30, 30, 30, 30]
    assert max(stage.paused) == PAUSE_SECONDS
    assert stage.poller.failures == 0


async def test_a_stop_finishes_what_is_in_hand_and_confirms_it() -> None:
    stage = Stage(slow=[7])
    async with asyncio.TaskGroup() as group:
        running = await stage.run(group)
        stage.line.put(7)
        await stage.until(lambda: stage.desk.begun == [7])
        stage.stop.set()
        await asyncio.sleep(0)
        assert not running.done()
        stage.desk.gates[7].set()
    assert stage.desk.done == [7]
    assert stage.line.asked[-1].offset == 8
    assert stage.line.queue == []


async def test_a_stop_that_cannot_confirm_still_stops() -> None:
    stage = Stage()
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        stage.line.put(7)
        await stage.idle()
        stage.line.failures = [AWAY]
        stage.stop.set()
    assert stage.desk.done == [7]


async def test_a_stop_of_an_idle_desk_is_prompt() -> None:
    stage = Stage()
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        await stage.idle()
        stage.stop.set()
    assert len(stage.line.asked) == 1


async def test_a_defect_does_not_stop_the_loop(capsys: pytest.CaptureFixture[str]) -> None:
    stage = Stage()
    stage.poller.next_offset = -5
    async with asyncio.TaskGroup() as group:
        await stage.run(group)
        stage.line.put(-2, 3)
        await stage.until(lambda: stage.desk.done == [3])
        stage.stop.set()
    told = capsys.readouterr()
    assert "polling.unhandled" in told.out + told.err
    assert stage.poller.running == {}


async def test_a_wrong_token_ends_the_process() -> None:
    stage = Stage()
    stage.line.failures = [TelegramUnauthorizedError(GetRawUpdates(), "Unauthorized")]
    with pytest.raises(ExceptionGroup) as fallen:
        await stage.poller.run(stage.stop)
    assert fallen.group_contains(TelegramUnauthorizedError)
