"""Limits beside the lines and the rules of money, as they stand; for the staff of their territory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.orders.models import Agreement, FocusLimit, FundingPeriod, FundingRule, Model, Split, Unit
from services.orders.rules.money import MOST_COUNT


@dataclass(frozen=True, slots=True)
class PeriodView:
    """Money of a part of the year, kopecks."""

    starts_on: date
    ends_on: date
    act: str
    limit: int
    reserved: int


@dataclass(frozen=True, slots=True)
class FocusView:
    """Certificates of a focus: ``most`` is None without a limit."""

    focus: str
    act: str
    most: int | None
    reserved: int


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with a provider: ``limit`` in kopecks, None without a sum."""

    number: str
    provider_id: int
    starts_on: date
    ends_on: date
    limit: int | None
    reserved: int


@dataclass(frozen=True, slots=True)
class RuleView:
    """How certificates are funded in these days; ``nominal`` is in the unit."""

    valid_from: date
    valid_to: date
    act: str
    model: Model
    unit: Unit
    nominal: int
    split: Split
    needs_agreement: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """All that stands beside the lines of a year's order."""

    rules: list[RuleView]
    periods: list[PeriodView]
    focuses: list[FocusView]
    agreements: list[AgreementView]


async def limits(session: AsyncSession, actor: Actor, *, territory_id: int, year: int) -> Limits:
    """What applies on any day of the year. Raises NotAllowed for another territory."""
    actor.require_staff(territory_id)
    first, last = date(year, 1, 1), date(year, 12, 31)
    rules = (FundingRule.territory_id == territory_id, FundingRule.valid_from <= last, FundingRule.valid_to >= first)
    papers = (Agreement.territory_id == territory_id, Agreement.starts_on <= last, Agreement.ends_on >= first)
    focuses = (FocusLimit.territory_id == territory_id, FocusLimit.year == year)
    periods = (FundingPeriod.territory_id == territory_id, FundingPeriod.year == year)
    return Limits(
        [RuleView(*row) for row in await _rows(session, _RULE, rules, FundingRule.valid_from)],
        [PeriodView(*row) for row in await _rows(session, _PERIOD, periods, FundingPeriod.starts_on)],
        [
            FocusView(row[0], row[1], None if row[2] == MOST_COUNT else row[2], row[3])
            for row in await _rows(session, _FOCUS, focuses, FocusLimit.focus)
        ],
        [AgreementView(*row) for row in await _rows(session, _AGREEMENT, papers, Agreement.number)],
    )


_RULE = (
    *(FundingRule.valid_from, FundingRule.valid_to, FundingRule.act, FundingRule.model, FundingRule.unit),
    *(FundingRule.nominal, FundingRule.split, FundingRule.needs_agreement),
)
_PERIOD = (
    *(FundingPeriod.starts_on, FundingPeriod.ends_on, FundingPeriod.act),
    *(FundingPeriod.money_limit, FundingPeriod.money_reserved),
)
_FOCUS = (FocusLimit.focus, FocusLimit.act, FocusLimit.most, FocusLimit.reserved)
_AGREEMENT = (
    *(Agreement.number, Agreement.provider_id, Agreement.starts_on, Agreement.ends_on),
    *(Agreement.money_limit, Agreement.money_reserved),
)


async def _rows(session: AsyncSession, columns: Sequence[Any], where: Sequence[Any], by: Any) -> Sequence[Any]:
    return (await session.execute(select(*columns).where(*where).order_by(by))).all()
