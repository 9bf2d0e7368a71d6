"""How voices become results that nobody can be known by; pure.

A voice is published only as a part of a group of ``least`` or more, and every figure is a sum of such groups. So no
difference of two figures, of two groups or of two months, is about fewer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from services.feedback.models import Subject
from services.feedback.rules import templates

LEAST = 5
"""No territory may show the answers of fewer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What voices have in common. None: of any; a cell without a provider is of several clubs."""

    subject: Subject
    counts: bool
    provider_id: int | None
    service_code: str | None = None
    focus: str | None = None
    settlement: str | None = None

    def wider(self) -> Iterator["Cell"]:
        """The cell itself, and where its voices may go if they are too few: to the club's, to the territory's."""
        yield self
        yield Cell(self.subject, self.counts, self.provider_id)
        yield Cell(self.subject, self.counts, None)


@dataclass(frozen=True, slots=True)
class Voice:
    """A ballot that waits, without its token."""

    cell: Cell
    answers: Mapping[str, int]
    remark: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sums:
    """A group's answers counted: value → how many of the key question, and of others that enough have answered."""

    respondents: int
    grades: dict[str, int]
    answers: dict[str, dict[str, int]]
    remarks: list[str] = field(repr=False)


class Span(IntEnum):
    """What is over: the later, the less goes on waiting."""

    MONTH = 1
    QUARTER = 2
    YEAR = 3


def groups(cells: Mapping[Cell, int], least: int, over: Span) -> dict[Cell, list[Cell]]:
    """Which waiting cells are counted together now: the cell of the result → the cells whose voices go into it.

    ``cells``: cell → voices. Cells with enough voices stand alone. At the end of a quarter what is too little is put
    together with the rest of its club, then with other clubs'. What is too little even so waits on; at the end of a
    year it is joined by the smallest group, which then has no figure of its own, so that every voice counts.
    """
    left, found = dict(cells), dict[Cell, list[Cell]]()
    for step in range(1 if over is Span.MONTH else 3):
        together: dict[Cell, list[Cell]] = {}
        for cell in left:
            together.setdefault(list(cell.wider())[step], []).append(cell)
        for wide, parts in together.items():
            if sum(left[part] for part in parts) >= least:
                found[wide] = parts
        gone = {part for parts in found.values() for part in parts}
        left = {cell: voices for cell, voices in left.items() if cell not in gone}
    if over is Span.YEAR:
        _join(found, left, cells)
    return found


def _join(found: dict[Cell, list[Cell]], left: Iterable[Cell], cells: Mapping[Cell, int]) -> None:
    """Put what is left of a territory into its widest group, or together with its smallest one."""
    rest: dict[Cell, list[Cell]] = {}
    for cell in left:
        rest.setdefault(Cell(cell.subject, cell.counts, None), []).append(cell)
    for wide, parts in rest.items():
        alike = [one for one in found if (one.subject, one.counts) == (wide.subject, wide.counts)]
        if alike:
            by_size = {one: sum(cells[part] for part in found[one]) for one in alike}
            joined = wide if wide in by_size else min(alike, key=lambda one: (by_size[one], str(one)))
            found[wide] = [*found.pop(joined), *parts]


def sums(voices: Sequence[Voice], least: int) -> Sums:
    """Count a group. A question that fewer than ``least`` answered is left out."""
    (subject,) = {voice.cell.subject for voice in voices}
    key = templates.key_question(subject)
    counted: dict[str, Counter[int]] = {}
    for voice in voices:
        for question, value in voice.answers.items():
            counted.setdefault(question, Counter())[value] += 1
    grades = counted.pop(key)
    return Sums(
        respondents=grades.total(),
        grades=_words(grades),
        answers={name: _words(values) for name, values in sorted(counted.items()) if values.total() >= least},
        remarks=sorted(voice.remark for voice in voices if voice.remark),
    )


def alarms(answers: Mapping[str, Mapping[str, int]]) -> Mapping[str, int]:
    """Questions with answers of which the staff is told → how many gave such an answer."""
    known = templates.questions()
    found = {name: answers[name].get(str(known[name].alarm), 0) for name in answers if name in known}
    return {name: times for name, times in found.items() if known[name].alarm is not None and times}


def added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Sums of sums: value → how many."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def _words(values: Counter[int]) -> dict[str, int]:
    return {str(value): times for value, times in sorted(values.items(), reverse=True)}
