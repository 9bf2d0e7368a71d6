"""Terms of the plan as the acts print them, and what follows from them; pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256

from services.core.errors import Invalid
from services.plan.rules.again import Occurrence, occurrence
from services.plan.rules.dues import LEADING_DAY, Due, DueKind, day_of, due_of
from services.territories.rules import PlanRow

__all__ = ["Due", "DueKind", "Occurrence", "due_of", "occurrence"]

REGULATION = 2
"""The stage «Нормативное (правовое) обеспечение» of every act: row 2.1 of the indicators counts its marks."""
NOTE_MOST = 300
"""Characters of a note."""


class State(StrEnum):
    """Where a row stands. ``ARCHIVE``: it was not marked before the years of the act were over."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ARCHIVE = "archive"
    DONE = "done"


def state_of(last_day: date | None, *, done_on: date | None, today: date, last_year: int) -> State:
    """Where a row stands on ``today``, a day of the territory; ``last_year`` is the last year of the act."""
    if done_on is not None:
        return State.DONE
    if today.year > last_year:
        return State.ARCHIVE
    return State.OVERDUE if last_day is not None and last_day < today else State.WAITING


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
    found = LEADING_DAY.match(text)
    if found is None:
        return None, text or None
    try:
        day = day_of({name: value and value.lower() for name, value in found.groupdict().items()})
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
