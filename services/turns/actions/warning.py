"""Families hear in time of money that would end unused: 30 and 7 days before, by the territory's policy."""

from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.families.queries import people_of
from services.notices.actions import put
from services.orders.queries import unused
from services.territories.queries import TerritoryView, territories
from services.turns import rules
from services.turns.models import MoneyWarning

AT_ONCE = 50
"""Families of one transaction."""


async def warn_unused(session: AsyncSession, *, now: datetime) -> int:
    """Tell the next few families whose yearly account would lose money at the year's end; each step once. How many."""
    for place in await territories(session):
        today = local_date(now, place.timezone)
        step = rules.unused_step(today, place.policy.year_end_first_days, place.policy.year_end_last_days)
        if step is not None and (told := await _warn(session, place, today, step, now)):
            return told
    return 0


async def _warn(session: AsyncSession, place: TerritoryView, today: date, step: int, now: datetime) -> int:
    known = list(await session.scalars(select(MoneyWarning.account_id).where(MoneyWarning.step >= step)))
    found = await unused(session, territory_id=place.id, year=today.year, besides=known, most=AT_ONCE)
    last = date(today.year, 12, 31)
    for one in found:
        data = {
            "child_id": one.child_id,
            "unit": one.unit.value,
            "balance": one.balance,
            "last": last.isoformat(),
            "days": (last - today).days,
        }
        people = await people_of(session, one.child_id)
        await put(session, people=people, kind="money_ends", data=data, now=now, can_wait=True)
    if found:
        rows = [{"account_id": one.account_id, "step": step, "told_at": now} for one in found]
        await session.execute(insert(MoneyWarning), rows)
    return len(found)
