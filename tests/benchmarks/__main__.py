"""`python -m tests.benchmarks [figure …]`: take the figures and print them beside their targets.

Always ends with 0: a benchmark is not a test. What missed its target is called MISSED.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from tests.benchmarks import starting
from tests.benchmarks.annexing import annex_rows
from tests.benchmarks.answering import answer_rows
from tests.benchmarks.asking import asking_rows
from tests.benchmarks.certifying import certificate_rows
from tests.benchmarks.ciphering import cipher_rows
from tests.benchmarks.delivering import delivery_rows
from tests.benchmarks.finding import quality_rows
from tests.benchmarks.importing import import_rows
from tests.benchmarks.keys import key_rows
from tests.benchmarks.opening import opening_rows
from tests.benchmarks.paging import page_rows
from tests.benchmarks.processes import Failed, cores
from tests.benchmarks.queueing import queue_rows
from tests.benchmarks.reserving import reserve_rows
from tests.benchmarks.scaling import scale_rows
from tests.benchmarks.searching import search_rows
from tests.benchmarks.table import Row, lines
from tests.benchmarks.touching import Taken, run_bare, run_ours

RUNS = 3
TOUCH_SECONDS = 150.0
"""No new run of the touches begins after this: `make bench` ends within five minutes."""
HELP_RUNS = 5
TOUCHES = ("touch_closed", "touch_paced", "memory_idle")
FIGURES = (
    *TOUCHES,
    "help_time",
    "demo_first_screen",
    "delivery",
    "queueing",
    "answers",
    "keys",
    "pages",
    "cipher",
    "certificate",
    "reserving",
    "opening",
    "annex",
    "asking",
    "scale",
    "quality",
    "search",
    "import",
)
Pair = tuple[Taken, Taken]


async def touch_rows(wanted: frozenset[str]) -> list[Row]:
    """Ours, then the bare bot on ours' screens, three times; each figure is the median of the runs."""
    pairs: list[Pair] = []
    began = time.monotonic()
    for number in range(RUNS):
        if time.monotonic() - began > TOUCH_SECONDS:
            say(f"the machine is busy: the medians are of {number} runs")
            break
        say(f"touches, run {number + 1} of {RUNS} …")
        ours = await run_ours(wanted)
        pairs.append((ours, await run_bare(wanted, ours.screens)))
    rows = []
    if "touch_closed" in wanted:
        rows.append(_ratio("touch_closed", "/s", pairs, lambda one: one.closed["per_second"], least=0.25))
        rows.append(_ratio("  processor time", "ms", pairs, lambda one: one.closed["cpu_ms"]))
        rows.append(_ratio("  polls per touch", "", pairs, lambda one: one.closed["polls"]))
    if "touch_paced" in wanted:
        rows.append(_ratio("touch_paced p99", "ms", pairs, lambda one: one.paced["p99"], most=3.0))
        rows.append(_ratio("  p50", "ms", pairs, lambda one: one.paced["p50"]))
    if "memory_idle" in wanted and all(one.memory for pair in pairs for one in pair):
        rows.append(_ratio("memory_idle RSS", "MB", pairs, lambda one: one.memory["VmRSS"], most=1.6))
        rows.append(_ratio("  PSS", "MB", pairs, lambda one: one.memory.get("Pss", 0.0)))
    return rows


def _ratio(
    name: str,
    unit: str,
    pairs: list[Pair],
    value: Callable[[Taken], float],
    *,
    least: float | None = None,
    most: float | None = None,
) -> Row:
    ratios = [value(ours) / value(bare) for ours, bare in pairs if value(bare)]
    return Row(
        name,
        unit,
        ours=median(value(ours) for ours, _bare in pairs),
        baseline=median(value(bare) for _ours, bare in pairs),
        ratio=median(ratios) if ratios else None,
        least=least,
        most=most,
    )


async def help_rows(_wanted: frozenset[str]) -> list[Row]:
    """The command line without the bot library."""
    say(f"help, {HELP_RUNS} runs …")
    ours = median([await starting.help_time() for _ in range(HELP_RUNS)])
    bare = median([await starting.python_time() for _ in range(HELP_RUNS)])
    imports = float(await starting.help_imports_aiogram())
    return [
        Row("help_time", "s", ours=ours, baseline=bare, most=0.5, of_ratio=False),
        Row("  imports aiogram", "", ours=imports, most=0.5, of_ratio=False),
    ]


async def demo_rows(_wanted: frozenset[str]) -> list[Row]:
    """The first screen of the demo, with compiled modules and where nothing is compiled yet."""
    say(f"demo, {RUNS} runs and two that compile …")
    with tempfile.TemporaryDirectory() as compiled:
        await starting.demo_first_screen(Path(compiled))
        ours = median([await starting.demo_first_screen(Path(compiled)) for _ in range(RUNS)])
    first = await starting.demo_first_screen(None)
    return [
        Row("demo_first_screen", "s", ours=ours, most=5.0, of_ratio=False),
        Row("  nothing compiled", "s", ours=first),
    ]


async def take(wanted: frozenset[str]) -> list[Row]:
    """All figures asked for; one that cannot be taken is a row that says why."""
    measures: tuple[tuple[frozenset[str], Callable[[frozenset[str]], Awaitable[list[Row]]]], ...] = (
        (frozenset(TOUCHES), touch_rows),
        (frozenset({"help_time"}), help_rows),
        (frozenset({"demo_first_screen"}), demo_rows),
        (frozenset({"delivery"}), delivery_rows),
        (frozenset({"queueing"}), queue_rows),
        (frozenset({"answers"}), answer_rows),
        (frozenset({"keys"}), key_rows),
        (frozenset({"reserving"}), reserve_rows),
        (frozenset({"opening"}), opening_rows),
        (frozenset({"annex"}), annex_rows),
        (frozenset({"asking"}), asking_rows),
        (frozenset({"scale"}), scale_rows),
        (frozenset({"pages"}), page_rows),
        (frozenset({"cipher"}), cipher_rows),
        (frozenset({"certificate"}), certificate_rows),
        (frozenset({"quality"}), quality_rows),
        (frozenset({"search"}), search_rows),
        (frozenset({"import"}), import_rows),
    )
    rows: list[Row] = []
    for names, measure in measures:
        if wanted & names:
            try:
                rows += await measure(wanted)
            except Failed as failed:
                rows += [Row(name, "", failed=str(failed)) for name in FIGURES if name in wanted & names]
    return rows


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("figure", nargs="*", choices=[*FIGURES, []], default=[])
    wanted = frozenset(parser.parse_args().figure or FIGURES)
    bots, others = cores()
    pinned = f"bot on core {bots}, Telegram on core {others}" if bots is not None else "not pinned: one core"
    say(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {pinned}, load {os.getloadavg()[0]:.1f}")
    for line in lines(asyncio.run(take(wanted))):
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
