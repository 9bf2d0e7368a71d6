"""Migrations go up, down and up again, and make exactly the models' tables, on both engines."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import migrate
from bot.tables import metadata
from services.core.db import Database
from services.programs.models import is_of_index


def _differences(connection: Connection) -> list[object]:
    opts = {
        "compare_type": True,
        "target_metadata": metadata,
        "include_name": lambda name, kind, _parents: kind != "table" or not is_of_index(name),
    }
    context = MigrationContext.configure(connection, opts=opts)
    return list(compare_metadata(context, metadata))


async def _tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_up_down_up_and_equal_to_the_models(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
    await migrate.upgrade(database.engine)
    await migrate.downgrade(database.engine)
    assert await _tables(database.engine) <= {"alembic_version"}
    await migrate.upgrade(database.engine)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await migrate.check(database.engine)


async def test_one_head() -> None:
    assert migrate.head()
