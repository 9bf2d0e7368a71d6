"""An import in a process of its own: its work would make every touch of this one wait."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from bot.settings import Settings

log = structlog.get_logger()
PATIENCE = 10.0
"""Seconds that a process has to end when it is asked to."""


class Run(Protocol):
    """Imports a file under a row of ``imports``, whose state then says how it ended."""

    async def __call__(self, import_id: int, path: Path, slug: str) -> None: ...


@dataclass(frozen=True)
class Child:
    """Runs ``kruzhok catalog import`` on the same database."""

    settings: Settings

    async def __call__(self, import_id: int, path: Path, slug: str) -> None:
        """Wait until it has ended; a cancelled wait ends it."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "catalog", "import", str(path)),
            *("--territory", slug, "--json", "--queued", str(import_id)),
            env=self._environment(),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        if code not in (0, 1):
            log.error("import.process_died", number=import_id, code=code)

    def _environment(self) -> dict[str, str]:
        """The settings that an import reads, as this process has them: not all of them came from its environment."""
        return {
            **os.environ,
            "DATABASE_URL": self.settings.database_url,
            "KEY_FILE": str(self.settings.key_file.resolve()),
            "IMPORT_MAX_MB": str(self.settings.import_max_mb),
        }


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
