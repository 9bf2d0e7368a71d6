"""Entering what is not counted, and the way of a year's table. The caller commits."""

from services.indicators.actions.entering import (
    Cover,
    Entry,
    Findings,
    Given,
    confirm_analysis,
    enter,
    import_coverage,
    record_support,
    withdraw,
)
from services.indicators.actions.evidence import Evidence
from services.indicators.actions.periods import agree, collect, publish, send_back, sign

__all__ = [
    "Cover",
    "Entry",
    "Evidence",
    "Findings",
    "Given",
    "agree",
    "collect",
    "confirm_analysis",
    "enter",
    "import_coverage",
    "publish",
    "record_support",
    "send_back",
    "sign",
    "withdraw",
]
