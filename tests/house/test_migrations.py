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


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}
"""What the comparison of tables does not see: triggers, and indexes with their conditions."""


async def _made(engine: AsyncEngine) -> dict[str, str]:
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql(TRIGGERS[engine.dialect.name])
        return {row[0]: " ".join(str(row[1]).replace('"', "").split()) for row in rows}


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
    by_migrations = await _made(database.engine)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.exec_driver_sql("DROP TABLE alembic_version")
    assert await migrate.ensure(database.engine)
    await migrate.check(database.engine)
    assert await _made(database.engine) == by_migrations, "a new database is what the migrations make"


async def test_one_head() -> None:
    assert migrate.head()
