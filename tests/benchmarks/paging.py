"""The pages: from asking to the first byte, and what a page weighs with all that it loads, gzipped."""

import gzip
import re
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import ClientSession

from handlers.web.context import COOKIE
from tests.benchmarks.processes import Driver, Failed, cores, running
from tests.benchmarks.table import Row

ASKED = 500
WARM = 30


async def page_rows(_wanted: frozenset[str]) -> list[Row]:
    """One parent's form page asked for five hundred times, one after another; then each page's weight."""
    served, _asking = cores()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "stderr.log"
        argv = (sys.executable, "-m", "tests.benchmarks.serving", folder)
        async with running(*argv, core=served, log=log, piped=True) as process:
            told = await Driver(process).hear()
            headers = {"Cookie": f"{COOKIE}={told['secret']}", "Accept-Language": "ru"}
            async with ClientSession(told["url"], headers=headers) as session:
                times = sorted([await _first_byte(session, told["paths"][0]) for _each in range(WARM + ASKED)][WARM:])
                weights = [await _weight(session, path) for path in told["paths"]]
    return [
        Row("form page, first byte p99", "ms", ours=times[int(ASKED * 0.99)] * 1000, most=50, of_ratio=False),
        Row("  p50", "ms", ours=times[ASKED // 2] * 1000),
        Row("heaviest page, gzipped", "KB", ours=max(weights) / 1024, most=60, of_ratio=False),
    ]


async def _first_byte(session: ClientSession, path: str) -> float:
    began = time.perf_counter()
    async with session.get(path) as came:
        await came.content.readany()
        took = time.perf_counter() - began
        if came.status != 200:
            raise Failed(f"{path} answered {came.status}")
        await came.read()
    return took


async def _weight(session: ClientSession, path: str) -> int:
    """The page with its style and scripts of ours."""
    async with session.get(path) as came:
        page = await came.text()
    total = len(gzip.compress(page.encode()))
    for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
        async with session.get(address) as came:
            total += len(gzip.compress(await came.read()))
    return total
