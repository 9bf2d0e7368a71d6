"""Run the sandbox apart: `python -m bot.sandbox --port 8081 [--no-flood] [--calls FILE]`."""

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox


async def serve(host: str, port: int, *, flood: bool, calls: Path | None) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sandbox = Sandbox(flood=Flood() if flood else None, calls_file=calls)
    await sandbox.start(host, port)
    async with sandbox:
        sys.stdout.write(f"{sandbox.url} {sandbox.token}\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> int:
    """Read the command line; 1 when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--no-flood", action="store_true", help="no flood control: for benchmarks")
    parser.add_argument("--calls", type=Path, help="append every call to this file as a JSON line")
    asked = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(serve(asked.host, asked.port, flood=not asked.no_flood, calls=asked.calls))
        except OSError as clash:
            sys.stderr.write(f"{asked.host}:{asked.port}: {clash.strerror}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
