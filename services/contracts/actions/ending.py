"""A contract that never came into force ends: nobody signed it in time, or the parent took the application back."""

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import actions as certificates
from services.contracts.actions.making import offer
from services.contracts.models import Contract, ContractStatus
from services.contracts.queries import ContractView
from services.core.actor import Actor
from services.core.clock import local_date
from services.territories.queries import territories

_UNSIGNED = (ContractStatus.DRAFT, ContractStatus.OFFERED)


async def withdraw(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> bool:
    """The parent takes an application back; an offer that was made ends with it. Whether there was one.

    Raises what ``certificates.actions.withdraw`` raises.
    """
    offered = await certificates.withdraw(session, actor, application_id=application_id, now=now)
    if offered:
        await _end(session, Contract.application_id == application_id)
    return offered


async def lapse_unsigned(session: AsyncSession, *, now: datetime) -> int:
    """End the offers whose last day to sign has passed; seat and money are free, the parent may renew. How many."""
    count = 0
    for place in await territories(session):
        late = Contract.sign_by < local_date(now, place.timezone)
        for number in await _end(session, Contract.territory_id == place.id, late):
            await certificates.lapse(session, application_id=number, now=now)
            count += 1
    return count


async def renew(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> ContractView:
    """The parent takes up a lapsed offer while the seat is free: a new contract with a new term.

    Raises what ``certificates.actions.renew`` raises.
    """
    approval = await certificates.renew(session, actor, application_id=application_id, now=now)
    return await offer(session, approval, now)


async def _end(session: AsyncSession, *which: ColumnElement[bool]) -> list[int]:
    """One guarded UPDATE: a signature and the end of the term at once end in one of the two."""
    ended = await session.scalars(
        update(Contract)
        .where(*which, Contract.status.in_(_UNSIGNED))
        .values(status=ContractStatus.LAPSED)
        .returning(Contract.application_id)
        .execution_options(synchronize_session=False),
    )
    return list(ended)
