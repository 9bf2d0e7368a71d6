"""A contract in force ends before its last day."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.contracts.models import Contract, ContractStatus


async def end_early(session: AsyncSession, *, application_id: int, today: date) -> None:
    """The contract of a case is in force for the last time today; nothing where there is none in force."""
    await session.execute(
        update(Contract)
        .where(Contract.application_id == application_id, Contract.status == ContractStatus.IN_FORCE)
        .values(status=ContractStatus.ENDED, ends_on=today)
        .execution_options(synchronize_session=False)
    )
