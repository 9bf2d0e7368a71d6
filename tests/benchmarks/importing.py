"""A large region's catalogue imported while people touch the bot: 100,000 programs, about 430 MB of JSON.

`kruzhok run` answers 20 presses a second: alone, then while `kruzhok catalog import` works on the same SQLite file.
The same records come once more in another file (one byte longer: it is read whole), then the very same file.
The package is written at the first run and kept. `python -m tests.benchmarks.importing FILE` runs one import and
tells what it took.
"""

import asyncio
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.benchmarks.processes import KRUZHOK, ROOT, Failed, cores, running
from tests.benchmarks.searching_build import SLUG, cache_folder
from tests.benchmarks.table import Row
from tests.benchmarks.touching import PYTHON, ours_in, small_telegram
from tests.support import big_catalogue, big_words

PROGRAMS = 100_000
PRESSERS, RATE, TURN_SECONDS = 100, 20.0, 10.0
MADE_BY = (big_catalogue, big_words)
POLITENESS = 5
"""The bot starts the imports that staff send as politely."""


@dataclass(frozen=True)
class Import:
    """What one import took, and what it changed."""

    seconds: float
    megabytes: float
    changes: dict[str, int]


async def import_rows(_wanted: frozenset[str]) -> list[Row]:
    """The first import with touches meanwhile, then the two that change nothing."""
    package = _package()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        longer = folder / "again.json"
        longer.write_bytes(package.read_bytes() + b"\n")
        first, alone, meanwhile = await _with_touches(folder, package)
        again, same = await _import(ours_in(folder), longer), await _import(ours_in(folder), longer)
    if first.changes["created"] != PROGRAMS or any((*again.changes.values(), *same.changes.values())):
        raise Failed(f"{first.changes}, then {again.changes} and {same.changes}")
    return [
        Row(f"import, {package.stat().st_size / 1e6:.0f} MB", "s", ours=first.seconds, most=180, of_ratio=False),
        Row("  memory at most", "MB", ours=first.megabytes, most=400, of_ratio=False),
        Row("  again, another file", "s", ours=again.seconds, most=40, of_ratio=False),
        Row("  memory at most", "MB", ours=again.megabytes, most=400, of_ratio=False),
        Row("  the same file", "s", ours=same.seconds, most=40, of_ratio=False),
        Row("  touches meanwhile, p99", "ms", _share(meanwhile, 99), _share(alone, 99), most=100, of_ratio=False),
        Row("  p50", "ms", _share(meanwhile, 50), _share(alone, 50)),
        Row("  worst", "ms", max(meanwhile), max(alone)),
    ]


def _share(waits: list[float], percent: int) -> float:
    return quantiles(waits, n=100)[percent - 1]


def _package() -> Path:
    """The file, written if it is not there yet."""
    told = hashlib.sha256(b"".join(Path(one.__file__).read_bytes() for one in MADE_BY)).hexdigest()[:10]
    path = cache_folder() / f"package_{PROGRAMS}_{told}.json"
    if not path.exists():
        draft = path.with_suffix(".draft")
        big_catalogue.write(draft, PROGRAMS)
        draft.rename(path)
    return path


async def _with_touches(folder: Path, package: Path) -> tuple[Import, list[float], list[float]]:
    """The import, and the milliseconds of every touch alone and meanwhile."""
    bots_core, others_core = cores()
    log = folder / "stderr.log"
    async with (
        small_telegram(others_core, log) as (driver, address),
        running(KRUZHOK, "run", core=bots_core, env={**ours_in(folder), **address}, cwd=folder, log=log),
    ):
        await driver.order("start")
        await driver.order("admit", count=PRESSERS, under_way=16)
        alone = await driver.order("paced", rate=RATE, seconds=TURN_SECONDS)
        async with asyncio.TaskGroup() as group:
            work = group.create_task(_import(ours_in(folder), package))
            meanwhile: list[float] = []
            while not work.done():
                meanwhile += (await driver.order("paced", rate=RATE, seconds=TURN_SECONDS))["waits"]
        return work.result(), alone["waits"], meanwhile


async def _import(env: Mapping[str, str], path: Path) -> Import:
    process = await asyncio.create_subprocess_exec(
        *(PYTHON, "-m", "tests.benchmarks.importing", str(path)), stdout=PIPE, env={**os.environ, **env}, cwd=ROOT
    )
    told, _nothing = await process.communicate()
    if process.returncode:
        raise Failed(f"the import of {path.name} ended with {process.returncode}")
    return Import(**json.loads(told))


def import_child(path: str) -> None:
    """Import a file as the bot does what staff send, in a process of its own; print what it took."""
    os.nice(POLITENESS)
    began = time.perf_counter()
    argv = (KRUZHOK, "catalog", "import", path, "--territory", SLUG, "--json")
    done = subprocess.run(argv, check=True, stdout=subprocess.PIPE)
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    changes = json.loads(done.stdout.splitlines()[-1])["changes"]
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": megabytes, "changes": changes}))


if __name__ == "__main__":
    import_child(sys.argv[1])
