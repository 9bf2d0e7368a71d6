"""How a year's table goes from figures to a published document; pure."""

import hashlib
import json
from typing import Any

from services.indicators.models import PeriodState

FORMULA_VERSION = 2
"""Of the ways in which rows are counted; raised with every change of them. Kept with each frozen table."""

FIXED = frozenset({PeriodState.AGREED, PeriodState.SIGNED, PeriodState.PUBLISHED})
"""Values of such a year do not change."""


def digest(rows: list[dict[str, Any]], version: int) -> str:
    """SHA-256 of what a table says and of how it was counted."""
    told = json.dumps([version, rows], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
