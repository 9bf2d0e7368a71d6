"""Terms of the plan as the acts print them; pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTHS = (
    ("январь", "января"),
    ("февраль", "февраля"),
    ("март", "марта"),
    ("апрель", "апреля"),
    ("май", "мая"),
    ("июнь", "июня"),
    ("июль", "июля"),
    ("август", "августа"),
    ("сентябрь", "сентября"),
    ("октябрь", "октября"),
    ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
)
_MONTH_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR_WORD = r"\s*(?:года?|г\.?)?"
_DAY = r"(?P<day>\d{1,2})(?:\.(?P<month>\d{1,2})\.|\s*(?P<name>[а-я]+)\s*)(?P<year>\d{4})"
_DATE = re.compile(rf"(?P<before>до\s*)?{_DAY}{_YEAR_WORD}")
_MONTH = re.compile(rf"(?P<name>[а-я]+)\s*(?P<year>\d{{4}}){_YEAR_WORD}")
_QUARTER = re.compile(rf"(?P<quarter>i{{1,3}}|iv|[1-4])(?:-й)?\s*квартала?\s*(?P<year>\d{{4}}){_YEAR_WORD}")
_YEAR = re.compile(rf"(?P<year>\d{{4}}){_YEAR_WORD}")
_AS_NEEDED = "по мере необходимости"
_RECURRING = re.compile(r"не реже (?:1|одного) раза в квартал")
_YEARLY = re.compile(r"(?P<first>.*\d{4} года?),? далее ежегодно до 1 января")
LEADING_DAY = re.compile(rf"{_DAY}{_YEAR_WORD}(?=$|[\s,;:—–-])[\s,;:—–-]*", re.IGNORECASE)


class DueKind(StrEnum):
    """The form of a term (domain of the plan: items of the acts' second annexes).

    ``FROM``: from a day on, ``AS_NEEDED``: whenever it is needed; nobody is late for them. ``RECURRING``: once a
    quarter at least; ``COMPOSITE``: by a day for the first time, then by 1 January of every year. ``PRINTED``: no form
    known.
    """

    ON = "on"
    BEFORE = "before"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FROM = "from"
    AS_NEEDED = "as_needed"
    RECURRING = "recurring"
    COMPOSITE = "composite"
    PRINTED = "printed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """A term: the act's own text, and the last day on which the row is in time, if there is one.

    Of a row that comes again it is the last day of its first time; ``since`` is the first day of a row ``FROM`` a day.
    """

    kind: DueKind
    text: str | None
    last_day: date | None = None
    since: date | None = None


def due_of(printed: str | None) -> Due:
    """Read a term: «1 марта 2023 года», «До 1 июня 2023», «Декабрь 2023», «IV квартал 2024», «2024 год».

    The day of a «до» is still in time: the acts do not say otherwise, and a row is not called late a day too early.
    Any other text, and a day that no calendar has, stays as printed and is never overdue.
    """
    if printed is None or not printed.strip():
        return Due(DueKind.NONE, None)
    text = " ".join(printed.lower().replace("-мост", "мост").split())
    if (more := _of_many_times(text, printed)) is not None:
        return more
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        try:
            kind_and_day = read(found.groupdict()) if found else None
        except ValueError:
            kind_and_day = None
        if kind_and_day is not None:
            return Due(kind_and_day[0], printed, kind_and_day[1])
    return Due(DueKind.PRINTED, printed)


def _of_many_times(text: str, printed: str) -> Due | None:
    """A term that is no single day."""
    if text == _AS_NEEDED:
        return Due(DueKind.AS_NEEDED, printed)
    if _RECURRING.match(text):
        return Due(DueKind.RECURRING, printed)
    again = _YEARLY.fullmatch(text)
    if again is not None and (first := due_of(again["first"])).last_day is not None:
        return Due(DueKind.COMPOSITE, printed, first.last_day)
    if text.startswith("с ") and (begin := due_of(text[2:])).last_day is not None:
        return Due(DueKind.FROM, printed, since=_first_day(begin))
    return None


def _first_day(begin: Due) -> date | None:
    """The first day of what a term names: of a quarter its first month, of a day itself."""
    last = begin.last_day
    if last is None or begin.kind in (DueKind.ON, DueKind.BEFORE):
        return last
    months = {DueKind.QUARTER: 2, DueKind.YEAR: 11}.get(begin.kind, 0)
    return date(last.year, last.month - months, 1)


def day_of(parts: dict[str, str | None]) -> date | None:
    """A day of the calendar; None if the word is no month. Raises ValueError for a day that does not exist."""
    month = parts["month"] or _MONTH_BY_NAME.get(parts["name"] or "")
    return None if month is None else date(int(parts["year"] or 0), int(month), int(parts["day"] or 0))


def _read_date(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    day = day_of(parts)
    return None if day is None else (DueKind.BEFORE if parts["before"] else DueKind.ON, day)


def _read_quarter(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    return DueKind.QUARTER, month_end(int(parts["year"] or 0), 3 * _QUARTERS[parts["quarter"] or ""])


def _read_month(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    month = _MONTH_BY_NAME.get(parts["name"] or "")
    return None if month is None else (DueKind.MONTH, month_end(int(parts["year"] or 0), month))


def _read_year(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    return DueKind.YEAR, date(int(parts["year"] or 0), 12, 31)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


_FORMS = ((_DATE, _read_date), (_QUARTER, _read_quarter), (_MONTH, _read_month), (_YEAR, _read_year))
