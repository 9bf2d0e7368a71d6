"""What an application must satisfy and what a certificate says: pure rules."""

from datetime import date, timedelta, tzinfo
from enum import StrEnum

from services.certificates.errors import NotPayable, WrongAge
from services.core.errors import NotFound, ServiceError
from services.programs.errors import (
    CourseOver,
    EnrolmentClosed,
    EnrolmentLate,
    EnrolmentNotYet,
    GroupFull,
    NoTimetable,
)
from services.programs.queries import GroupView
from services.programs.rules import first_lesson
from services.programs.rules.openness import MONTHS, Bar, Closed, months_on, why_closed
from services.territories.queries import TerritoryView
from services.territories.rules import MonthDay


class Ground(StrEnum):
    """Grounds of a refusal. None of them says anything of a child's health."""

    AGE = "age"
    NO_SEATS = "no_seats"
    NO_ORDER_VOLUME = "no_order_volume"
    CONTRADICTORY_DATA = "contradictory_data"
    NO_AUTHORITY = "no_authority"
    ENROLMENT_CLOSED = "enrolment_closed"
    MEDICAL_DOCUMENT = "medical_document"
    TEST_FAILED = "test_failed"


GROUNDS: tuple[str, ...] = tuple(ground.value for ground in Ground)


def school_year(starts_on: date, opens: MonthDay) -> int:
    """The calendar year in which the school year of a group starts; ``opens`` is the territory's first school day."""
    return starts_on.year - ((starts_on.month, starts_on.day) < (opens.month, opens.day))


def first_day(group: GroupView, today: date, zone: tzinfo) -> date:
    """The day of the first lesson that a child taken today can attend. Raises CourseOver."""
    lesson = first_lesson(group.lessons, group.starts_on, group.ends_on, today, zone)
    if lesson is None:
        raise CourseOver(group.ends_on)
    return lesson[0].date()


def check_age(birth_date: date, day: date, group: GroupView, territory: TerritoryView) -> None:
    """Raise WrongAge unless the child's age on ``day`` suits the group and the territory's rules."""
    first = max(group.from_months, MONTHS * territory.policy.age_min)
    below = min(group.below_months, MONTHS * territory.policy.age_max_exclusive)
    months = months_on(birth_date, day)
    if not first <= months < below:
        raise WrongAge(months, first, below)


def admit(
    group: GroupView, territory: TerritoryView, birth_date: date, today: date, *, seat_held: bool = False
) -> None:
    """Raise when an application made today cannot succeed: the card shows its button by the same rule.

    ``seat_held``: a seat is this very child's already, whether or not others can apply yet.
    NotFound (a hidden program), CourseOver, EnrolmentClosed, NoTimetable, EnrolmentNotYet, EnrolmentLate, NotPayable,
    GroupFull or WrongAge.
    """
    closed = why_closed(group, today, territory.timezone)
    if closed is not None and not (seat_held and closed.why in {Bar.FULL, Bar.NOT_YET}):
        raise refusal(closed, group)
    check_age(birth_date, first_day(group, today, territory.timezone), group, territory)


def refusal(closed: Closed, group: GroupView) -> ServiceError:
    """The error that says why nobody can apply to the group."""
    day = closed.day or group.ends_on
    return {
        Bar.HIDDEN: NotFound("group"),
        Bar.OVER: CourseOver(day),
        Bar.CLOSED: EnrolmentClosed(day),
        Bar.NO_TIMETABLE: NoTimetable(),
        Bar.NOT_YET: EnrolmentNotYet(day),
        Bar.LATE: EnrolmentLate(day),
        Bar.UNPAID: NotPayable(closed.unpaid, closed.item),
        Bar.FULL: GroupFull(),
    }[closed.why]


def birthday(birth_date: date, age: int) -> date:
    """The day on which a person becomes ``age``; born on 29 February, they do so on 1 March of a common year."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def term(group: GroupView, today: date, birth_date: date, age_max_exclusive: int) -> tuple[date, date]:
    """First and last day of a certificate: within the group's course, before the child outgrows the rule."""
    last = birthday(birth_date, age_max_exclusive) - timedelta(days=1)
    return max(today, group.starts_on), min(group.ends_on, last)
