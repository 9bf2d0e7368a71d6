"""``kruzhok doctor`` on the folder of papers: apart from the database and the keys, closed to others, writable."""

from pathlib import Path

import pytest

from bot.cli.folders import papers
from bot.cli.mending import Mend
from bot.settings import Settings


def _settings(folder: Path, **more: object) -> Settings:
    values = {"database_url": f"sqlite:///{folder}/db/kruzhok.db", "key_file": folder / "keys" / "k.key", **more}
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


async def test_by_itself_the_folder_is_beside_the_database_s(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    assert settings.uploads == tmp_path / "db-uploads"
    assert "db-uploads" in await papers(settings)
    assert not settings.uploads.exists(), "a doctor leaves no traces"
    settings.uploads.mkdir(mode=0o700)
    assert "db-uploads" in await papers(settings)
    assert _settings(tmp_path, database_url="postgresql://db/x").uploads.name == f"{Path.cwd().name}-uploads"


@pytest.mark.parametrize(("folder", "mode"), [("db/papers", 0o700), ("db", 0o700), ("keys", 0o700), ("open", 0o755)])
async def test_what_is_to_be_mended(tmp_path: Path, folder: str, mode: int) -> None:
    there = tmp_path / folder
    there.mkdir(parents=True)
    there.chmod(mode)
    (tmp_path / "keys").mkdir(exist_ok=True)
    with pytest.raises(Mend):
        await papers(_settings(tmp_path, uploads_folder=there))
