"""Reading the catalogue: the one door for other rooms and for the screens."""

from services.programs.queries.labelling import Label, labels
from services.programs.queries.reading import (
    GroupView,
    details,
    group,
    groups,
    groups_of,
    groups_of_provider,
    has_programs,
    siblings,
)
from services.programs.queries.records import known_of
from services.programs.queries.searching import (
    PAGE,
    Card,
    ChildFit,
    Facets,
    Filters,
    Found,
    Match,
    Near,
    Sort,
    search,
    understood,
)
from services.programs.queries.shelf import codes_of, programs_of, with_code

__all__ = [
    "PAGE",
    "Card",
    "ChildFit",
    "Facets",
    "Filters",
    "Found",
    "GroupView",
    "Label",
    "Match",
    "Near",
    "Sort",
    "codes_of",
    "details",
    "group",
    "groups",
    "groups_of",
    "groups_of_provider",
    "has_programs",
    "known_of",
    "labels",
    "programs_of",
    "search",
    "siblings",
    "understood",
    "with_code",
]
