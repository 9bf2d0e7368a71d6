"""Ages, days, hours and money of a group as a neighbour tells them; what it leaves out is our decision, said here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from services.programs.gateway.records import Financing, GroupRecord, ProgramRecord
from services.territories.rules import MonthDay

MONTHS = 12
GROWN = 18 * MONTHS
"""A program that tells no upper age is for children."""
CERTIFICATE = "pfdod_certificate"
_FREE = frozenset({"none", "budget"})
_OWN_MONEY = frozenset({"paid", "private"})
_YEAR_END = (5, 31)
_NEAR_END = timedelta(days=60)
LARGEST = 2**31 - 1
"""What a column holds."""


@dataclass(frozen=True, slots=True)
class Year:
    """A school year, both days inclusive."""

    starts_on: date
    ends_on: date


def school_year(today: date, start: MonthDay) -> Year:
    """The school year that groups without dates are taken to be of; one that ends within two months is over."""
    end = date(today.year, *_YEAR_END)
    while end - today < _NEAR_END:
        end = end.replace(year=end.year + 1)
    return _ending(end, start)


def days_of(group: GroupRecord, year: Year, start: MonthDay) -> tuple[Year, bool]:
    """The days of a group, and whether the organiser named them both; one that is missing is the school year's."""
    first, last = group.starts_on, group.ends_on
    if first and last:
        return Year(first, last), True
    if first:
        end = date(first.year, *_YEAR_END)
        return Year(first, end if end >= first else end.replace(year=first.year + 1)), False
    if last:
        return Year(min(_ending(last, start).starts_on, last), last), False
    return year, False


def _ending(end: date, start: MonthDay) -> Year:
    """The school year in which a day lies."""
    began = start.on(end.year)
    return Year(began if began <= end else start.on(end.year - 1), end)


def span(low: int | None, high: int | None) -> tuple[int, int]:
    """Ages in months from the first inclusive to the second exclusive, of ages as told.

    «До 14» takes a child until the fifteenth birthday; «до 9,5» until nine years and seven months.
    """
    first = low or 0
    if high is None:
        return first, max(GROWN, first + MONTHS)
    return first, high + (1 if high % MONTHS else MONTHS)


def ages_of(group: GroupRecord, program: ProgramRecord) -> tuple[int, int]:
    """A group's own ages; one that it does not tell is its program's."""
    low, high = group.age_from, group.age_to
    if low is None and high is None:
        return span(program.age_from, program.age_to)
    if low is None and program.age_from is not None and program.age_from <= (high or 0):
        low = program.age_from
    if high is None and program.age_to is not None and program.age_to >= (low or 0):
        high = program.age_to
    return span(low, high)


def capacity(group: GroupRecord, program: ProgramRecord) -> int:
    """Seats of a group: its own, else the most that its program tells, else none: nobody can join."""
    told = group.size if group.size is not None else program.size_max
    return max(0, told or 0)


def hours(group: GroupRecord) -> int:
    """Academic hours of the year, half up."""
    return min(LARGEST, int((group.hours or Decimal(0)).to_integral_value(ROUND_HALF_UP)))


def hour_price(group: GroupRecord) -> int:
    """The normative cost of a person-hour, kopecks: told by hand, else the certificate's yearly cost by the hours.

    Rounded down: a certificate never pays more than was told. Nought if neither is told.
    """
    if group.hour_cost is not None:
        return min(LARGEST, group.hour_cost)
    costs = [cost for source, cost in group.sources if source == CERTIFICATE and cost is not None]
    return min(LARGEST, min(costs) // hours(group)) if costs and hours(group) else 0


def month_price(group: GroupRecord, year: Year) -> int | None:
    """What a parent pays a month without a certificate, kopecks: 0 is free, None is not told.

    Free: a source «budget» or «none» without a cost. Else the month's price if it is told, else the lowest yearly cost
    of «paid» and «private» by the calendar months of the group's days, half up.
    """
    if group.month_price is not None:
        return min(LARGEST, group.month_price)
    if any(source in _FREE and not cost for source, cost in group.sources):
        return 0
    cost = _lowest(group.sources)
    if cost is None:
        return None
    return min(LARGEST, int((Decimal(cost) / _months(year)).to_integral_value(ROUND_HALF_UP)))


def _lowest(sources: Iterable[Financing]) -> int | None:
    return min((cost for source, cost in sources if source in _OWN_MONEY and cost is not None), default=None)


def _months(year: Year) -> int:
    first, last = year.starts_on, year.ends_on
    return max(1, MONTHS * (last.year - first.year) + last.month - first.month + 1)


def takes_certificates(group: GroupRecord) -> bool:
    """Whether the organiser names the certificate among the sources of money."""
    return group.is_pfdod is True or any(source == CERTIFICATE for source, _cost in group.sources)
