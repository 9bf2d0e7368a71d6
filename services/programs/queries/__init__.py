"""Reading the catalogue: the one door for other rooms and for the screens."""

from services.programs.queries.reading import (
    GroupView,
    details,
    group,
    groups,
    groups_of,
    has_programs,
    siblings,
)
from services.programs.queries.searching import PAGE, Card, Found, search
from services.programs.queries.shelf import programs_of

__all__ = [
    "PAGE",
    "Card",
    "Found",
    "GroupView",
    "details",
    "group",
    "groups",
    "groups_of",
    "has_programs",
    "programs_of",
    "search",
    "siblings",
]
