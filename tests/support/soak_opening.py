"""`python -m tests.support.soak_opening [kills] [--postgresql]`: kill -9 in the middle of an opening's hour.

Parents file all the while, and each process is killed at a random moment of it; the next one begins at once. In the end
every number that was told must be in the database, every number of the database must have been told (at the press, or
when its update was delivered again), everybody must have one, and the seats be given exactly. 0 if all this holds.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from sqlalchemy import func, select

from bot.drill.play import count, finish
from bot.prepare import prepared
from bot.settings import Settings
from services.certificates.models import Application
from services.core.clock import system_clock
from services.core.db import Database
from tests.benchmarks.opening import Day, crowd_at, day_of, environment, seat, url_in
from tests.benchmarks.processes import KRUZHOK, running

KILLS = 5
PARENTS, SEATS, SECONDS = 1_500, 200, 30.0
PATIENCE = 180.0


async def soak(folder: Path, url: str, kills: int) -> bool:
    """One hour with so many kills in it."""
    settings = Settings(_env_file=None, database_url=url, key_file=folder / "opening.key")
    async with prepared(settings, system_clock) as database:
        stage, presses = await seat(database, PARENTS, SEATS)
        async with crowd_at(folder, presses) as (driver, address):
            driver.tell(seconds=SECONDS)
            env = {**environment(folder, url), **address}
            for number in range(kills):
                say(f"kill {number + 1}: {await _killed(folder, env, database, SECONDS / kills)}")
            async with running(KRUZHOK, "run", env=env, cwd=folder, log=folder / "bot.log"):
                given = await driver.hear(SECONDS + PATIENCE)
        await finish(database, stage)
        played = await count(database, stage, (PARENTS, SEATS), given["waits"] or [0.0], given["seconds"])
        return _verdict(await day_of(database, played, 0.0, given), given["again"])


async def _killed(folder: Path, env: dict[str, str], database: Database, span: float) -> str:
    """Start the desk, kill it once it has filed something; when that was."""
    before = await _filed(database)
    async with running(KRUZHOK, "run", env=env, cwd=folder, log=folder / "bot.log") as bot:
        while await _filed(database) == before:  # noqa: ASYNC110 (another process does it)
            await asyncio.sleep(0.05)
        wait = random.uniform(0, span)
        await asyncio.sleep(wait)
        bot.kill()
        await bot.wait()
    return f"{wait:.2f} s after its first application, {await _filed(database)} in the database"


async def _filed(database: Database) -> int:
    async with database.reads() as session:
        return await session.scalar(select(func.count()).select_from(Application)) or 0


def _verdict(given: Day, again: int) -> bool:
    played, lost, unheard = given.played, given.told - given.filed, given.filed - given.told
    say(f"{played.answered} of {played.parents} answered, {len(given.filed)} applications; told again: {again}")
    say(f"told and not in the database: {len(lost)}; in the database and never told: {len(unheard)}")
    say(f"seats given {played.approved} of {played.seats}, over {given.over}; number p99 {played.p99 / 1000:.1f} s")
    return played.holds and len(given.filed) == played.parents and not lost and not unheard and not given.over


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """0 if no number was lost on either side and the seats are exact."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.soak_opening", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("--postgresql", action="store_true", help="on a server of its own, not on SQLite")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, url_in(Path(name), on_server=chosen.postgresql) as url:
        return not asyncio.run(soak(Path(name), url, chosen.kills))


if __name__ == "__main__":
    sys.exit(main())
