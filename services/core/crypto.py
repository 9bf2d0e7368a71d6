"""Encryption at rest: AES-256-GCM with key ids, and a blind index for look-ups.

A stored value is ``key id (1 byte) + nonce (12) + ciphertext and tag``. The additional data is
``table.column``, so that a value cannot be moved to another column unnoticed.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_NONCE = 12
_KEY = 32
_LAST_ID = 255
LOOKED_AT_EVERY = 1.0
"""Seconds between two looks at the key file of a running process."""


class KeysBroken(Exception):
    """The key file cannot be read, or a stored value's key is not in it."""


@dataclass(frozen=True)
class Keyring:
    """All data keys by id, which of them encrypts now, and the key of the blind index."""

    current: int
    keys: dict[int, bytes]
    index_key: bytes

    def seal(self, text: str, column: str) -> bytes:
        """Encrypt for one column with the current key."""
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), column.encode())
        return bytes([self.current]) + nonce + sealed

    def open(self, blob: bytes, column: str) -> str:
        """Decrypt a value of one column; raises KeysBroken for a wrong key, column or a changed byte."""
        key = self.keys.get(blob[0])
        if key is None:
            raise KeysBroken(f"no key {blob[0]}")
        try:
            return AESGCM(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], column.encode()).decode()
        except InvalidTag as broken:
            raise KeysBroken(column) from broken

    def blind_index(self, text: str, purpose: str) -> str:
        """A keyed digest for look-ups by equality; the ciphertext itself is never searched."""
        return hmac.new(self.index_key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def new_keyring() -> Keyring:
    """Fresh random keys."""
    return Keyring(1, {1: secrets.token_bytes(_KEY)}, secrets.token_bytes(_KEY))


def read_keyring(text: str) -> Keyring:
    """Parse ``{"current": 1, "keys": {"1": base64}, "index": base64}``; raises KeysBroken."""
    try:
        raw = json.loads(text)
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in raw["keys"].items()}
        ring = Keyring(int(raw["current"]), keys, base64.b64decode(raw["index"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise KeysBroken("not a key file") from broken
    if ring.current not in keys or any(len(key) != _KEY for key in [*keys.values(), ring.index_key]):
        raise KeysBroken("a key is missing or has the wrong length")
    return ring


def with_new_key(ring: Keyring) -> Keyring:
    """The same keys and one more, which encrypts from now on. Raises KeysBroken when the ids are used up (1 to 255)."""
    number = max(ring.keys) + 1
    if number > _LAST_ID:
        raise KeysBroken("there is no key id left")
    return Keyring(number, {**ring.keys, number: secrets.token_bytes(_KEY)}, ring.index_key)


def only_current(ring: Keyring) -> Keyring:
    """Without the keys that encrypt no more; to be asked for when nothing is left under them."""
    return Keyring(ring.current, {ring.current: ring.keys[ring.current]}, ring.index_key)


def write_keyring(ring: Keyring, path: Path) -> None:
    """Keep the keys in a new file that only its owner can read; an existing file is never replaced."""
    raw = {
        "current": ring.current,
        "keys": {str(number): base64.b64encode(key).decode() for number, key in ring.keys.items()},
        "index": base64.b64encode(ring.index_key).decode(),
    }
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(raw, out)
        out.flush()
        os.fsync(out.fileno())


def replace_keyring(ring: Keyring, path: Path) -> None:
    """Put new keys in the place of the old file in one step: whoever reads finds the one or the other, whole."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        write_keyring(ring, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


class _Held:
    """The process's keys: column types meet values far from any argument list."""

    ring: Keyring | None = None
    path: Path | None = None
    """Where they were read: a rotation changes the file under a running process."""
    mark: tuple[int, int] | None = None
    looked = 0.0


def install(ring: Keyring, path: Path | None = None) -> None:
    """Give the column types their keys, once per process start; with their ``path`` they follow its changes."""
    _Held.ring, _Held.path, _Held.looked = ring, path, time.monotonic()
    _Held.mark = _mark(path)


def keyring() -> Keyring:
    """The installed keys, a second old at most; raises KeysBroken before :func:`install`."""
    if _Held.ring is None:
        raise KeysBroken("no keys installed")
    if _Held.path is not None and time.monotonic() - _Held.looked > LOOKED_AT_EVERY:
        _look_again(_Held.path)
    return _Held.ring


def _look_again(path: Path) -> None:
    """Read the file if it has changed; one that is away for a moment changes nothing."""
    _Held.looked, mark = time.monotonic(), _mark(path)
    if mark is not None and mark != _Held.mark:
        _Held.ring, _Held.mark = read_keyring(path.read_text(encoding="utf-8")), mark


def _mark(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ino) if found is not None else None


def _reading_keyring(blob: bytes) -> Keyring:
    """The keys to read a value with: an id that is not known yet was added since the last look."""
    ring = keyring()
    if blob[0] not in ring.keys and _Held.path is not None:
        _look_again(_Held.path)
        return keyring()
    return ring


class Encrypted(TypeDecorator[str]):
    """A text column that is encrypted in the database. ``column`` is ``table.column``."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else keyring().seal(value, self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else _reading_keyring(value).open(value, self.column)
