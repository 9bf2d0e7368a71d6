"""A row of the table as everybody reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.indicators import rules
from services.indicators.queries.kept import Kept


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
    responsible: str | None = None
    counted: rules.Number | str | None = None
    """What was counted, where a person's value stands instead."""
    kept: Kept | None = None
    is_beyond: bool = False
    """«Из них» that is more than the row of which it is a part."""
    outlook: rules.Outlook | None = None
    holds: tuple[rules.Hold, ...] = ()
    """What keeps it from its target."""
    analysed: str | None = None
    """The document of the factor analysis, where base and target come from it."""

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
