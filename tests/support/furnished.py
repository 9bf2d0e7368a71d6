"""The demo's world made once a process and copied: a desk of its own in a tenth of the time."""

import shutil
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from bot.demo.world import PERSONS, put_past, put_shelves
from bot.prepare import prepared
from bot.settings import Settings
from services.core.clock import system_clock
from services.core.db import open_database

_MADE: dict[str, Settings] = {}


async def outside(server_url: str, *statements: str) -> None:
    """Say something to the PostgreSQL server that no transaction may hold."""
    server = open_database(server_url)
    async with server.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            await alone.execute(text(statement))
    await server.dispose()


def named(server_url: str, name: str) -> str:
    """The address of another database of the same server."""
    return open_database(server_url).engine.url.set(database=name).render_as_string(hide_password=False)


async def _made(kind: str, folder: Path, server_url: str | None) -> Settings:
    """The first desk of this kind: catalogue, posts and history; nobody touches it afterwards."""
    if kind not in _MADE:
        address = f"sqlite:///{folder}/furnished.db"
        if server_url is not None:
            await outside(server_url, "CREATE DATABASE furnished")
            address = named(server_url, "furnished")
        settings = Settings(_env_file=None, database_url=address, key_file=folder / "furnished.key")  # type: ignore[call-arg]
        async with prepared(settings, system_clock) as database:
            await put_shelves(database, now=system_clock(), persons=PERSONS)
            await put_past(database, now=system_clock())
        _MADE[kind] = settings
    return _MADE[kind]


async def copy_of_the_world(folder: Path, made_in: Path, server_url: str | None) -> Settings:
    """Settings of a desk that has everything, alone on its database (SQLite, or of the PostgreSQL server)."""
    made = await _made("sqlite" if server_url is None else "postgresql", made_in, server_url)
    shutil.copy(made.key_file, folder / "kruzhok.key")
    address = f"sqlite:///{folder}/journey.db"
    if server_url is None:
        shutil.copy(made_in / "furnished.db", folder / "journey.db")
    else:
        name = f"journey_{uuid4().hex[:8]}"
        await outside(server_url, f"CREATE DATABASE {name} TEMPLATE furnished")
        address = named(server_url, name)
    return Settings(_env_file=None, database_url=address, key_file=folder / "kruzhok.key")  # type: ignore[call-arg]
