"""Lines of the social order: their limits, and taking of them (189-FZ, articles 6, 7 and 20).

Every change is one guarded UPDATE: two clerks at once can never promise more than the order has.
"""

from decimal import Decimal

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import refused_by_database
from services.core.errors import Invalid, ServiceError, Stale
from services.orders import queries
from services.orders.errors import LimitBelowReserved, LineCommitted, NoOrderLine, OrderExhausted
from services.orders.models import OrderLine, paying_line
from services.orders.rules import Volume, lacking

_LINES = OrderLine.metadata.tables["order_lines"]
_ROOM = {name: (_LINES.c[f"{name}_reserved"], _LINES.c[f"{name}_limit"]) for name in ("children", "hours", "money")}
_TAKE = (
    update(_LINES)
    .where(
        _LINES.c.id == paying_line(bindparam("of_territory"), bindparam("of_year"), bindparam("of_code")),
        *(limit - reserved >= bindparam(f"more_{name}") for name, (reserved, limit) in _ROOM.items()),
    )
    .values({reserved: reserved + bindparam(f"more_{name}") for name, (reserved, _limit) in _ROOM.items()})
    .returning(_LINES.c.id)
)
"""The hot path: built once."""
_HOURS_MOST = 2**31 - 1
_MONEY_MOST = 2**53


async def take_line(
    session: AsyncSession,
    *,
    territory_id: int,
    year: int,
    service_code: str | None,
    wanted: Volume,
) -> int:
    """Promise a volume of a calendar year's order; return the id of the line that pays.

    The service's own line pays, else the common line of the territory. Raises NoOrderLine when there is neither,
    OrderExhausted when the line has not enough children, hours or money left. Nothing is changed then.
    """
    asked = {"of_territory": territory_id, "of_year": year, "of_code": service_code}
    amounts = {f"more_{name}": amount for name, amount in wanted.parts()}
    line_id = (await session.execute(_TAKE, {**asked, **amounts})).scalar_one_or_none()
    if line_id is not None:
        return int(line_id)
    raise await _why_not(session, territory_id, year, service_code, wanted)


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
    """Write a line without a norm and return its id; ``money`` is in kopecks. Raises what ``write_line`` raises."""
    limit = Volume(children, hours, money)
    named = {"territory_id": territory_id, "year": year}
    return await write_line(session, **named, service_code=service_code, limit=limit, norm=None)


async def write_line(
    session: AsyncSession,
    *,
    territory_id: int,
    year: int,
    service_code: str | None,
    limit: Volume,
    norm: Decimal | None,
) -> int:
    """Write the year's limits of a line, new or changed; return the line's id. Whoever calls has checked the post.

    ``norm`` is the normative cost of a person-hour in roubles, unrounded. Raises LimitBelowReserved when more was
    promised already, Invalid for a negative amount, Stale when somebody else writes the same new line at this moment.
    """
    _check(limit)
    line_id = await _write(session, _named(territory_id, year, service_code), limit, norm)
    if line_id is not None:
        return line_id
    for line in await queries.lines(session, territory_id, year):
        if line.service_code == service_code:
            raise _why_not_set(line, limit)
    return await _add_line(session, territory_id, year, service_code, limit, norm)


async def remove_line(session: AsyncSession, *, territory_id: int, year: int, service_code: str | None) -> None:
    """Take a line out: it pays for nothing any more. Raises LineCommitted while certificates hold of it."""
    named = _named(territory_id, year, service_code)
    nothing = (OrderLine.children_reserved == 0, OrderLine.hours_reserved == 0, OrderLine.money_reserved == 0)
    gone = await session.scalar(
        update(OrderLine)
        .where(*named, *nothing)
        .values(**_limits(Volume(0, 0, 0)), norm=None, is_removed=True)
        .returning(OrderLine.id)
        .execution_options(synchronize_session=False)
    )
    if gone is None:
        held = await session.scalar(select(OrderLine.children_reserved).where(*named))
        raise LineCommitted(year, service_code, held or 0)


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
    return LimitBelowReserved(what, dict(line.reserved.parts())[what], line.service_code or "")


async def _write(
    session: AsyncSession, named: tuple[ColumnElement[bool], ...], limit: Volume, norm: Decimal | None
) -> int | None:
    return await session.scalar(
        update(OrderLine)
        .where(
            *named,
            OrderLine.children_reserved <= limit.children,
            OrderLine.hours_reserved <= limit.hours,
            OrderLine.money_reserved <= limit.money,
        )
        .values(**_limits(limit), norm=norm, is_removed=False)
        .returning(OrderLine.id)
        .execution_options(synchronize_session=False),
    )


async def _add_line(
    session: AsyncSession, territory_id: int, year: int, service_code: str | None, limit: Volume, norm: Decimal | None
) -> int:
    line = OrderLine(territory_id=territory_id, year=year, service_code=service_code, norm=norm, **_limits(limit))
    session.add(line)
    taken = Stale("order")
    with refused_by_database({"uq_order_lines": taken, "order_lines.territory_id, order_lines.year": taken}):
        await session.flush()
    return line.id


def _check(limit: Volume) -> None:
    """Raise Invalid for an amount that no order can have."""
    for name, amount in limit.parts():
        if not 0 <= amount <= (_MONEY_MOST if name == "money" else _HOURS_MOST):
            raise Invalid(f"order_{name}", "range")


def _named(territory_id: int, year: int, service_code: str | None) -> tuple[ColumnElement[bool], ...]:
    return (
        OrderLine.territory_id == territory_id,
        OrderLine.year == year,
        OrderLine.service_code.is_not_distinct_from(service_code),
    )


def _limits(limit: Volume) -> dict[str, int]:
    return {"children_limit": limit.children, "hours_limit": limit.hours, "money_limit": limit.money}
