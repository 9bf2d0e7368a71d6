"""By which rule and within which limits a certificate of a given day is funded: one statement."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, and_, bindparam, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models import Agreement, FocusLimit, FundingPeriod, FundingRule, Model, Split, Unit

_TERRITORY: BindParameter[int] = bindparam("territory")
_DAY: BindParameter[date] = bindparam("day")
_ONE = select(literal(1).label("one")).subquery()
_FOCUS = (
    select(FocusLimit.id)
    .where(
        FocusLimit.territory_id == _TERRITORY,
        FocusLimit.year == bindparam("year"),
        FocusLimit.focus == bindparam("focus"),
    )
    .scalar_subquery()
)
_AGREEMENT = (
    select(Agreement.id)
    .where(
        Agreement.territory_id == _TERRITORY,
        Agreement.provider_id == bindparam("provider"),
        Agreement.starts_on <= _DAY,
        Agreement.ends_on >= _DAY,
    )
    .order_by(Agreement.starts_on.desc())
    .limit(1)
    .scalar_subquery()
)
_PERIODS = exists().where(FundingPeriod.territory_id == _TERRITORY, FundingPeriod.ends_on >= _DAY)
_TERMS = (
    select(
        FundingRule.model,
        FundingRule.unit,
        FundingRule.nominal,
        FundingRule.split,
        FundingRule.needs_agreement,
        _FOCUS.label("focus_limit_id"),
        _AGREEMENT.label("agreement_id"),
        _PERIODS.label("has_periods"),
    )
    .select_from(_ONE)
    .outerjoin(
        FundingRule,
        and_(FundingRule.territory_id == _TERRITORY, FundingRule.valid_from <= _DAY, FundingRule.valid_to >= _DAY),
    )
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The rule in force and the limits that apply. Without a rule: per service, in roubles, the first year pays."""

    model: Model
    unit: Unit
    nominal: int
    split: Split
    needs_agreement: bool
    focus_limit_id: int | None
    agreement_id: int | None
    has_periods: bool


async def terms(session: AsyncSession, *, territory_id: int, day: date, focus: str, provider_id: int) -> Terms:
    """The terms of a certificate whose first lesson is on ``day``."""
    asked = {"territory": territory_id, "day": day, "year": day.year, "focus": focus, "provider": provider_id}
    row = (await session.execute(_TERMS, asked)).one()
    return Terms(
        model=row.model or Model.PER_SERVICE,
        unit=row.unit or Unit.ROUBLES,
        nominal=row.nominal or 0,
        split=row.split or Split.FIRST_YEAR,
        needs_agreement=bool(row.needs_agreement),
        focus_limit_id=row.focus_limit_id,
        agreement_id=row.agreement_id,
        has_periods=bool(row.has_periods),
    )
