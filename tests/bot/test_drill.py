"""The load drill of an opening: exact on both databases, and it leaves nothing."""

import argparse
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli import opening
from services.core.crypto import install, keyring
from services.core.db import Database


@pytest.mark.parametrize("mode", ["time", "draw"])
async def test_a_drill_is_exact_and_leaves_nothing(
    database: Database,
    database_url: str,
    mode: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    kept = keyring()
    chosen = argparse.Namespace(territory="livny", parents=8, seats=3, mode=mode, json=True)
    try:
        assert await opening.drill(chosen) == 0
    finally:
        install(kept)
    told = json.loads(capsys.readouterr().out)
    assert (told["answered"], told["approved"], told["taken"], told["order"]) == (8, 3, 3, 3)
    assert _left_in(tmp_path) == []
    async with database.reads() as session:
        for table in ("persons", "applications", "openings"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        if session.get_bind().dialect.name == "postgresql":
            drills = "SELECT count(*) FROM pg_database WHERE datname LIKE 'kruzhok_drill_%'"
            assert await session.scalar(text(drills)) == 0


def _left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())
