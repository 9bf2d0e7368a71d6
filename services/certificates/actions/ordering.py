"""Applications in the order of an opening: approved at their turn and not before."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.errors import InOrder
from services.certificates.models import Application


async def require_turn(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    """Raise InOrder for an application whose turn has not come.

    Only the settling of the results ends an order: what is read here does not grow stale to anybody's harm.
    """
    number = await session.scalar(select(Application.id).where(*which, Application.in_order))
    if number is not None:
        raise InOrder(number)


async def end_order(session: AsyncSession, *, application_id: int) -> None:
    """The turn of an application has come: from now on it is decided like any other."""
    turn = update(Application).where(Application.id == application_id).values(in_order=False)
    await session.execute(turn.execution_options(synchronize_session=False))
