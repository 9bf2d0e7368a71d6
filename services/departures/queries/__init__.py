"""Reading departures: how one stands, what one would do, a family's own choices, the report."""

from services.departures.queries.offers import OwnPlacement, awaited, own_placement, own_placements
from services.departures.queries.report import Line, report
from services.departures.queries.trying import rehearse
from services.departures.queries.views import DepartureView, departure, departures, figures, view_of

__all__ = [
    "DepartureView",
    "Line",
    "OwnPlacement",
    "awaited",
    "departure",
    "departures",
    "figures",
    "own_placement",
    "own_placements",
    "rehearse",
    "report",
    "view_of",
]
