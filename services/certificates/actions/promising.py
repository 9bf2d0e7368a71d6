"""What an approved case promises, said to the ledger."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.actions import Promise, reserve
from services.programs.queries import GroupView
from services.territories.queries import TerritoryView


class Case(NamedTuple):
    """An application by its number, its child, and who decides it."""

    number: int
    child_id: int
    decided_by: int | None


async def hold_money(
    session: AsyncSession,
    case: Case,
    wanted: GroupView,
    place: TerritoryView,
    *,
    days: tuple[date, date],
    now: datetime,
) -> int:
    """Hold the volume of the order for a case; return the id of the line that pays.

    ``days``: the first lesson that the child can attend, and the certificate's last day. Raises what
    ``orders.actions.reserve`` raises.
    """
    promise = Promise(
        case_id=case.number,
        territory_id=place.id,
        child_id=case.child_id,
        provider_id=wanted.provider_id,
        service_code=wanted.service_code,
        focus=wanted.focus.value,
        hours=wanted.hours,
        money=wanted.nominal,
        first=days[0],
        last=days[1],
        opens=place.policy.school_year_start,
    )
    return await reserve(session, promise, actor_id=case.decided_by, now=now)
