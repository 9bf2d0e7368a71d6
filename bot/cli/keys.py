"""``kruzhok keys``: which keys hold what, and their rotation while the desk runs."""

import argparse
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import migrate
from bot.cli.refused import CommandRefused
from bot.rekeying import counted, rotate
from bot.settings import load_settings
from handlers.common.words import _
from services.core.crypto import Keyring, KeysBroken, only_current, read_keyring, replace_keyring, with_new_key
from services.core.db import Database, open_database

SETTLED = 60.0
"""Seconds since the key file last changed before an old key may go: every process has looked at it by then."""
PASSES = 3


async def status(_chosen: argparse.Namespace) -> int:
    """How many values stand under each key."""
    settings = load_settings()
    ring = _read(settings.key_file)
    database = open_database(settings.database_url)
    try:
        await migrate.check(database.engine)
        held = await counted(database)
    finally:
        await database.dispose()
    for number in sorted({*ring.keys, *held}):
        state = _("encrypts") if number == ring.current else _("old") if number in ring.keys else _("MISSING")
        print(_("Key {number}: {state}, {values} values").format(number=number, state=state, values=held[number]))
    return 0 if set(held) <= set(ring.keys) else 1


async def rotate_keys(chosen: argparse.Namespace) -> int:
    """Add a key, bring everything under the newest, drop the old: each if asked for, the second always."""
    settings = load_settings()
    path = settings.key_file
    database = open_database(settings.database_url)
    try:
        await migrate.check(database.engine)
        with _alone(path):
            ring = _read(path)
            if chosen.new:
                ring = with_new_key(ring)
                replace_keyring(ring, path)
                print(_("Key {number} was added. Copy the key file into its backup.").format(number=ring.current))
            await _bring(database, ring)
            if chosen.drop_old:
                await _drop(database, ring, path)
    finally:
        await database.dispose()
    return 0


async def _bring(database: Database, ring: Keyring) -> None:
    """Again until a look finds nothing: touches write meanwhile."""
    rows = 0
    for _pass in range(PASSES):
        async for many in rotate(database, ring):
            rows += many
        if set(await counted(database)) <= {ring.current}:
            break
    print(_("Rows brought under key {number}: {rows}").format(number=ring.current, rows=rows))


async def _drop(database: Database, ring: Keyring, path: Path) -> None:
    left = sum(many for number, many in (await counted(database)).items() if number != ring.current)
    if left:
        raise CommandRefused(_("{left} values still stand under old keys. Run it once more.").format(left=left))
    waits = SETTLED - (time.time() - path.stat().st_mtime)  # noqa: ASYNC240 (one look at a local file)
    if len(ring.keys) > 1 and waits > 0:
        raise CommandRefused(
            _("The key was added just now, and a running process may not know it yet. Wait {seconds} s.").format(
                seconds=int(waits) + 1
            )
        )
    if len(ring.keys) > 1:
        replace_keyring(only_current(ring), path)
    print(_("Only key {number} is left.").format(number=ring.current))


def _read(path: Path) -> Keyring:
    try:
        return read_keyring(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise KeysBroken(f"the key file {path.name} is missing") from missing


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One rotation at a time; the lock goes with its process."""
    with path.with_name(f"{path.name}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CommandRefused(_("Another rotation is running.")) from taken
        yield
