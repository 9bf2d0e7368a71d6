"""What the queries of the room return: frozen facts, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from services.certificates.models import CERTIFIED, ApplicationStatus, CertificateStatus
from services.certificates.queries.amounts import Money, UnifiedView
from services.certificates.rules.eligibility import Verdict
from services.certificates.rules.lifecycle import Deed, Party
from services.families.queries import ChildView
from services.families.rules import Level
from services.orders.queries import LineView
from services.programs.queries import GroupView
from services.providers.queries import ProviderView
from services.territories.queries import TerritoryView


@dataclass(frozen=True, slots=True)
class Facts:
    """An application itself; ``due_on`` is the last day for the decision, ``ground`` a code of rules.GROUNDS."""

    number: int
    status: ApplicationStatus
    territory_id: int
    parent_id: int
    child_id: int
    provider_id: int
    group_id: int
    submitted_at: datetime
    due_on: date
    decided_at: datetime | None
    ground: str | None
    confirm_by: date | None = None
    club_by: date | None = None
    answer_by: date | None = None
    remark: str | None = None
    priority: int = 1
    filed_how: str | None = None
    assignee_id: int | None = None
    proposed_by: int | None = None
    seat_held: bool = False
    transfer_of: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """The level of identity that filing needs, and the last day to reach it; until then there is only a draft.

    ``is_other``: not whoever reads is to be confirmed, but the representative in whose name it is filed.
    """

    level: Level
    confirm_by: date
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a decision may still take: working days after today; ``overdue`` once the last day has passed."""

    days: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list. ``child`` is for the child's own people; ``waiting`` is for the staff."""

    facts: Facts
    title: str
    group_title: str
    child: ChildView | None = None
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """One page of a list; ``page`` counts from 0 and is a page that exists, ``total`` counts rows."""

    items: list[Line]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Sift:
    """What of the queue is wanted; nothing set is all of it.

    ``due_by`` is the last day of the decision, that day included; ``state`` is one of those that are undecided, the
    returned among them; ``is_proposed``: a colleague has proposed it and a second person is awaited.
    """

    territory_id: int | None = None
    provider_id: int | None = None
    is_late: bool = False
    state: ApplicationStatus | None = None
    service: str | None = None
    due_by: date | None = None
    is_mine: bool = False
    is_assisted: bool = False
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate: ``hours`` are person-hours, ``nominal`` kopecks, the term includes both days."""

    id: int
    number: str
    application_id: int
    territory_id: int
    child_id: int
    service_code: str | None
    hours: int
    nominal: int
    valid_from: date
    valid_to: date
    status: CertificateStatus
    activated_at: datetime | None
    suspended_till: date | None = None
    unused_told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Who holds the ball, the last day for it, and what the desk does by itself after that day; None where nobody."""

    turn: Party | None
    by: date | None
    then: Deed | None


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A parent's own case; ``certificate`` and its ``money`` are None until the approval."""

    facts: Facts
    group: GroupView
    territory: TerritoryView
    child: ChildView
    waiting: Waiting
    certificate: CertificateView | None
    turn: Turn
    today: date
    """The territory's day of the reading."""
    unified: UnifiedView | None = None
    """The unified certificate of which ``certificate`` is a line."""
    money: Money | None = None
    is_side: bool = True
    """Whether it is filed in the name of whoever reads."""
    may_act: bool = True
    """Whether whoever reads may do more than look."""


@dataclass(frozen=True, slots=True)
class StaffCase:
    """A case as the clerk decides it: ``age`` is on ``first_day``; both are None when the course is over.

    ``line`` of the order of ``year`` would pay for it; None when the order has no such line.
    """

    facts: Facts
    group: GroupView
    territory: TerritoryView
    provider: ProviderView
    child: ChildView
    first_day: date | None
    age: int
    waiting: Waiting
    year: int
    line: LineView | None
    verdicts: tuple[Verdict, ...]
    turn: Turn

    @property
    def decided(self) -> bool:
        """Whether there is a certificate: the application was approved."""
        return self.facts.status in CERTIFIED


@dataclass(frozen=True, slots=True)
class ProviderCase:
    """A case as the provider is told of it: nothing of the child. ``may`` is what the club may do with it now."""

    facts: Facts
    group: GroupView
    territory: TerritoryView
    turn: Turn
    may: frozenset[Deed]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an application would be, before it is sent: nothing is written yet."""

    group: GroupView
    territory: TerritoryView
    provider: ProviderView
    child: ChildView
    due_on: date
    need: Need | None = None
