"""The whole annex of a territory, cold: of Смоленск's target of consumers, and of a million contracts with answers.

The database makes the rows from one of each kind. The baseline is a plain ``count(*)`` of the year's contracts over a
fresh connection too.
"""

import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import aiosqlite
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.prepare import prepared
from services.core.actor import Actor, Post, Role
from services.core.clock import system_clock
from services.core.db import Database, open_database
from services.feedback import actions as voices
from services.feedback.models import Survey
from services.indicators import actions, queries
from services.territories.queries import territory
from tests.benchmarks.delivering import settings_in
from tests.benchmarks.table import Row
from tests.support.factories import feedback as made_of
from tests.support.factories.providers import add_provider

NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
NEXT = datetime(2026, 10, 1, 5, tzinfo=UTC)
"""The month of the voices is over."""
SIZES = ((30_700, 150.0), (1_000_000, 2_000.0))
"""Contracts, and the milliseconds that a cold table may take."""
PROVIDERS, RUNS, QUESTIONS = 200, 5, ("lessons", "teacher", "schedule")
SLUG = "smolensk"


async def annex_rows(_wanted: frozenset[str]) -> list[Row]:
    """Cold tables of both sizes, and a frozen version of the larger."""
    rows: list[Row] = []
    for size, most in SIZES:
        with tempfile.TemporaryDirectory() as name:
            settings = settings_in(Path(name))
            async with prepared(settings, system_clock) as database:
                async with database.sessions() as session:
                    land = await _seed(session)
                    await session.commit()
                await _multiply(database.engine.url.database or "", size)
                counted = await _count_voices(database)
            cold = await _median(settings.database_url, lambda session, land=land: _table(session, land))
            plain = await _median(settings.database_url, _count)
            ratio = cold / plain
            rows.append(Row(f"annex {size:,}", "ms", cold, plain, ratio, most=most, of_ratio=False))
            rows.append(Row(f"  voices of {size:,} counted", "s", counted))
            if size == SIZES[-1][0]:
                frozen = await _frozen(settings.database_url, land)
                rows.append(Row("  from a frozen version", "ms", frozen, most=50.0, of_ratio=False))
    return rows


async def _seed(session: AsyncSession) -> int:
    """One contract of the act's first service with an answered survey, and the providers."""
    land = await made_of.add_territory(session, SLUG)
    code = (await territory(session, land)).pack.services[0].code or ""
    clubs = [await add_provider(session, territory_id=land) for _each in range(PROVIDERS)]
    made = await made_of.add_contract(session, territory_id=land, provider_id=clubs[0], service_code=code)
    survey = await made_of.add_survey(session, made, service_code=code)
    actor = Actor(made.person_id, "ru")
    for question in QUESTIONS:
        await voices.answer(session, actor, survey_id=survey, question=question, grade=5, now=NOW)
    await session.execute(update(Survey).values(closes_at=NOW))
    await voices.close_due(session, now=NOW)
    return land


async def _count_voices(database: Database) -> float:
    """The voices are counted as at the end of a month, a club at a time; return the seconds."""
    began = time.perf_counter()
    done, tally = 1, voices.Tally()
    while done:
        async with database.sessions() as session:
            done = await tally.step(session, now=NEXT)
            await session.commit()
    return time.perf_counter() - began


async def _multiply(path: str, size: int) -> None:
    """Copies of the one row of each table under other numbers; every seventh family is middling."""
    club = f"(SELECT min(id) FROM providers) + n % {PROVIDERS}"
    said = ", ".join(f"'{question}', CASE n % 7 WHEN 0 THEN 3 ELSE 5 END" for question in QUESTIONS)
    async with aiosqlite.connect(path, isolation_level=None) as line:
        await line.execute("PRAGMA foreign_keys=off")
        await line.execute("BEGIN")
        await copy_rows(line, "children", size, {"id": "n", "snils_index": "printf('%064d', n)"})
        numbers = {"application_id": "n", "certificate_id": "n", "child_id": "n"}
        await copy_rows(line, "contracts", size, {"id": "n", "provider_id": club, **numbers})
        await copy_rows(line, "surveys", size, {"id": "n", "contract_id": "n", "provider_id": club})
        ballot = {"token": "printf('%032x', n)", "provider_id": club, "answers": f"json_object({said})"}
        await copy_rows(line, "ballots", size, ballot)
        await line.execute("COMMIT")
        await line.execute("ANALYZE")


async def copy_rows(line: aiosqlite.Connection, table: str, size: int, changed: dict[str, str]) -> None:
    """Rows 2…size made from the first one."""
    async with line.execute(f"SELECT name FROM pragma_table_info('{table}')") as found:
        columns = [row[0] async for row in found]
    told = ", ".join(changed.get(name, f"one.{name}") for name in columns)
    await line.execute(
        f"WITH RECURSIVE series(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM series WHERE n < {size} + 999) "
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM series, "
        f"(SELECT * FROM {table} ORDER BY 1 LIMIT 1) AS one",
    )


async def _median(url: str, ask: Callable[[AsyncSession], Awaitable[None]]) -> float:
    """Milliseconds from opening the database to the answer, each time anew."""
    taken = []
    for _each in range(RUNS):
        began = time.perf_counter()
        database = open_database(url)
        async with database.reads() as session:
            await ask(session)
        taken.append((time.perf_counter() - began) * 1000)
        await database.dispose()
    return median(taken)


async def _table(session: AsyncSession, land: int) -> None:
    facts = await queries.table(session, territory=await territory(session, land), year=NOW.year, now=NOW)
    known = {fact.code: fact.fact for fact in facts}
    assert known["3.4"], known
    assert known["5.3"], known


async def _count(session: AsyncSession) -> None:
    await session.scalar(text("SELECT count(*) FROM contracts WHERE status = 'in_force' AND starts_on <= '2026-12-31'"))


async def _frozen(url: str, land: int) -> float:
    """Agree the table, then read it as it was frozen."""
    database = open_database(url)
    async with database.sessions() as session:
        clerk = Actor(await made_of.add_person(session), "ru", land, (Post(Role.CLERK, land),))
        year = {"territory_id": land, "year": NOW.year, "now": NOW}
        await actions.collect(session, clerk, due_on=date(2026, 10, 1), **year)
        await actions.agree(session, clerk, even_so=True, **year)
        await session.commit()
    await database.dispose()

    async def read(session: AsyncSession) -> None:
        assert (await queries.frozen(session, territory_id=land, year=NOW.year, version=1)).is_whole

    return await _median(url, read)
