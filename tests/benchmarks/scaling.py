"""What a touch costs with a million children and three million applications, beside the same desk with a thousand.

The touches of a parent who applies and of a clerk who decides, without a network, in turns on both; and one round of
the chores, which hold the writer while they look.
"""

import json
import random
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bot import chores, logs
from bot.migrate import head
from bot.prepare import prepared
from handlers.parent.certificates.keyboards import ApplyFor, ApplySend, Mine, MyCase
from handlers.staff.certificates.keyboards import Case, Queue
from services.core.clock import system_clock
from services.core.crypto import install, keyring
from services.core.db import Database
from tests.benchmarks.processes import Failed
from tests.benchmarks.scaling_town import CLERK, FIRST, FIRST_ADDRESS, WAITING, build, settings_of
from tests.benchmarks.table import Row
from tests.support.bot import FedDesk

FEW, MANY = 1_000, 1_000_000
PERSONS = 120
CHORES = 3


class Side:
    """One of the two desks, with its own keys, and the times of its touches."""

    def __init__(self, folder: Path, database: Database) -> None:
        told = json.loads((folder / "stage.json").read_text(encoding="utf-8"))
        self.group, self.children = int(told["group"]), int(told["children"])
        self.database, self.ring = database, keyring()
        self.desk = FedDesk(database, first=time.time_ns() // 1000)  # a kept town has done the ones before
        self.taken: dict[str, list[float]] = {}

    async def visit(self, number: int) -> None:
        """All that one parent and one clerk press."""
        install(self.ring)
        person, child = FIRST_ADDRESS + number, FIRST + number
        await self._timed("menu", person, "/start")
        await self._timed("my cases", person, Mine())
        await self._timed("one case", person, MyCase(application_id=3 * number + 2))
        await self._timed("summary", person, ApplyFor(group_id=self.group, child_id=child))
        await self._timed("apply", person, ApplySend(group_id=self.group, child_id=child))
        await self._timed("queue", CLERK, Queue())
        await self._timed("clerk's case", CLERK, Case(application_id=3 * (number % WAITING) + 3))

    async def chores(self) -> None:
        """What happens by itself every half minute."""
        install(self.ring)
        began = time.perf_counter()
        await chores.once(self.database, system_clock)
        self.taken.setdefault("chores", []).append(1000 * (time.perf_counter() - began))

    def check(self) -> None:
        """Raise Failed if a touch was not done: a refusal is quicker than what it refuses."""
        counts = [one for metric in self.desk.metrics.touches.collect() for one in metric.samples]
        wrong = {one.labels["room"] for one in counts if one.value and one.labels.get("outcome", "done") != "done"}
        if wrong:
            raise Failed(f"touches were not done: {sorted(wrong)}")

    async def _timed(self, name: str, person: int, touch: CallbackData | str) -> None:
        began = time.perf_counter()
        await (self.desk.text(person, touch) if isinstance(touch, str) else self.desk.press(person, touch.pack()))
        self.taken.setdefault(name, []).append(1000 * (time.perf_counter() - began))


def _is_built(folder: Path) -> bool:
    """Make the folder if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / "stage.json").exists()


@asynccontextmanager
async def _side(folder: Path, children: int) -> AsyncIterator[Side]:
    if not _is_built(folder):
        await build(folder, children)
    async with prepared(settings_of(folder), system_clock) as database:
        yield Side(folder, database)


async def scale_rows(_wanted: frozenset[str]) -> list[Row]:
    """The median of each touch on both desks, and of all touches together."""
    logs.configure("WARNING")
    kept = Path(tempfile.gettempdir()) / f"kruzhok_scale_{head()}_{MANY}"
    with tempfile.TemporaryDirectory() as small:
        async with _side(Path(small), FEW) as few, _side(kept, MANY) as many:
            chosen = random.Random()
            pairs = zip(*(chosen.sample(range(WAITING, one.children), PERSONS) for one in (few, many)), strict=True)
            for one, other in pairs:
                await few.visit(one)
                await many.visit(other)
            for _time in range(CHORES):
                await few.chores()
                await many.chores()
            for one in (few, many):
                one.check()
    names = [name for name in few.taken if name != "chores"]
    ours, base = ({name: median(side.taken[name]) for name in side.taken} for side in (many, few))
    rows = [_row(f"  {name}", ours[name], base[name]) for name in (*names, "chores")]
    whole = _row(
        "touches with 1,000,000 children", sum(ours[name] for name in names), sum(base[name] for name in names)
    )
    return [whole, *rows]


def _row(name: str, ours: float, base: float) -> Row:
    limit: dict[str, Any] = {} if name == "  chores" else {"most": 1.3}
    return Row(name, "ms", ours=ours, baseline=base, ratio=ours / base, **limit)
