"""``kruzhok indicators``: the decree's table."""

import argparse
import asyncio
import csv
import json
import sys
from pathlib import Path
from typing import Any

from bot.annex import PAPERS, indicator_paper, indicator_pictures, indicator_rows
from bot.cli.refused import CommandRefused
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common import words
from handlers.common.words import _
from services.core.clock import system_clock
from services.core.db import Database


async def show(chosen: argparse.Namespace) -> int:
    """Facts of a calendar year beside the act's own base and target."""
    async with prepared(load_settings(), system_clock) as database:
        if chosen.format == "png":
            await _write_pictures(database, chosen.slug, chosen.year)
            return 0
        if chosen.format in PAPERS:
            await _write_paper(database, chosen.slug, chosen.year, chosen.format)
            return 0
        rows = await indicator_rows(database, chosen.slug, now=system_clock(), year=chosen.year)
    {"json": as_json, "csv": as_csv, "table": as_table}[chosen.format](rows)
    return 0


async def _write_paper(database: Database, slug: str, year: int, kind: str) -> None:
    """The table in the form of the act's annex, as a file in the current folder. Prints its name."""
    name, made = await indicator_paper(database, slug, now=system_clock(), year=year, kind=kind)
    try:
        await asyncio.to_thread(Path(name).write_bytes, made)
    except OSError as error:
        raise CommandRefused(_("The file cannot be written here: {error}").format(error=error.strerror)) from error
    print(name)


async def _write_pictures(database: Database, slug: str, year: int) -> None:
    """A file for each goal that has numbers, in the current folder; Russian, as the act is. Prints their names."""
    refusal = _("No row of this table has a number in {year}: there is nothing to draw.").format(year=year)
    spoken = words.current()
    words.use("ru")
    written = 0
    try:
        async for name, drawn in indicator_pictures(database, slug, now=system_clock(), year=year):
            await asyncio.to_thread(Path(name).write_bytes, drawn)
            print(name)
            written += 1
    except OSError as error:
        words.use(spoken)
        raise CommandRefused(_("The picture cannot be written here: {error}").format(error=error.strerror)) from error
    finally:
        words.use(spoken)
    if not written:
        raise CommandRefused(refusal)


def as_json(rows: list[dict[str, Any]]) -> None:
    """A bare list of rows."""
    print(json.dumps(rows, ensure_ascii=False))


def as_csv(rows: list[dict[str, Any]]) -> None:
    """For spreadsheets: a header and a line per row."""
    writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows(rows)


def as_table(rows: list[dict[str, Any]]) -> None:
    """For reading: goal, text, base → fact → target."""
    for row in rows:
        text = row["text"] if len(row["text"]) <= 100 else row["text"][:97] + "…"
        fact = row["fact"] if row["fact"] is not None else f"— ({row['reason']})"
        base = f"{_shown(row['base'])} ({_shown(row['base_year'])})"
        target = f"{_shown(row['target'])} ({_shown(row['target_year'])})"
        print(f"{row['goal_no']}. {text}\n   {base} → {fact} → {target}")


def _shown(value: object) -> str:
    return "—" if value is None else str(value)
