"""Answers to people while a message goes to a hundred thousand: `kruzhok run` plays both parts, as in a small town.

The same process first answers alone, then while the message is queued and sent at Telegram's pace.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select, update

from bot.prepare import prepared
from services.core.clock import system_clock
from services.core.db import Database
from services.core.models import Person
from services.notices import actions
from services.notices.models import Notice, NoticeStatus
from services.territories.actions import load
from services.territories.queries import shipped_texts
from tests.benchmarks.delivering import DATA, KIND, RATE, populate, settings_in
from tests.benchmarks.processes import KRUZHOK, Driver, Failed, cores, running
from tests.benchmarks.table import Row
from tests.benchmarks.touching import ours_in, small_telegram

PRESSERS = 400
PRESSES = {"rate": 20.0, "seconds": 20.0}
REACHABLE, OTHERS = 2_000, 98_000
"""Those with an address hear first; the time is over before the others' turn comes."""
FIRST_RESIDENT = 3_000_000


async def answer_rows(_wanted: frozenset[str]) -> list[Row]:
    """From a press to its edit, alone and meanwhile."""
    bots_core, others_core = cores()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = folder / "stderr.log"
        async with (
            small_telegram(others_core, log) as (driver, address),
            running(KRUZHOK, "run", core=bots_core, env={**ours_in(folder), **address}, cwd=folder, log=log),
        ):
            await driver.order("start")
            async with prepared(settings_in(folder), system_clock) as database:
                return await _measured(driver, database)


async def _measured(driver: Driver, database: Database) -> list[Row]:
    people = await populate(database, REACHABLE, FIRST_RESIDENT)
    await _more_people(database)
    await _where_it_is_day(database)
    await driver.order("residents", first=FIRST_RESIDENT, count=REACHABLE)
    await driver.order("admit", count=PRESSERS, under_way=16)
    alone = await driver.order("paced", **PRESSES)
    async with database.sessions() as session:
        everybody = select(Person.id).where(Person.id >= people[0])
        await actions.open_mailing(session, kind=KIND, content={"ru": DATA}, audience=everybody, now=datetime.now(UTC))
        await session.commit()
    meanwhile = await driver.order("paced", **PRESSES)
    sent = await _sent(database)
    if sent < RATE * PRESSES["seconds"] / 2:
        raise Failed(f"only {sent} messages were sent meanwhile")
    ratio = meanwhile["p99"] / alone["p99"]
    return [
        Row("answers p99", "ms", ours=meanwhile["p99"], baseline=alone["p99"], ratio=ratio, most=2.0),
        Row("  p50", "ms", ours=meanwhile["p50"], baseline=alone["p50"], ratio=meanwhile["p50"] / alone["p50"]),
        Row("  worst", "ms", ours=meanwhile["worst"], baseline=alone["worst"]),
        Row("  sent meanwhile", "/s", ours=sent / PRESSES["seconds"]),
    ]


async def _more_people(database: Database) -> None:
    row = {"locale": "ru", "created_at": datetime.now(UTC)}
    for _thousand in range(OTHERS // 1000):
        async with database.sessions() as session:
            await session.execute(insert(Person), [row] * 1000)
            await session.commit()


async def _where_it_is_day(database: Database) -> None:
    """A town in which it is noon: at night nothing would be sent meanwhile."""
    now = datetime.now(UTC)
    text = shipped_texts()["livny.toml"].replace('"livny"', '"noon"').replace('"Europe/Moscow"', f'"{_noon(now)}"')
    async with database.sessions() as session:
        town = await load(session, text=text, file="noon", now=now)
        await session.execute(update(Person).values(territory_id=town.territory_id))
        await session.commit()


def _noon(now: datetime) -> str:
    """A zone where it is about noon; the signs of these names are turned round (POSIX)."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}"


async def _sent(database: Database) -> int:
    async with database.reads() as session:
        done = select(func.count()).select_from(Notice).where(Notice.status == NoticeStatus.SENT)
        return await session.scalar(done) or 0
