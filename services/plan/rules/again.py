"""When a row of the plan is due that comes again; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.plan.rules.dues import Due, DueKind, month_end


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a row: ``period`` is «2026-Q1» or «2027» of a row that comes again, blank of any other."""

    period: str
    last_day: date | None


def occurrence(due: Due, marked: Collection[str], *, today: date, first_year: int) -> Occurrence:
    """The time of a row that is to be done now: the last one that is over and not marked, else the coming one.

    ``marked``: the periods that are done. A row that does not come again has one time.
    """
    if due.kind is DueKind.RECURRING:
        now = Occurrence(*_quarter(today.year, (today.month + 2) // 3))
        before = Occurrence(*_quarter(today.year - (today.month < 4), (today.month + 8) // 3 % 4 + 1))
        begin = date(first_year, 1, 1)
    elif due.kind is DueKind.COMPOSITE and due.last_day is not None:
        now, before = _yearly(due.last_day, today)
        begin = due.last_day
    else:
        return Occurrence("", due.last_day)
    is_due = before.last_day is not None and before.last_day >= begin and before.period not in marked
    return before if is_due else now


def _quarter(year: int, quarter: int) -> tuple[str, date]:
    return f"{year}-Q{quarter}", month_end(year, 3 * quarter)


def _yearly(first: date, today: date) -> tuple[Occurrence, Occurrence]:
    """The coming time and the one before: by ``first``, then by each 1 January after it, for the year that begins."""
    if today <= first:
        return Occurrence(str(first.year), first), Occurrence(str(first.year), first)
    coming = date(today.year + (today > date(today.year, 1, 1)), 1, 1)
    before = date(coming.year - 1, 1, 1)
    told = Occurrence(str(before.year), before) if before > first else Occurrence(str(first.year), first)
    return Occurrence(str(coming.year), coming), told
