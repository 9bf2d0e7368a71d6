"""How good the search is: the written queries and those held out (tests/support/search/README.md)."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.tables import metadata
from services.core.db import open_database
from services.territories.actions import load_shipped
from tests.benchmarks.table import Row
from tests.support.quality import asked, measure, stock

FILES = {"queries": "hit@3, written", "held_out": "hit@3, held out"}


async def quality_rows(_wanted: frozenset[str]) -> list[Row]:
    """Right among the first three, and wrong in the first page."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder)}/town.db")
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        async with database.sessions() as session:
            await load_shipped(session, now=datetime(2026, 9, 1, tzinfo=UTC))
            keys = await stock(session)
            await session.commit()
            for name, title in FILES.items():
                score = await measure(session, asked(name), keys)
                rows += [
                    Row(f"{title} ({score.queries})", "", ours=score.hit_at_3, least=0.95, of_ratio=False),
                    Row("  wrong in the first page", "", ours=len(score.wrong), most=0, of_ratio=False),
                    Row("  relaxed or not, against the writer", "", ours=len(score.marks)),
                ]
        await database.dispose()
    return rows
