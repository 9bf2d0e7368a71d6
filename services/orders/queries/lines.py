"""The social order as it stands: limits, what is promised, what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.orders.models import OrderLine, paying_line
from services.orders.rules.volume import Volume

NOTHING = Volume(0, 0, 0)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line for one calendar year; code None stands for every service without a line of its own."""

    id: int
    territory_id: int
    year: int
    service_code: str | None
    limit: Volume
    reserved: Volume
    norm: Decimal | None = None
    """Normative cost of a person-hour in roubles, unrounded."""
    committed: Volume = NOTHING
    """Of the promised: bound by contracts; children are not counted there."""
    paid: Volume = NOTHING
    """Of the bound: rendered and accepted."""

    @property
    def left(self) -> Volume:
        """What can still be promised."""
        return self.limit - self.reserved


_COLUMNS = select(
    OrderLine.id,
    OrderLine.territory_id,
    OrderLine.year,
    OrderLine.service_code,
    OrderLine.children_limit,
    OrderLine.hours_limit,
    OrderLine.money_limit,
    OrderLine.children_reserved,
    OrderLine.hours_reserved,
    OrderLine.money_reserved,
    OrderLine.norm,
    OrderLine.hours_committed,
    OrderLine.money_committed,
    OrderLine.hours_paid,
    OrderLine.money_paid,
)


async def lines(session: AsyncSession, territory_id: int, year: int) -> list[LineView]:
    """The lines of a territory's order for a calendar year, the common line last; without those taken out."""
    found = await session.execute(
        _COLUMNS.where(
            OrderLine.territory_id == territory_id, OrderLine.year == year, OrderLine.is_removed.is_(False)
        ).order_by(OrderLine.service_code.is_(None), OrderLine.service_code),
    )
    return [_view(row) for row in found]


async def line_for(
    session: AsyncSession,
    *,
    territory_id: int,
    year: int,
    service_code: str | None,
) -> LineView | None:
    """The line that pays for a service: its own, else the common one, else None."""
    found = await session.execute(_COLUMNS.where(OrderLine.id == paying_line(territory_id, year, service_code)))
    row = found.one_or_none()
    return None if row is None else _view(row)


def _view(row: Sequence[Any]) -> LineView:
    line_id, territory_id, year, service_code, *amounts, norm, bound, bound_money, paid, paid_money = row
    return LineView(
        line_id,
        territory_id,
        year,
        service_code,
        Volume(*amounts[:3]),
        Volume(*amounts[3:]),
        norm,
        Volume(0, bound, bound_money),
        Volume(0, paid, paid_money),
    )


async def own_line(session: AsyncSession, actor: Actor, line_id: int) -> LineView:
    """A line of an order of the actor's own territory. Raises NotFound."""
    ours = (OrderLine.id == line_id, OrderLine.territory_id.in_(actor.staff_territories))
    row = (await session.execute(_COLUMNS.where(*ours, OrderLine.is_removed.is_(False)))).one_or_none()
    if row is None:
        raise NotFound("order")
    return _view(row)
