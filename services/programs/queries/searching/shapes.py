"""What a search is asked, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.rules import LessonView, Wish

PAGE = 6
"""Programs on one page of a list."""
COUNTED = 1_000
"""Where counting stops: of more programs than these, the first ones are ordered and shown."""


@dataclass(frozen=True, slots=True)
class ChildFit:
    """The child that a program is looked for: it suits by its age on the group's first lesson.

    ``ovz``: only what is made for this kind of special needs; None asks for no such thing. ``is_special``: programs
    made for children with special needs are shown beside all others.
    """

    birth_date: date
    ovz: OvzType | None = None
    is_special: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Around a point; the radius in kilometres. Nobody keeps it."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen beside the typed sentence; it is never given up.

    ``weekdays`` from Monday as 0; ``has_seats``: one can join today; ``by_certificate``: a certificate may pay;
    ``most_total``: kopecks that the whole course may cost a certificate («fits the remaining money»).
    """

    child: ChildFit | None = None
    focus: Focus | None = None
    level: Level | None = None
    form: StudyForm | None = None
    provider_id: int | None = None
    weekdays: tuple[int, ...] = ()
    has_seats: bool = False
    by_certificate: bool = False
    most_total: int | None = None
    near: Near | None = None


class Sort(StrEnum):
    """``distance`` needs ``Filters.near``; without it the order is that of ``fit``."""

    FIT = "fit"
    DISTANCE = "distance"
    START = "start"


class Match(StrEnum):
    """Where all words of a search are, the best place first."""

    NAME = "name"
    """In the title, as typed or in another form of the same words."""
    TITLE = "title"
    """In the title, by words of the same meaning."""
    PARTLY = "partly"
    """In the title and in what the program says it is about."""
    TOPIC = "topic"
    """In what the program says it is about."""
    TEXT = "text"
    """Somewhere in its text."""


@dataclass(frozen=True, slots=True)
class Card:
    """A program in a list, with the best of its groups that suit: one that can be joined first, then the earliest.

    ``price`` of the group: kopecks a month, 0 is free, None is not told; ``nominal``: what the whole course costs,
    kopecks; ``groups``: how many suit; ``distance_km`` from ``Filters.near``; ``relaxed`` as ``Found.relaxed``.
    """

    program_id: int
    group_id: int
    title: str
    age_from: int
    age_to: int
    is_payable: bool
    nominal: int
    capacity: int
    taken: int
    closed_on: date | None
    groups: int
    starts_on: date
    price: int | None = None
    is_open: bool = True
    match: Match = Match.NAME
    distance_km: float | None = None
    relaxed: tuple[str, ...] = ()
    lessons: tuple[LessonView, ...] = field(default=())

    @property
    def free(self) -> int:
        """Seats of the best group that nobody has taken."""
        return max(0, self.capacity - self.taken)

    @property
    def days(self) -> tuple[int, ...]:
        """Weekdays of the best group, Monday is 0."""
        return tuple(sorted({lesson.weekday for lesson in self.lessons}))


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the counted programs are of each kind; a kind of which there are none is left out.

    A program with lessons on several days counts for each of them. Programs over ``COUNTED`` are not counted.
    """

    focus: Mapping[Focus, int] = field(default_factory=dict)
    level: Mapping[Level, int] = field(default_factory=dict)
    form: Mapping[StudyForm, int] = field(default_factory=dict)
    weekdays: Mapping[int, int] = field(default_factory=dict)
    has_seats: int = 0
    by_certificate: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what suits.

    ``is_more``: counting stopped at ``total``. ``wish`` is what was asked; ``relaxed`` are its parts that were given up
    because nothing had them all (``services.programs.rules.parts``), or «adapted»: these programs are made only for
    children with special needs, and nobody asked for that.
    """

    items: tuple[Card, ...] = ()
    total: int = 0
    page: int = 0
    pages: int = 0
    wish: Wish = field(default_factory=Wish)
    is_more: bool = False
    relaxed: tuple[str, ...] = ()
    facets: Facets = field(default_factory=Facets)
