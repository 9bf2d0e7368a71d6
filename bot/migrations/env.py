"""Alembic's environment: the caller hands over an open connection."""

from alembic import context

from bot.tables import metadata


def run() -> None:
    """Run the migrations on the connection of :mod:`bot.migrate`."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
