"""A certificate's days cut by budget years and school years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.orders.models.words import Split
from services.territories.rules import MonthDay

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """What one funding period pays: ``year`` is the budget year, both days are included, ``money`` in kopecks."""

    year: int
    first: date
    last: date
    hours: int
    money: int


def parts_of(split: Split, first: date, last: date, opens: MonthDay, *, hours: int, money: int) -> list[Part]:
    """The parts of a certificate; their hours and money add up to the whole, whatever the rounding.

    A part has its share of days, rounded down; what the rounding leaves goes to the last part. A term that ends before
    it begins is one part.
    """
    if split is Split.FIRST_YEAR or last <= first:
        return [Part(first.year, first, last, hours, money)]
    pieces = list(_pieces(first, last, opens))
    whole = (last - first).days + 1
    parts: list[Part] = []
    for number, (begin, end) in enumerate(pieces):
        share = ((end - begin).days + 1, whole) if number < len(pieces) - 1 else None
        some_hours = hours * share[0] // share[1] if share else hours - sum(part.hours for part in parts)
        some_money = money * share[0] // share[1] if share else money - sum(part.money for part in parts)
        parts.append(Part(begin.year, begin, end, some_hours, some_money))
    return parts


def _pieces(first: date, last: date, opens: MonthDay) -> Iterator[tuple[date, date]]:
    """Cut before 1 January and before the first day of the school year."""
    begin = first
    while begin <= last:
        cuts = (date(begin.year + 1, 1, 1), opens.on(begin.year))
        end = min(last, *(cut - DAY for cut in cuts if cut > begin))
        yield begin, end
        begin = end + DAY
