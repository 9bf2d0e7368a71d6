"""Which road a kind takes, and what the law says of it (``roads.toml``); pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from services.complaints.errors import BeyondLaw
from services.complaints.models import Kind, Subject
from services.core.errors import Invalid

QUICK = (Subject.ACCEPTANCE, Subject.CORRECTION)
"""Subjects of the short term (210-FZ, article 11.2, part 6)."""
LONGEST_SETTLE = 30
LONGEST_CLUB = 15


@dataclass(frozen=True, slots=True)
class Road:
    """Terms of one road on one day; ``most`` is the law's. ``document`` is the territory's, None for the law alone."""

    code: str
    since: date
    days: int
    counted: str
    most: int
    prolong: int
    forward: int
    warn: int
    club: int
    settle: int
    heads: bool
    act_ru: str
    act_en: str
    document: str | None = None

    @property
    def is_working(self) -> bool:
        """Whether ``days`` are working days."""
        return self.counted == "working"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a territory may set by its own document, in the units of the road."""

    days: int
    warn: int
    club: int
    settle: int
    heads: bool


@cache
def lawful() -> tuple[Road, ...]:
    """All roads of the law, with every day from which one is in force."""
    text = resources.files("services.complaints").joinpath("roads.toml").read_text("utf-8")
    return tuple(Road(**row) for row in tomllib.loads(text)["roads"])


def codes() -> tuple[str, ...]:
    """Codes of the roads, each once, in their order."""
    return tuple(dict.fromkeys(road.code for road in lawful()))


def by_law(code: str, day: date) -> Road:
    """The law's road in force on a day; before its first day, the first. Raises Invalid for an unknown code."""
    known = sorted((road for road in lawful() if road.code == code), key=lambda road: road.since)
    if not known:
        raise Invalid("road", "choice")
    return next((road for road in reversed(known) if road.since <= day), known[0])


def code_of(kind: Kind, subject: Subject | None) -> str:
    """The road of a kind and its subject."""
    if kind is Kind.SERVICE and subject in QUICK:
        return "service_quick"
    return kind.value


def check_terms(terms: Terms, law: Road) -> None:
    """Raise BeyondLaw for a term longer than the law's, Invalid for one that cannot be."""
    if terms.days > law.most:
        raise BeyondLaw(law.most)
    if not terms.days >= 1 or not 0 <= terms.warn < terms.days:
        raise Invalid("road", "days")
    if not 1 <= terms.club <= LONGEST_CLUB or not 1 <= terms.settle <= LONGEST_SETTLE:
        raise Invalid("road", "days")
    if law.heads and not terms.heads:
        raise Invalid("road", "heads")
