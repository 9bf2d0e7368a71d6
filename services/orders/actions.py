"""Reserve and release the volume of the social order (189-FZ, articles 6, 7 and 20).

Every change is one guarded UPDATE: two clerks at once can never promise more than the order has.
"""

from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import refused_by_database
from services.core.errors import Invalid, ServiceError, Stale
from services.orders import queries
from services.orders.errors import LimitBelowReserved, NoOrderLine, OrderExhausted
from services.orders.models import OrderLine, paying_line
from services.orders.rules import Volume, lacking

NOTHING = Volume(0, 0, 0)
_HOURS_MOST = 2**31 - 1
_MONEY_MOST = 2**53


async def reserve(
    session: AsyncSession,
    *,
    territory_id: int,
    year: int,
    service_code: str | None,
    hours: int,
    money: int,
) -> int:
    """Promise one child ``hours`` person-hours and ``money`` kopecks of a calendar year; return the line's id.

    The service's own line pays, else the common line of the territory. Raises NoOrderLine when there is neither,
    OrderExhausted when the line has not enough children, hours or money left. Nothing is changed then.
    """
    wanted = _volume(1, hours, money)
    chosen = paying_line(territory_id, year, service_code)
    line_id = await session.scalar(
        update(OrderLine)
        .where(OrderLine.id == chosen, *_fits(wanted))
        .values(_added(wanted))
        .returning(OrderLine.id)
        .execution_options(synchronize_session=False),
    )
    if line_id is not None:
        return line_id
    raise await _why_not(session, territory_id, year, service_code, wanted)


async def release(session: AsyncSession, *, line_id: int, hours: int, money: int) -> None:
    """Give back what :func:`reserve` promised to one child.

    Raises Stale when the line does not hold that much: it was given back already.
    """
    back = _volume(1, hours, money)
    freed = await session.scalar(
        update(OrderLine)
        .where(
            OrderLine.id == line_id,
            OrderLine.children_reserved >= back.children,
            OrderLine.hours_reserved >= back.hours,
            OrderLine.money_reserved >= back.money,
        )
        .values(_added(NOTHING - back))
        .returning(OrderLine.id)
        .execution_options(synchronize_session=False),
    )
    if freed is None:
        raise Stale("order")


async def set_line(
    session: AsyncSession,
    *,
    territory_id: int,
    year: int,
    service_code: str | None,
    children: int,
    hours: int,
    money: int,
) -> int:
    """Write the year's limits of a line, new or changed; return the line's id. ``money`` is in kopecks.

    Raises LimitBelowReserved when more was promised already, Invalid for a negative amount, Stale when somebody
    else writes the same new line at this moment.
    """
    limit = _volume(children, hours, money)
    line_id = await _write(session, _named(territory_id, year, service_code), limit)
    if line_id is not None:
        return line_id
    for line in await queries.lines(session, territory_id, year):
        if line.service_code == service_code:
            raise _why_not_set(line, limit)
    return await _add_line(session, territory_id, year, service_code, limit)


async def _why_not(
    session: AsyncSession, territory_id: int, year: int, service_code: str | None, wanted: Volume
) -> ServiceError:
    line = await queries.line_for(session, territory_id=territory_id, year=year, service_code=service_code)
    if line is None:
        return NoOrderLine(year, service_code)
    what = lacking(line.left, wanted)
    return Stale("order") if what is None else OrderExhausted(what, year)  # None: a release came in between


def _why_not_set(line: queries.LineView, limit: Volume) -> ServiceError:
    what = lacking(limit, line.reserved)
    if what is None:  # somebody wrote the line between the two statements
        return Stale("order")
    return LimitBelowReserved(what, dict(line.reserved.parts())[what])


async def _write(session: AsyncSession, named: tuple[ColumnElement[bool], ...], limit: Volume) -> int | None:
    return await session.scalar(
        update(OrderLine)
        .where(
            *named,
            OrderLine.children_reserved <= limit.children,
            OrderLine.hours_reserved <= limit.hours,
            OrderLine.money_reserved <= limit.money,
        )
        .values(_limits(limit))
        .returning(OrderLine.id)
        .execution_options(synchronize_session=False),
    )


async def _add_line(
    session: AsyncSession, territory_id: int, year: int, service_code: str | None, limit: Volume
) -> int:
    line = OrderLine(territory_id=territory_id, year=year, service_code=service_code, **_limits(limit))
    session.add(line)
    taken = Stale("order")
    with refused_by_database({"uq_order_lines": taken, "order_lines.territory_id, order_lines.year": taken}):
        await session.flush()
    return line.id


def _volume(children: int, hours: int, money: int) -> Volume:
    """Raise Invalid for an amount that no order can have."""
    for field, amount, most in (
        ("order_children", children, _HOURS_MOST),
        ("order_hours", hours, _HOURS_MOST),
        ("order_money", money, _MONEY_MOST),
    ):
        if not 0 <= amount <= most:
            raise Invalid(field, "range")
    return Volume(children, hours, money)


def _fits(wanted: Volume) -> tuple[ColumnElement[bool], ...]:
    return (
        OrderLine.children_limit - OrderLine.children_reserved >= wanted.children,
        OrderLine.hours_limit - OrderLine.hours_reserved >= wanted.hours,
        OrderLine.money_limit - OrderLine.money_reserved >= wanted.money,
    )


def _named(territory_id: int, year: int, service_code: str | None) -> tuple[ColumnElement[bool], ...]:
    return (
        OrderLine.territory_id == territory_id,
        OrderLine.year == year,
        OrderLine.service_code.is_not_distinct_from(service_code),
    )


def _added(more: Volume) -> dict[str, Any]:
    return {
        "children_reserved": OrderLine.children_reserved + more.children,
        "hours_reserved": OrderLine.hours_reserved + more.hours,
        "money_reserved": OrderLine.money_reserved + more.money,
    }


def _limits(limit: Volume) -> dict[str, int]:
    return {"children_limit": limit.children, "hours_limit": limit.hours, "money_limit": limit.money}
