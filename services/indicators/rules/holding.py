"""What keeps a row from its target; pure. Codes and numbers: the words are the screens'."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from services.indicators.rules.figures import RANKS, Figure, Number
from services.indicators.rules.forecast import Outlook


class Missing(StrEnum):
    """What is not there yet."""

    TARGET_PENDING = "target_pending"
    """The act leaves the target to the factor analysis, and none is confirmed."""
    TARGET_BLANK = "target_blank"
    """The act names no target: the row is only watched."""
    SUPPORT = "support"
    """Non-profit organisations with contracts, without support in the year."""
    PUBLIC = "public"
    """Providers of the year that are not «не муниципальные»."""
    PLAN = "plan"
    """Rows of the plan's stage that nobody marked as done."""
    POTENTIAL = "potential"
    """Non-municipal providers that the factor analysis does not rate «high»."""
    CHECK = "check"
    """Providers of the year that closed no check of their own."""
    MEASURES = "measures"
    """Measures of the checklists that are not met."""
    SURVEY = "survey"
    """Providers of the year whose survey is not over."""
    UNSATISFIED = "unsatisfied"
    """Answers that are not of the satisfied grades."""
    CAMPAIGNS = "campaigns"
    NPOS = "npos"
    PROVIDERS = "providers"
    APART = "apart"
    CHILDREN = "children"
    """The last five: how many more there must be, with a contract where it is about contracts."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that holds a row back; ``count`` of what is missing, None where there is nothing to count."""

    missing: Missing
    count: int | None = None


_LACKING = {
    "1.4": Missing.SUPPORT,
    "1.S": Missing.PUBLIC,
    "2.1": Missing.PLAN,
    "2.4": Missing.POTENTIAL,
    "4.4": Missing.CHECK,
    "4.5": Missing.MEASURES,
    "5.2": Missing.SURVEY,
    "5.3": Missing.UNSATISFIED,
}
"""Rows whose figure knows how many do not count yet."""
_SHORT = {
    "1.3": Missing.NPOS,
    "3.1": Missing.CAMPAIGNS,
    "3.2": Missing.PROVIDERS,
    "3.3": Missing.APART,
    "3.4": Missing.CHILDREN,
    "3.5": Missing.CHILDREN,
}
"""Rows that lack as many as the target is away."""


def holding(
    code: str, figure: Figure | None, *, target: Number | str | None, ahead: Outlook | None
) -> tuple[Hold, ...]:
    """What is missing, the most telling first; empty for a row that has reached its target.

    ``figure`` is None for a row that nobody counts and for one where a person's value stands. Without a fact the
    figure's reason says the rest.
    """
    if ahead is not None and ahead.is_met:
        return ()
    found: list[Hold] = []
    if figure is not None and figure.lacking and code in _LACKING:
        found.append(Hold(_LACKING[code], figure.lacking))
    if ahead is not None and ahead.gap and code in _SHORT:
        found.append(Hold(_SHORT[code], ceil(ahead.gap)))
    if target is None:
        found.append(Hold(Missing.TARGET_BLANK))
    elif isinstance(target, str) and target not in RANKS:
        found.append(Hold(Missing.TARGET_PENDING))
    return tuple(found)
