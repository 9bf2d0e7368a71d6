"""Reading the table: its rows with their facts, what people entered, and the frozen versions."""

from services.indicators.queries.facts import IndicatorFact
from services.indicators.queries.figures import COMPUTED
from services.indicators.queries.table import table
from services.indicators.queries.versions import Frozen, Version, frozen, versions

__all__ = ["COMPUTED", "Frozen", "IndicatorFact", "Version", "frozen", "table", "versions"]
