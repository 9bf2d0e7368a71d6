"""Reading the table: its rows with their facts, what people entered, and the frozen versions."""

from services.indicators.queries.facts import IndicatorFact
from services.indicators.queries.figures import COMPUTED
from services.indicators.queries.table import table

__all__ = ["COMPUTED", "IndicatorFact", "table"]
