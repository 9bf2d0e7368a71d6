"""Child processes: pinned to a core, spoken to by lines of JSON, always ended."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KRUZHOK = str(Path(sys.executable).with_name("kruzhok"))
ANSWER_SECONDS = 90.0
STOP_SECONDS = 10.0
LONGEST_LINE = 1 << 20
OURS = ("BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "KEY_FILE", "PUBLIC_URL", "TRIAL_CHAT_FORMS", "LOG_LEVEL")


class Failed(Exception):
    """A measure could not be taken; the message says why."""


def cores() -> tuple[int | None, int | None]:
    """The core of the bot and the core of the rest; None where there are not two."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    mine = sorted(os.sched_getaffinity(0))
    return (mine[0], mine[1]) if len(mine) > 1 else (None, None)


@asynccontextmanager
async def running(
    *argv: str,
    core: int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    log: Path | None = None,
    piped: bool = False,
) -> AsyncIterator[Process]:
    """Run a command and end it at the end; what it says on stderr goes to ``log``."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    with (log or Path(os.devnull)).open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=PIPE if piped else DEVNULL,
            stdout=PIPE if piped else DEVNULL,
            stderr=errors,
            env={**clean, **(env or {})},
            cwd=cwd,
            limit=LONGEST_LINE,
        )
    if core is not None:
        os.sched_setaffinity(process.pid, {core})  # at once: the threads of later inherit it
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


@dataclass
class Driver:
    """The other end of the driver's pipe."""

    process: Process

    async def hear(self, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        """The next line within so many seconds. Failed when none comes, or when it tells of an error."""
        assert self.process.stdout is not None
        try:
            async with asyncio.timeout(seconds):
                line = await self.process.stdout.readline()
        except TimeoutError:
            raise Failed("the driver is silent") from None
        if not line:
            raise Failed("the driver has died")
        told: dict[str, Any] = json.loads(line)
        if told.get("error") or told.get("refused"):
            raise Failed(f"{told.get('error', 'calls were refused')} {told['refused']}")
        return told

    async def order(self, do: str, **how: float) -> dict[str, Any]:
        """Give an order and hear its result."""
        self.tell(do=do, **how)
        return await self.hear()

    def tell(self, **order: Any) -> None:
        """Give an order; its result comes later."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")


def memory(pid: int) -> dict[str, float]:
    """Resident and proportional memory of a process in MB; empty where /proc is not."""
    found = {}
    for file, field in (("status", "VmRSS"), ("smaps_rollup", "Pss")):
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/{file}").read_text(encoding="ascii").splitlines():
                if line.startswith(f"{field}:"):
                    found[field] = int(line.split()[1]) / 1024
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used, with the system's part."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
