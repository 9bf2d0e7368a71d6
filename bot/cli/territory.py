"""``kruzhok territory``: packs."""

import argparse
import json
from pathlib import Path

from bot.prepare import prepared
from bot.settings import load_settings
from services.core.clock import system_clock
from services.territories import actions, queries
from services.territories.rules import export as export_pack


async def show(_chosen: argparse.Namespace) -> int:
    """One line per territory: slug and title."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        for territory in await queries.territories(session):
            print(f"{territory.slug}\t{territory.title}")
    return 0


async def load(chosen: argparse.Namespace) -> int:
    """Load a pack; a broken one is refused whole, with file, row and reason."""
    path = Path(chosen.file)
    text = path.read_text(encoding="utf-8")  # noqa: ASYNC240 (nothing else runs in this process)
    async with prepared(load_settings(), system_clock) as database, database.sessions() as session:
        done = await actions.load(session, text=text, file=path.name, now=system_clock())
        await session.commit()
    print(f"{done.slug}: {done.outcome}")
    return 0


async def export(chosen: argparse.Namespace) -> int:
    """What the act says, as JSON."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        territory = await queries.territory_by_slug(session, chosen.slug)
    print(json.dumps(export_pack(territory.pack), ensure_ascii=False))
    return 0
