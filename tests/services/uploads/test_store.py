"""The folder: nothing in it is readable, nothing can be changed, moved or cut unnoticed, rubbish goes."""

import stat
from pathlib import Path

import pytest

from services.core.errors import Unavailable
from services.uploads.errors import FileLost
from services.uploads.gateway import CHUNK, Sealed, Store, new_key, new_place
from services.uploads.rules import Checked
from tests.support.files import pdf

CONTENT = b"Svidetelstvo o rozhdenii " * 60_000


def _kept(folder: Path) -> tuple[Store, Sealed]:
    store = Store(folder / "papers")
    return store, store.keep(Checked("application/pdf", CONTENT))


def test_a_file_comes_back_and_lies_sealed(tmp_path: Path) -> None:
    store, lying = _kept(tmp_path)
    assert store.read(lying.place, lying.key, lying.size) == CONTENT
    files = sorted(path for path in store.folder.rglob("*") if path.is_file())
    assert [path.name for path in files] == ["0", str(CHUNK)]
    assert all(b"Svidetelstvo" not in path.read_bytes() for path in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in store.folder.rglob("*")} == {0o600, 0o700}
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_whatever_is_changed_is_lost_and_never_shown(tmp_path: Path) -> None:
    store, lying = _kept(tmp_path)
    home = store.folder / lying.place[:2] / lying.place
    whole = (home / "0").read_bytes()
    with pytest.raises(FileLost):
        store.read(lying.place, new_key(), lying.size)
    with pytest.raises(FileLost):
        store.read(lying.place, lying.key, lying.size + 1)
    (home / "0").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(FileLost):
        store.read(lying.place, lying.key, lying.size)
    (home / "0").write_bytes((home / str(CHUNK)).read_bytes())
    with pytest.raises(FileLost):
        store.read(lying.place, lying.key, lying.size)
    (home / "0").unlink()
    with pytest.raises(FileLost):
        store.read(lying.place, lying.key, lying.size)
    other = new_place()
    (store.folder / other[:2]).mkdir(exist_ok=True)
    home.rename(store.folder / other[:2] / other)
    with pytest.raises(FileLost):
        store.read(other, lying.key, lying.size)


def test_a_disk_that_is_away_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "papers").write_bytes(b"")
    with pytest.raises(Unavailable):
        _kept(tmp_path)


def test_what_no_row_names_is_swept_after_a_while(tmp_path: Path) -> None:
    store, known = _kept(tmp_path)
    rubbish = store.take(pdf())
    assert store.sweep({known.place}, older_than=3600) == 0
    assert store.sweep({known.place}, older_than=0) == 1
    assert store.read(known.place, known.key, known.size) == CONTENT
    with pytest.raises(FileLost):
        store.read(rubbish.place, rubbish.key, rubbish.size)
    assert Store(tmp_path / "never made").sweep(set(), older_than=0) == 0
