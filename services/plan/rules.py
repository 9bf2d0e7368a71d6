"""Terms of the plan as the acts print them, and what follows from them; pure."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from services.core.errors import Invalid
from services.territories.rules import PlanRow

REGULATION = 2
"""The stage «Нормативное (правовое) обеспечение» of every act: row 2.1 of the indicators counts its marks."""
NOTE_MOST = 300
"""Characters of a note."""

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
_QUARTER = re.compile(rf"(?P<quarter>i{{1,3}}|iv|[1-4])(?:-й)?\s*квартал\s*(?P<year>\d{{4}}){_YEAR_WORD}")
_YEAR = re.compile(rf"(?P<year>\d{{4}}){_YEAR_WORD}")
_LEADING_DAY = re.compile(rf"{_DAY}{_YEAR_WORD}(?=$|[\s,;:—–-])[\s,;:—–-]*", re.IGNORECASE)


class DueKind(StrEnum):
    """The form of a term. ``PRINTED``: from a day on, again and again, as needed: nothing to be late for."""

    ON = "on"
    BEFORE = "before"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PRINTED = "printed"
    NONE = "none"


class State(StrEnum):
    """Where a row stands. ``ARCHIVE``: it was not marked before the years of the act were over."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ARCHIVE = "archive"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Due:
    """A term: the act's own text, and the last day on which the row is in time, if there is one."""

    kind: DueKind
    text: str | None
    last_day: date | None = None


def due_of(printed: str | None) -> Due:
    """Read a term: «1 марта 2023 года», «До 1 июня 2023», «Декабрь 2023», «IV квартал 2024», «2024 год».

    The day of a «до» is still in time: the acts do not say otherwise, and a row is not called late a day too early.
    Any other text, and a day that no calendar has, stays as printed and is never overdue.
    """
    if printed is None or not printed.strip():
        return Due(DueKind.NONE, None)
    text = " ".join(printed.lower().split())
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        try:
            kind_and_day = read(found.groupdict()) if found else None
        except ValueError:
            kind_and_day = None
        if kind_and_day is not None:
            return Due(kind_and_day[0], printed, kind_and_day[1])
    return Due(DueKind.PRINTED, printed)


def state_of(due: Due, *, done_on: date | None, today: date, last_year: int) -> State:
    """Where a row stands on ``today``, a day of the territory; ``last_year`` is the last year of the act."""
    if done_on is not None:
        return State.DONE
    if today.year > last_year:
        return State.ARCHIVE
    return State.OVERDUE if due.last_day is not None and due.last_day < today else State.WAITING


def keys(plan: Sequence[PlanRow]) -> list[str]:
    """A key for each row, made of its stage and text: a row that moves keeps its mark, a rewritten one does not."""
    seen: Counter[str] = Counter()
    found = []
    for row in plan:
        name = f"{row.stage_no}\n{row.activity}"
        seen[name] += 1
        found.append(sha256(f"{name}\n{seen[name]}".encode()).hexdigest()[:12])
    return found


def read_mark(typed: str) -> tuple[date | None, str | None]:
    """What staff typed: «14.05.2024 приказ № 5» is a day and a note; each may be missing.

    Raises Invalid for a day that no calendar has.
    """
    text = " ".join(typed.split())
    found = _LEADING_DAY.match(text)
    if found is None:
        return None, text or None
    try:
        day = _day({name: value and value.lower() for name, value in found.groupdict().items()})
    except ValueError as impossible:
        raise Invalid("plan_day", "date") from impossible
    if day is None:
        return None, text
    return day, text[found.end() :].strip() or None


def check_mark(done_on: date, note: str | None, *, today: date, first_year: int) -> None:
    """Raise Invalid for a day to come, a day more than a year before the act's first year, and a long note."""
    if done_on > today:
        raise Invalid("plan_day", "future")
    if done_on.year < first_year - 1:
        raise Invalid("plan_day", "early")
    if note is not None and len(note) > NOTE_MOST:
        raise Invalid("plan_note", "long")


def _day(parts: dict[str, str | None]) -> date | None:
    """A day of the calendar; None if the word is no month. Raises ValueError for a day that does not exist."""
    month = parts["month"] or _MONTH_BY_NAME.get(parts["name"] or "")
    return None if month is None else date(int(parts["year"] or 0), int(month), int(parts["day"] or 0))


def _read_date(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    day = _day(parts)
    return None if day is None else (DueKind.BEFORE if parts["before"] else DueKind.ON, day)


def _read_quarter(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    return DueKind.QUARTER, _month_end(int(parts["year"] or 0), 3 * _QUARTERS[parts["quarter"] or ""])


def _read_month(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    month = _MONTH_BY_NAME.get(parts["name"] or "")
    return None if month is None else (DueKind.MONTH, _month_end(int(parts["year"] or 0), month))


def _read_year(parts: dict[str, str | None]) -> tuple[DueKind, date] | None:
    return DueKind.YEAR, date(int(parts["year"] or 0), 12, 31)


def _month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


_FORMS = ((_DATE, _read_date), (_QUARTER, _read_quarter), (_MONTH, _read_month), (_YEAR, _read_year))
