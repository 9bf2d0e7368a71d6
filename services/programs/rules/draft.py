"""What the readers of a sentence have gathered so far."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from services.programs.models import Focus, Level, OvzType, StudyForm

OLDEST = 17
"""Whole years of the oldest child; «до 18 лет» still names 18."""
EVENING = 24 * 60
WEEK = frozenset(range(7))
_TAKEN = "\x01"


@dataclass(slots=True)
class Draft:
    """Conditions as they are found; ``ages`` by how firmly they were said: years, grade, kind of child."""

    today: date | None = None
    ages: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    days: set[int] = field(default_factory=set)
    other_days: set[int] = field(default_factory=set)
    """Weekdays that were excluded."""
    after: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    most_per_month: int | None = None
    flags: set[str] = field(default_factory=set)
    focus: Focus | None = None
    form: StudyForm | None = None
    level: Level | None = None
    ovz: OvzType | None = None
    place: str | None = None
    place_at: int = -1

    def add_ages(self, kind: str, youngest: float, oldest: float) -> bool:
        """Note ages if they are a child's."""
        if not 0 <= int(youngest) <= int(oldest) <= OLDEST + 1:
            return False
        self.ages.setdefault(kind, []).append((int(youngest), int(oldest)))
        return True

    @property
    def all_ages(self) -> tuple[int, int] | None:
        """The firmest ages said, all of that kind together; a looser kind only narrows them."""
        found: tuple[int, int] | None = None
        for kind in ("years", "limit", "grade", "kind"):
            if said := self.ages.get(kind):
                low, high = min(low for low, _high in said), max(high for _low, high in said)
                if found is None:
                    found = low, high
                elif max(low, found[0]) <= min(high, found[1]):
                    found = max(low, found[0]), min(high, found[1])
        return found

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Days asked for, without those excluded; all seven are none."""
        days = (self.days or WEEK) - self.other_days
        return tuple(sorted(days)) if days != WEEK else ()

    @property
    def hours(self) -> tuple[int | None, int | None]:
        """Begin not earlier and end not later, in minutes; hours that leave no time between are not kept."""
        after, before = max(self.after, default=None), min(self.before, default=None)
        if after is not None and before is not None and after >= before:
            return None, None
        return after, before


class Line:
    """The sentence as keys with blanks between; what a reader took is blotted out."""

    def __init__(self, keys: list[str]) -> None:
        self.text = " ".join(keys)
        self._starts = [0]
        for key in keys:
            self._starts.append(self._starts[-1] + len(key) + 1)

    def take(self, pattern: re.Pattern[str], reader: Callable[[re.Match[str]], bool]) -> None:
        """Hand every match to a reader, and blot out what it accepts."""
        for match in pattern.finditer(self.text):
            if reader(match):
                self.blot(match.start(), match.end())

    def blot(self, start: int, end: int) -> None:
        """Blot out a part of the text; blanks between keys stay."""
        blank = "".join(" " if sign == " " else _TAKEN for sign in self.text[start:end])
        self.text = self.text[:start] + blank + self.text[end:]

    def at(self, number: int) -> int:
        """Where the key of a token begins."""
        return self._starts[number]

    def free(self) -> Iterator[int]:
        """Numbers of the tokens that nobody has taken."""
        return (n for n, start in enumerate(self._starts[:-1]) if self.text[start : start + 1] != _TAKEN)
