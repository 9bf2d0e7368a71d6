"""The act's table of indicators with what is known about a calendar year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.feedback.rules import templates
from services.indicators import rules
from services.indicators.models import Source
from services.indicators.queries import kept
from services.indicators.queries.facts import IndicatorFact
from services.indicators.queries.figures import COMPUTED, Figures, figures
from services.territories.queries import TerritoryView
from services.territories.rules import IndicatorRow

IMPORTED = frozenset({"3.2S"})
"""Counted from what others sent."""


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the rows of one table are made of."""

    territory: TerritoryView
    figures: Mapping[str, rules.Figure]
    values: Mapping[str, kept.Kept]
    analysis: kept.Analysis | None
    as_of: datetime


async def table(session: AsyncSession, *, territory: TerritoryView, year: int, now: datetime) -> list[IndicatorFact]:
    """The rows of the territory's act in its order, with the facts of calendar year ``year`` in its own time.

    The same few statements whatever the size of the year. Base and target are always the act's, with their own years;
    where the act leaves them to the factor analysis, a confirmed one gives them.
    """
    analysed = await kept.analysis(session, territory.id)
    known = _Known(
        territory,
        await _figures(session, territory, year, analysed=analysed, now=now),
        await kept.kept_values(session, territory.id, year),
        analysed,
        now.astimezone(territory.timezone).replace(microsecond=0),
    )
    facts = [_fact(row, known) for row in territory.pack.indicators]
    beyond = rules.beyond_parents({fact.code or "": fact.fact for fact in facts})
    return [replace(fact, is_beyond=True) if fact.code in beyond else fact for fact in facts]


async def _figures(
    session: AsyncSession, territory: TerritoryView, year: int, *, analysed: kept.Analysis | None, now: datetime
) -> Figures:
    if year > local_date(now, territory.timezone).year:
        return dict.fromkeys(COMPUTED, rules.Figure(None, "not_begun"))
    if year < min(territory.pack.years):
        return dict.fromkeys(COMPUTED, rules.Figure(None, "before_act"))
    first, last = date(year, 1, 1), date(year, 12, 31)
    return await figures(session, territory, first, last, analysed=analysed)


def _fact(row: IndicatorRow, known: _Known) -> IndicatorFact:
    base, target, analysed = _ends(row, known.analysis)
    bare = IndicatorFact(
        code=row.formula,
        goal_no=row.goal_no,
        goal=row.goal,
        type=row.type.value,
        text=row.text,
        is_subrow=row.is_subrow,
        base=base,
        base_year=row.base_year,
        target=target,
        target_year=row.target_year,
        unit=row.unit,
        responsible=row.responsible,
        analysed=analysed,
    )
    told = _told(bare, row, known)
    today = known.as_of.date()
    ahead = rules.outlook(told.base, told.base_year, told.fact, told.target, told.target_year, today=today)
    figure = None if told.kept else known.figures.get(row.formula or "")
    return replace(told, outlook=ahead, holds=rules.holding(row.formula or "", figure, target=told.target, ahead=ahead))


def _told(bare: IndicatorFact, row: IndicatorRow, known: _Known) -> IndicatorFact:
    """The row with its fact: a person's value stands before a counted one, which is kept beside it."""
    code = row.formula or ""
    figure, value = known.figures.get(code), known.values.get(code)
    formula = _formula(row, known.territory) if code else None
    if value is not None:
        counted = figure.fact if figure else None
        fact = rules.value_of(value.value)
        at = value.entered_at.astimezone(known.territory.timezone).replace(microsecond=0)
        return replace(
            bare, fact=fact, source=value.source.value, formula=formula, as_of=at, counted=counted, kept=value
        )
    shown = figure or rules.Figure(None, rules.reason_of_row(row.formula))
    source = Source.IMPORTED if code in IMPORTED else Source.COMPUTED
    return replace(
        bare,
        fact=shown.fact,
        source=source.value if shown.fact is not None else None,
        reason=shown.reason,
        formula=formula,
        numerator=shown.numerator,
        denominator=shown.denominator,
        as_of=known.as_of,
        needed=shown.needed,
    )


def _ends(
    row: IndicatorRow, analysed: kept.Analysis | None
) -> tuple[rules.Number | str | None, rules.Number | str | None, str | None]:
    """Base and target; «будет определено» and blanks give way to a confirmed factor analysis."""
    printed = (row.base_value, row.target_value)
    found = analysed.values.get(row.formula or "") if analysed else None
    if found is None:
        return rules.value_of(printed[0]), rules.value_of(printed[1]), None
    base, target = (
        new if new is not None and (old is None or rules.is_pending(old)) else old
        for old, new in zip(printed, found, strict=True)
    )
    named = analysed.document if analysed and (base, target) != printed else None
    return rules.value_of(base), rules.value_of(target), named


def _formula(row: IndicatorRow, territory: TerritoryView) -> str:
    words = [grade.ru for grade in templates.grades() if grade.value in territory.policy.satisfied_grades]
    name = rules.formula_of(row, is_share=rules.shape_of(row) is rules.Shape.PERCENT)
    return rules.formula_text(name, rule=territory.policy.non_public_rule, grades=words)
