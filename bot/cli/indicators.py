"""``kruzhok indicators``: the decree's table."""

import argparse
import csv
import json
import sys
from typing import Any

from bot.annex import indicator_rows
from bot.prepare import prepared
from bot.settings import load_settings
from services.core.clock import system_clock


async def show(chosen: argparse.Namespace) -> int:
    """Facts of a calendar year beside the act's own base and target."""
    async with prepared(load_settings(), system_clock) as database:
        rows = await indicator_rows(database, chosen.slug, now=system_clock(), year=chosen.year)
    {"json": as_json, "csv": as_csv, "table": as_table}[chosen.format](rows)
    return 0


def as_json(rows: list[dict[str, Any]]) -> None:
    """A bare list of rows."""
    print(json.dumps(rows, ensure_ascii=False, indent=2))


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
