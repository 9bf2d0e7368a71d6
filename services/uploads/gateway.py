"""The folder of sealed bytes. Names in it are random, so that nothing that a person typed is ever a path.

A file is a folder of pieces ``<place>/<offset>``, each AES-256-GCM with the file's own key and bound to its place and
offset; the key lies in the database, sealed with the desk's keys. Whoever has only the folder, or only the database
without the key file, reads nothing.
"""

import base64
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.core.errors import Unavailable
from services.uploads.errors import FileLost
from services.uploads.rules import Checked, checked

CHUNK = 1024 * 1024
AWAY_SECONDS = 60
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where sealed bytes lie, and with what they open."""

    place: str
    key: str = field(repr=False)
    size: int
    media: str
    digest: str = ""
    """SHA-256 of the bytes as they are kept; empty for what was not sealed just now."""


@dataclass(frozen=True)
class Store:
    """The folder; it is made when the first file comes."""

    folder: Path

    def take(self, content: bytes) -> Sealed:
        """Check a file that was sent, and seal it as it is to be kept. Raises Invalid. For a thread: it reckons."""
        return self.keep(checked(content))

    def keep(self, paper: Checked) -> Sealed:
        """Seal a checked file; it is on the disk when this returns."""
        place, key = new_place(), new_key()
        for at in range(0, len(paper.content), CHUNK):
            self.add(place, key, at, paper.content[at : at + CHUNK], is_lasting=True)
        return Sealed(place, key, len(paper.content), paper.media, hashlib.sha256(paper.content).hexdigest())

    def add(self, place: str, key: str, at: int, piece: bytes, *, is_lasting: bool = False) -> None:
        """Seal one piece; the same offset again takes the place of the former, whole.

        Raises Unavailable for a disk that is full or away.
        """
        home = self._home(place)
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(base64.b64decode(key)).encrypt(nonce, piece, f"{place}:{at}".encode())
        try:
            for folder in (self.folder, home.parent, home):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(home / str(at), sealed, is_lasting=is_lasting)
        except OSError as away:
            raise Unavailable("uploads", AWAY_SECONDS) from away

    def read(self, place: str, key: str, size: int) -> bytes:
        """All bytes of a file. Raises FileLost unless every one of ``size`` is there and unchanged."""
        parts, at = [], 0
        cipher = AESGCM(base64.b64decode(key))
        while at < size:
            try:
                blob = (self._home(place) / str(at)).read_bytes()
                part = cipher.decrypt(blob[:_NONCE], blob[_NONCE:], f"{place}:{at}".encode())
            except (OSError, InvalidTag, ValueError) as lost:
                raise FileLost from lost
            parts.append(part)
            at += len(part) or size + 1
        if at != size:
            raise FileLost
        return b"".join(parts)

    def sweep(self, known: Collection[str], *, older_than: float) -> int:
        """Remove what no row names and nobody has touched for so many seconds; return how many files that were.

        A file is written before its row is committed, hence the patience; its bytes are of no use without the row.
        """
        gone = 0
        for home in list(self._places()):
            with suppress(FileNotFoundError):  # another process sweeps too
                if home.name not in known and time.time() - home.stat().st_mtime >= older_than:
                    shutil.rmtree(home, ignore_errors=True)
                    gone += 1
        return gone

    def _places(self) -> Iterator[Path]:
        return self.folder.glob("[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 32)

    def _home(self, place: str) -> Path:
        return self.folder / place[:2] / place


def _write(path: Path, sealed: bytes, *, is_lasting: bool) -> None:
    """Put a piece into its place in one step."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(sealed)
        if is_lasting:
            out.flush()
            os.fsync(out.fileno())
    fresh.replace(path)


def new_place() -> str:
    """A random name of 32 hexadecimal signs."""
    return secrets.token_hex(16)


def new_key() -> str:
    """A fresh key of one file, as text for its column."""
    return base64.b64encode(secrets.token_bytes(32)).decode()
