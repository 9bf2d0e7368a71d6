"""Reading openings: whether filing is open, how it goes, one's own place and the record that repeats the draw."""

from services.openings.queries.figures import Figures, figures, standing_list
from services.openings.queries.places import OwnPlace, own_place
from services.openings.queries.views import (
    OpeningView,
    latest,
    live_for,
    opening,
    published,
    school_year_of,
    view_of,
)

__all__ = [
    "Figures",
    "OpeningView",
    "OwnPlace",
    "figures",
    "latest",
    "live_for",
    "opening",
    "own_place",
    "published",
    "school_year_of",
    "standing_list",
    "view_of",
]
