"""Groups that end before their time take nobody more, and who waits for them; one that stays is open again."""

from datetime import date

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, Group
from services.programs.queries.shelf import is_live


async def close_groups(
    session: AsyncSession, *, since: date, provider_id: int, program_id: int | None = None, group_id: int | None = None
) -> None:
    """From a day on the provider's groups take nobody: all of them, those of a program, or one. Twice changes nothing.

    A new edition of an import does not open them.
    """
    closed = update(Group).where(*_of(provider_id, program_id, group_id), Group.leaving_since.is_(None))
    await session.execute(closed.values(leaving_since=since).execution_options(synchronize_session=False))


async def reopen_groups(
    session: AsyncSession, *, provider_id: int, program_id: int | None = None, group_id: int | None = None
) -> None:
    """The same groups take children as their organiser says."""
    opened = update(Group).where(*_of(provider_id, program_id, group_id), Group.leaving_since.is_not(None))
    await session.execute(opened.values(leaving_since=None).execution_options(synchronize_session=False))


async def lists_of(
    session: AsyncSession, *, provider_id: int, program_id: int | None = None, group_id: int | None = None
) -> list[int]:
    """Those of the same groups for which somebody stands in line."""
    waits = select(Group.id).where(*_of(provider_id, program_id, group_id), Group.awaited > 0)
    return list(await session.scalars(waits.order_by(Group.id)))


def _of(provider_id: int, program_id: int | None, group_id: int | None) -> tuple[ColumnElement[bool], ...]:
    if group_id is not None:
        return (Group.id == group_id,)
    if program_id is not None:
        return (Group.program_id == program_id,)
    return (Group.program_id.in_(select(Edition.program_id).where(Edition.provider_id == provider_id, is_live())),)
