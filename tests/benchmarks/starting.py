"""How soon the desk is there: the command line's help, and the first screen of the demo."""

import asyncio
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from socket import socket

import httpx

from bot.sandbox.client import SandboxClient
from tests.benchmarks.processes import KRUZHOK, ROOT, Failed, running

PATIENCE = 60.0
PROBE = "import sys; from bot.cli.main import parser; parser(); print(*(n for n in sys.modules if n == 'aiogram'))"


async def help_time() -> float:
    """Seconds of wall time of ``kruzhok --help``."""
    return await _timed(KRUZHOK, "--help")


async def python_time() -> float:
    """Seconds that the interpreter takes to do nothing: the least that any command can take."""
    return await _timed(sys.executable, "-c", "pass")


async def _timed(*argv: str) -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*argv, stdin=DEVNULL, stdout=DEVNULL, cwd=ROOT)
    if await process.wait():
        raise Failed(f"{argv[0]} ended with {process.returncode}")
    return time.perf_counter() - began


async def help_imports_aiogram() -> bool:
    """Whether building the command line's parser drags in the bot library."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROBE, stdout=PIPE, cwd=ROOT)
    told, _nothing = await process.communicate()
    return process.returncode != 0 or bool(told.strip())


async def demo_first_screen(compiled: Path | None) -> float:
    """Seconds from ``kruzhok demo`` in an empty folder to the first screen after Start.

    ``compiled`` keeps the modules' bytecode, filled by a run that is not counted. None: as where nothing has been
    compiled yet, not even the libraries.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {"PYTHONPYCACHEPREFIX": str(compiled or folder / "pycache"), "PYTHONDONTWRITEBYTECODE": ""}
        work = folder / "work"
        work.mkdir()
        port = _free_port()
        log = folder / "stderr.log"
        async with SandboxClient(f"http://127.0.0.1:{port}") as client:  # made before: it is the browser's part
            began = time.perf_counter()
            async with running(KRUZHOK, "demo", "--port", str(port), env=env, cwd=work, log=log, piped=True) as process:
                try:
                    async with asyncio.timeout(PATIENCE):
                        assert process.stdout is not None
                        await process.stdout.readline()  # its address: the page is there
                        await _press_start(client)
                except (TimeoutError, OSError, httpx.HTTPError, LookupError) as broken:
                    told = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
                    raise Failed(f"{type(broken).__name__} {' '.join(told)}") from None
                return time.perf_counter() - began


async def _press_start(client: SandboxClient) -> None:
    parent = next(person for person in await client.persons() if person.role == "parent")
    screen = await parent.start()
    if not screen.buttons:
        raise LookupError(screen.text)


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
