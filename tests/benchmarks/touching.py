"""A bot under load: ours or the bare one, fresh for each run, alone on its core."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.processes import KRUZHOK, ROOT, Driver, Failed, cores, cpu_seconds, memory, running

PERSONS = 400
"""So many that nobody is spoken to more than once a second: our mouth waits for the chat, as Telegram demands."""
UNDER_WAY = 64
CLOSED = {"under_way": UNDER_WAY, "warm": 1.5, "seconds": 6.0}
PACED = {"rate": 30.0, "seconds": 15.0}
IDLE_SECONDS = 2.0
PYTHON = sys.executable


@dataclass
class Taken:
    """What one run of one bot gave."""

    screens: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    closed: dict[str, float] = field(default_factory=dict)
    paced: dict[str, float] = field(default_factory=dict)


async def run_ours(wanted: frozenset[str]) -> Taken:
    """``kruzhok run`` on SQLite in a folder that goes away."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return await _run((KRUZHOK, "run"), ours_in(folder), folder, folder, wanted)


def ours_in(folder: Path) -> dict[str, str]:
    """The environment of our bot with its database in a folder."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "KEY_FILE": str(folder / "bench.key"),
        "THROTTLE_TOUCHES": "1000000",
        "TRIAL_CHAT_FORMS": "1",
        "LOG_LEVEL": "WARNING",
    }


async def run_bare(wanted: frozenset[str], screens: dict[str, Any]) -> Taken:
    """The bare bot with the screens that ours has shown; Failed if it does not show the same."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "screens.json"
        file.write_text(json.dumps(screens, ensure_ascii=False), encoding="utf-8")
        taken = await _run((PYTHON, "-m", "tests.benchmarks.bare", str(file)), {}, ROOT, Path(name), wanted)
    if taken.screens != screens:
        raise Failed("the bare bot shows other screens than ours")
    return taken


@asynccontextmanager
async def small_telegram(core: int | None, log: Path) -> AsyncIterator[tuple[Driver, Mapping[str, str]]]:
    """The sandbox with its persons: (its pipe, where the bot finds it)."""
    async with running(PYTHON, "-m", "tests.benchmarks.driver", core=core, log=log, piped=True) as process:
        driver = Driver(process)
        told = await driver.hear()
        yield driver, {"BOT_TOKEN": told["token"], "TELEGRAM_API_URL": told["url"]}


async def _run(argv: tuple[str, ...], env: Mapping[str, str], cwd: Path, folder: Path, wanted: frozenset[str]) -> Taken:
    bots_core, drivers_core = cores()
    log = folder / "stderr.log"
    try:
        async with (
            small_telegram(drivers_core, log) as (driver, address),
            running(*argv, core=bots_core, env={**env, **address}, cwd=cwd, log=log) as bot,
        ):
            return await _measure(driver, bot.pid, wanted)
    except Failed as failed:
        told = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        raise Failed("; ".join([f"{argv[0]}: {failed}", *told])) from None


async def _measure(driver: Driver, pid: int, wanted: frozenset[str]) -> Taken:
    taken = Taken()
    await driver.order("start")
    if "memory_idle" in wanted:
        await asyncio.sleep(IDLE_SECONDS)  # idleness is time: there is no event of nothing happening
        taken.memory = memory(pid)
    await driver.order("admit", count=1, under_way=1)
    await driver.order("closed", under_way=1, warm=0, seconds=0.2)  # both screens are seen once
    if wanted & {"touch_closed", "touch_paced"}:
        await driver.order("admit", count=PERSONS, under_way=16)
    if "touch_closed" in wanted:
        before = cpu_seconds(pid)
        taken.closed = await driver.order("closed", **CLOSED)
        taken.closed["cpu_ms"] = 1000 * (cpu_seconds(pid) - before) / taken.closed["every"]
    if "touch_paced" in wanted:
        taken.paced = await driver.order("paced", **PACED)
    taken.screens = await driver.order("screens")
    return taken
