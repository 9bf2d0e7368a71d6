"""Working days of Russia: the official calendar with its transfers, and the counting of terms."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

Moved = Mapping[date, bool]
"""Overrides of the calendar: day → whether it is a working day."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_JANUARY = tuple((1, day) for day in range(1, 9))
_OTHERS = ((2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4))
"""Holidays of the Labour Code, article 112."""


@cache
def days_off(year: int) -> frozenset[date]:
    """Weekends and holidays of a year, with the Government's transfers as far as they are known.

    A year that no act has arranged yet follows the Labour Code alone (article 112, part 2): a holiday that falls
    on a weekend moves to the next working day; those of January move only by an act.
    """
    fixed = {date(year, month, day) for month, day in (*_JANUARY, *_OTHERS)}
    known = _arranged(year)
    off = {day for day in _days(year) if day.weekday() >= _SATURDAY} | fixed
    if known is not None and known != frozenset(off):
        return known
    for month, number in _OTHERS:
        day = date(year, month, number)
        if day.weekday() >= _SATURDAY:
            while day in off:
                day += _DAY
            off.add(day)
    return frozenset(off)


def is_arranged(year: int) -> bool:
    """Whether an act has arranged the days off of a year; else terms in it follow the Labour Code alone."""
    known = _arranged(year)
    fixed = {date(year, month, day) for month, day in (*_JANUARY, *_OTHERS)}
    return known is not None and known != frozenset(
        fixed.union(day for day in _days(year) if day.weekday() >= _SATURDAY)
    )


def _arranged(year: int) -> frozenset[date] | None:
    """What the library knows of a year; None outside its years."""
    from holidays import country_holidays  # noqa: PLC0415 (costs 40 MB: load it with the first term counted)

    country = country_holidays("RU", years=year)
    if not country.start_year <= year <= country.end_year:
        return None
    return frozenset(day for day in _days(year) if not country.is_working_day(day))


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + _DAY * number for number in range((date(year, 12, 31) - first).days + 1)]


def is_working(day: date, moved: Moved) -> bool:
    """Whether offices work on this day; the desk's own overrides have the last word."""
    return moved[day] if day in moved else day not in days_off(day.year)


def holidays(first: date, last: date, moved: Moved) -> list[date]:
    """Days of rest from ``first`` to ``last``, both included: holidays, and working days that an act has made free.

    Saturdays and Sundays are none by themselves: clubs meet on them. The desk's overrides have the last word.
    """
    days = (first + _DAY * number for number in range((last - first).days + 1))
    return [day for day in days if (not moved[day] if day in moved else _is_holiday(day))]


def _is_holiday(day: date) -> bool:
    is_named = (day.month, day.day) in {*_JANUARY, *_OTHERS}
    return is_named or (day.weekday() < _SATURDAY and day in days_off(day.year))


def add(start: date, days: int, moved: Moved) -> date:
    """The last day of a term of ``days`` working days that begins to run on the day after ``start``.

    A term of no days ends on ``start`` itself; ValueError for a negative one.
    """
    if days < 0:
        raise ValueError(days)
    day = start
    while days:
        day += _DAY
        days -= is_working(day, moved)
    return day


def left(today: date, due: date, moved: Moved) -> int:
    """Working days after ``today`` up to and including ``due``; 0 on the last day and when the term is over."""
    return sum(is_working(today + _DAY * number, moved) for number in range(1, (due - today).days + 1))
