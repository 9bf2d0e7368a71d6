"""A desk with a past: so many children, each with three applications; 300 of them wait for a decision.

Written by SQL in one go, with one sealed text for all: what is sealed is bound to its column, not to its row. A town
of a million children takes some minutes and is kept in the temporary folder, by the version of the tables.
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.delivery import CHANNEL
from bot.drill.stage import set_stage
from bot.prepare import prepared
from bot.settings import Settings
from services.core.clock import system_clock
from services.core.crypto import keyring
from services.openings.rules import Mode
from services.programs.queries import group
from tests.benchmarks.crowd import CHILDREN, PARENTS, SNILS
from tests.benchmarks.opening import BORN, TERRITORY

FIRST, FIRST_ADDRESS = 10_000, 4_000_000
"""Ids of the persons and of the children count from the one, addresses at the messenger from the other."""
CLERK = 3_999_999
WAITING = 300
PAST = "2026-06-01 08:00:00.000000"
ENDS = ((2023, "enrolled"), (2024, "refused"), (2025, "withdrawn"))
"""School year and end of each child's applications."""
SERIES = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "
FAST = ("journal_mode=off", "synchronous=off", "foreign_keys=off", "cache_size=-1000000", "temp_store=memory")


def settings_of(folder: Path) -> Settings:
    """A desk in a folder."""
    return Settings(_env_file=None, database_url=f"sqlite:///{folder}/town.db", key_file=folder / "town.key")


async def build(folder: Path, children: int) -> None:
    """Write the town into an empty folder; ``stage.json``, written last, holds the numbers that touches need."""
    now = system_clock()
    hours = (now - timedelta(minutes=1), now + timedelta(days=30))
    async with prepared(settings_of(folder), system_clock) as database, database.sessions() as session:
        staged = {"seats": 1000, "mode": Mode.TIME, "hours": hours, "now": now - timedelta(days=1)}
        stage = await set_stage(session, TERRITORY, **staged)  # type: ignore[arg-type]
        wanted = await group(session, stage.group_id)
        await session.commit()
    places = {"territory_id": wanted.territory_id, "program_id": wanted.program_id, "group_id": wanted.id}
    _fill(folder / "town.db", children, {**places, "provider_id": wanted.provider_id}, stage.clerk.person_id)
    told = {"group": stage.group_id, "children": children}
    (folder / "stage.json").write_text(json.dumps(told), encoding="utf-8")


def _fill(file: Path, children: int, places: Mapping[str, int], clerk: int) -> None:
    line = sqlite3.connect(file, isolation_level=None)
    for pragma in FAST:
        line.execute(f"PRAGMA {pragma}")
    line.execute("BEGIN")
    own = {"id": f"{FIRST} + i", "created_at": repr(PAST)}
    _series(line, "persons", children, {**own, "locale": "'ru'", "territory_id": str(places["territory_id"])})
    people = [(clerk, CLERK), *((FIRST + n, FIRST_ADDRESS + n) for n in range(children))]
    ring = keyring()
    sealed = ring.seal("1", "doors.address")
    doors = ((one, CHANNEL, ring.blind_index(str(at), f"door.{CHANNEL}"), sealed) for one, at in people)
    line.executemany("INSERT INTO doors (person_id, channel, address_index, address) VALUES (?, ?, ?, ?)", doors)
    indexed = "printf('%064x', i)"
    phone = {"phone": _sealed("representatives.phone", "+79001234567"), "phone_index": indexed}
    named = {"person_id": f"{FIRST} + i", "full_name": _sealed("representatives.full_name", PARENTS[0])}
    _series(line, "representatives", children, {**named, **phone, "changed_at": repr(PAST)})
    told = {"full_name": CHILDREN[0], "birth_date": BORN, "snils": SNILS, "category": "none"}
    secret = {name: _sealed(f"children.{name}", text) for name, text in told.items()}
    _series(line, "children", children, {**own, **secret, "parent_id": f"{FIRST} + i", "snils_index": indexed})
    _cases(line, children, places)
    line.execute("COMMIT")
    line.execute("ANALYZE")
    line.close()


def _cases(line: sqlite3.Connection, children: int, places: Mapping[str, int]) -> None:
    child = "i / 3"
    ends = " ".join(f"WHEN {number} THEN '{status}'" for number, (_year, status) in enumerate(ENDS))
    years = " ".join(f"WHEN {number} THEN {year}" for number, (year, _status) in enumerate(ENDS))
    row = {name: str(value) for name, value in places.items()} | {
        "id": "i + 1",
        "parent_id": f"{FIRST} + {child}",
        "child_id": f"{FIRST} + {child}",
        "school_year": f"CASE i % 3 {years} END",
        "status": f"CASE WHEN i % 3 = 2 AND {child} < {WAITING} THEN 'registered' ELSE CASE i % 3 {ends} END END",
        "submitted_at": repr(PAST),
        "registered_at": repr(PAST),
        "due_on": "'2027-03-01'",
        "priority": "1",
    }
    _series(line, "applications", 3 * children, row)
    step = {"application_id": "i + 1", "at": repr(PAST), "deed": "'file'", "party": "'parent'", "status": "'submitted'"}
    _series(line, "application_steps", 3 * children, step)


def _series(line: sqlite3.Connection, table: str, many: int, columns: Mapping[str, Any]) -> None:
    """``columns``: SQL of the count ``i`` from 0. Names and expressions are this file's own."""
    names, values = ", ".join(columns), ", ".join(columns.values())
    line.execute(f"INSERT INTO {table} ({names}) {SERIES.format(last=many - 1)} SELECT {values} FROM n")


def _sealed(column: str, text: str) -> str:
    return f"x'{keyring().seal(text, column).hex()}'"
