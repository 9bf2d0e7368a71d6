"""Reading families: own children, the parent's details, and the grounds and consents of processing them."""

from services.families.queries.consents import (
    ConsentRow,
    consent_journal,
    consent_text,
    consents,
    has_consent,
    operator,
    purpose,
    purposes,
    require_consent,
)
from services.families.queries.identity import PHONE, has_phone, level
from services.families.queries.reading import (
    ChildView,
    RepresentativeView,
    Standing,
    called,
    child,
    children,
    children_with_snils,
    limits,
    own_child,
    representative,
    standing,
)
from services.families.queries.records import known_of

__all__ = [
    "PHONE",
    "ChildView",
    "ConsentRow",
    "RepresentativeView",
    "Standing",
    "called",
    "child",
    "children",
    "children_with_snils",
    "consent_journal",
    "consent_text",
    "consents",
    "has_consent",
    "has_phone",
    "known_of",
    "level",
    "limits",
    "operator",
    "own_child",
    "purpose",
    "purposes",
    "representative",
    "require_consent",
    "standing",
]
