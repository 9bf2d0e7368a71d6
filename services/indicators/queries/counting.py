"""Contracts counted where they lie: whole numbers come back, never a row per contract."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Date, String, and_, case, column, func, literal, select
from sqlalchemy import table as sql_table
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import BigId, UtcDateTime
from services.indicators.rules import Tally, is_apart
from services.providers import queries as providers
from services.territories.queries import TerritoryView

_children = sql_table("children", column("id", BigId), column("snils_index", String))
_contracts = sql_table(
    "contracts",
    column("id", BigId),
    column("child_id", BigId),
    column("provider_id", BigId),
    column("territory_id", BigId),
    column("service_code", String),
    column("status", String),
    column("starts_on", Date),
    column("ends_on", Date),
    column("in_force_at", UtcDateTime),
)
"""The few columns read here; the families and contracts rooms own the tables. The СНИЛС index is a keyed digest."""


def in_force(territory: TerritoryView, first: date, last: date, codes: Collection[str]) -> ColumnElement[bool]:
    """Contracts in force on at least one day of the period for a service of the act; ``codes`` empty: any service."""
    over = datetime.combine(last + timedelta(days=1), time(), tzinfo=territory.timezone).astimezone(UTC)
    held = and_(
        _contracts.c.territory_id == territory.id,
        _contracts.c.status.in_(("in_force", "ended")),
        _contracts.c.starts_on <= last,
        _contracts.c.ends_on >= first,
        _contracts.c.in_force_at < over,
    )
    return and_(held, _contracts.c.service_code.in_(codes)) if codes else held


async def tally(
    session: AsyncSession, territory: TerritoryView, first: date, last: date, codes: Collection[str]
) -> Tally:
    """Distinct providers (by ИНН) and children (by СНИЛС) of a period: four statements whatever its size.

    A child is counted by id, and then once less for every further id with the same СНИЛС: such twins are few.
    """
    counted = in_force(territory, first, last, codes)
    ids = set(await session.scalars(select(_contracts.c.provider_id).where(counted).distinct()))
    known = await providers.providers(session, sorted(ids))
    rule = territory.policy.non_public_rule
    apart = {number for number, one in known.items() if is_apart(one.sector, rule)}
    children, theirs = await _children_of(session, counted, apart)
    twins, their_twins = await _twins(session, counted, apart)
    return Tally(
        providers=frozenset(one.identity for one in known.values()),
        apart=frozenset(known[number].identity for number in apart),
        npos=frozenset(one.identity for one in known.values() if one.is_npo),
        children=children - twins,
        children_apart=theirs - their_twins,
    )


async def _children_of(session: AsyncSession, counted: ColumnElement[bool], apart: set[int]) -> tuple[int, int]:
    each = select(func.max(_is_apart(apart)).label("theirs")).where(counted).group_by(_contracts.c.child_id).subquery()
    both = select(func.count(), func.coalesce(func.sum(each.c.theirs), 0)).select_from(each)
    children, theirs = (await session.execute(both)).one()
    return int(children), int(theirs)


async def _twins(session: AsyncSession, counted: ColumnElement[bool], apart: set[int]) -> tuple[int, int]:
    """How many ids of children are one child too many."""
    doubled = select(_children.c.snils_index).group_by(_children.c.snils_index).having(func.count() > 1)
    rows = await session.execute(
        select(_children.c.snils_index, func.max(_is_apart(apart)))
        .join_from(_children, _contracts, _contracts.c.child_id == _children.c.id)
        .where(_children.c.snils_index.in_(doubled), counted)
        .group_by(_children.c.snils_index, _children.c.id),
    )
    found = [(index, bool(theirs)) for index, theirs in rows]
    return _spare(index for index, _theirs in found), _spare(index for index, theirs in found if theirs)


def _is_apart(apart: set[int]) -> ColumnElement[int]:
    return case((_contracts.c.provider_id.in_(apart), 1), else_=0) if apart else literal(0)


def _spare(indices: Iterable[str]) -> int:
    return sum(times - 1 for times in Counter(indices).values())
