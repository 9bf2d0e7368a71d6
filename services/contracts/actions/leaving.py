"""A contract in force ends before its last day."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import actions as certificates
from services.certificates.rules.lifecycle import Party
from services.contracts.models import Contract, ContractStatus


async def end_early(session: AsyncSession, *, application_id: int, today: date) -> None:
    """The contract of a case is in force for the last time today; nothing where there is none in force."""
    await session.execute(
        update(Contract)
        .where(Contract.application_id == application_id, Contract.status == ContractStatus.IN_FORCE)
        .values(status=ContractStatus.ENDED, ends_on=today)
        .execution_options(synchronize_session=False)
    )


async def leave_club(
    session: AsyncSession, *, application_id: int, party: Party, person_id: int | None, today: date, now: datetime
) -> None:
    """An enrolled child leaves a club that ends: seat, money, certificate and contract in one, or nothing.

    The room above has checked that the club ends and that the person may act. Raises NotFound, Stale.
    """
    async with session.begin_nested():
        await certificates.leave_club(session, application_id=application_id, party=party, person_id=person_id, now=now)
        await end_early(session, application_id=application_id, today=today)
