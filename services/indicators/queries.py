"""The act's table of indicators with what this desk knows about a calendar year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, column, select
from sqlalchemy import table as sql_table
from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns import queries as campaigns
from services.contracts import queries as contracts
from services.core.clock import local_date
from services.core.db import BigId
from services.feedback import queries as feedback
from services.feedback import rules as surveys
from services.indicators import rules
from services.plan import queries as plan
from services.plan.rules import REGULATION
from services.providers import queries as providers
from services.territories.queries import TerritoryView
from services.territories.rules import IndicatorRow, normal_code

COMPUTED = frozenset({"1.3", "1.S", "2.1", "3.1", "3.2", "3.3", "3.4", "3.5", "5.3"})
"""Rows that this desk counts itself; every other row states what will feed it."""

_children = sql_table("children", column("id", BigId), column("snils_index", String))
_contracts = sql_table(
    "contracts",
    column("child_id", BigId),
    column("territory_id", BigId),
    column("status", String),
    column("starts_on", Date),
    column("ends_on", Date),
)
"""The few columns read here; the families and contracts rooms own the tables. The СНИЛС index is a keyed digest."""


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A row of the table: base and target are the act's, ``fact`` is of the asked year, ``reason`` a code."""

    code: str | None
    goal_no: int
    goal: str
    type: str
    text: str
    is_subrow: bool
    base: rules.Number | str | None
    base_year: int | None
    target: rules.Number | str | None
    target_year: int | None
    unit: str | None
    fact: rules.Number | str | None = None
    source: str | None = None
    reason: str | None = None
    formula: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    as_of: datetime | None = None
    needed: int | None = None
    """The least number of answers, for 5.3."""

    def reason_text(self, locale: str) -> str | None:
        """The reason in words; None when there is a fact."""
        if self.reason is None:
            return None
        return rules.reason_text(self.reason, locale, answers=self.denominator, needed=self.needed)

    def row(self, locale: str = "ru") -> dict[str, Any]:
        """The row as ``kruzhok indicators --format json`` prints it."""
        return {
            "goal_no": self.goal_no,
            "type": self.type,
            "text": self.text,
            "is_subrow": self.is_subrow,
            "base": self.base,
            "base_year": self.base_year,
            "target": self.target,
            "target_year": self.target_year,
            "fact": self.fact,
            "unit": self.unit,
            "source": self.source,
            "reason": self.reason_text(locale),
            "formula": self.formula,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }


async def table(session: AsyncSession, *, territory: TerritoryView, year: int, now: datetime) -> list[IndicatorFact]:
    """The rows of the territory's act in its order, with the facts of calendar year ``year`` in its own time.

    Seven statements whatever the size of the year. Base and target are always the act's, with their own years.
    """
    if year > local_date(now, territory.timezone).year:
        figures = dict.fromkeys(COMPUTED, rules.Figure(None, "not_begun"))
    else:
        figures = await _figures(session, territory, date(year, 1, 1), date(year, 12, 31))
    as_of = now.astimezone(territory.timezone).replace(microsecond=0)
    return [_fact(printed, territory, figures, as_of) for printed in territory.pack.indicators]


async def _figures(
    session: AsyncSession,
    territory: TerritoryView,
    first: date,
    last: date,
) -> dict[str, rules.Figure]:
    codes = frozenset(normal_code(service.code) for service in territory.pack.services)
    facts = await contracts.in_force(session, territory_id=territory.id, first=first, last=last)
    found = rules.tally(
        facts,
        providers=await providers.providers(session, sorted({one.provider_id for one in facts})),
        children=await _snils_indices(session, territory.id, first, last),
        codes=codes,
        rule=territory.policy.non_public_rule,
    )
    voices = await feedback.satisfaction(
        session,
        territory_id=territory.id,
        first=first,
        last=last,
        zone=territory.timezone,
        satisfied=territory.policy.satisfied_grades,
        codes=codes,
    )
    return {
        **rules.counts(found),
        **await _acts_amended(session, territory, last),
        **await _campaigns(session, territory, first, last),
        "5.3": rules.satisfied(voices, territory.policy.survey_min_answers),
    }


async def _acts_amended(session: AsyncSession, territory: TerritoryView, last: date) -> dict[str, rules.Figure]:
    """Row 2.1, if the act has it: what was marked as done up to the end of the year."""
    row = _row(territory, "2.1")
    if row is None:
        return {}
    done = await plan.progress(session, territory=territory, stage_no=REGULATION, until=last)
    return {"2.1": rules.acts_amended(done, base=row.base_value, target=row.target_value)}


async def _campaigns(
    session: AsyncSession,
    territory: TerritoryView,
    first: date,
    last: date,
) -> dict[str, rules.Figure]:
    """Row 3.1, if the act has it: campaigns held in the year."""
    row = _row(territory, "3.1")
    if row is None:
        return {}
    zone = territory.timezone
    held = await campaigns.done_between(session, territory_id=territory.id, first=first, last=last, zone=zone)
    return {"3.1": rules.campaigns_done(held, target=row.target_value)}


def _row(territory: TerritoryView, formula: str) -> IndicatorRow | None:
    return next((row for row in territory.pack.indicators if row.formula == formula), None)


async def _snils_indices(session: AsyncSession, territory_id: int, first: date, last: date) -> dict[int, str]:
    """One child entered by two parents is one consumer: the keyed index of the СНИЛС tells, the number stays sealed."""
    counted = select(_contracts.c.child_id).where(
        _contracts.c.territory_id == territory_id,
        _contracts.c.status == "in_force",
        _contracts.c.starts_on <= last,
        _contracts.c.ends_on >= first,
    )
    rows = await session.execute(select(_children.c.id, _children.c.snils_index).where(_children.c.id.in_(counted)))
    return {child_id: index for child_id, index in rows}  # noqa: C416 (dict() of rows has no typed overload)


def _fact(
    printed: IndicatorRow,
    territory: TerritoryView,
    figures: Mapping[str, rules.Figure],
    as_of: datetime,
) -> IndicatorFact:
    figure = figures.get(printed.formula or "")
    known = figure or rules.Figure(None, rules.reason_of_row(printed.formula))
    return IndicatorFact(
        code=printed.formula,
        goal_no=printed.goal_no,
        goal=printed.goal,
        type=printed.type.value,
        text=printed.text,
        is_subrow=printed.is_subrow,
        base=rules.value_of(printed.base_value),
        base_year=printed.base_year,
        target=rules.value_of(printed.target_value),
        target_year=printed.target_year,
        unit=printed.unit,
        fact=known.fact,
        source="computed" if known.fact is not None else None,
        reason=known.reason,
        formula=_formula(printed, territory) if figure and printed.formula else None,
        numerator=known.numerator,
        denominator=known.denominator,
        as_of=as_of if figure else None,
        needed=known.needed,
    )


def _formula(printed: IndicatorRow, territory: TerritoryView) -> str:
    words = [grade.ru for grade in surveys.grades() if grade.value in territory.policy.satisfied_grades]
    row = rules.formula_of(printed.formula or "", base=printed.base_value, target=printed.target_value)
    return rules.formula_text(row, rule=territory.policy.non_public_rule, grades=words)
