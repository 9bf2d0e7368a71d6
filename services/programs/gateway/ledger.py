"""What needs other records: duplicates, parents, codes that the source declares itself; and the report."""

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from services.programs.gateway.records import RawRecord
from services.programs.gateway.report import BoxCounts, Report
from services.programs.gateway.shelf import (
    DELETED,
    FIRST_REASON,
    NO_KEY,
    NOT_TOLD,
    PENDING,
    REASONS,
    VALID,
    Codes,
    Shelf,
    key_of,
    state_of,
)
from services.programs.gateway.verdicts import Box, Reason, Warn

_PARENTS: Mapping[Box, tuple[Box, Reason]] = {
    Box.PROGRAMS: (Box.PARTNERS, Reason.MISSING_PARTNER),
    Box.GROUPS: (Box.PROGRAMS, Reason.MISSING_PROGRAM),
    Box.SCHEDULES: (Box.GROUPS, Reason.MISSING_GROUP),
}
_TIED = frozenset({Box.DIRECTIONS, Box.PROGRAMS})


@dataclass(frozen=True, slots=True)
class Known:
    """Live records of our database that the file may lean on, by uuid; of directions, their focus codes too."""

    partners: AbstractSet[str] = frozenset()
    programs: AbstractSet[str] = frozenset()
    groups: AbstractSet[str] = frozenset()
    directions: Mapping[str, str] = field(default_factory=dict)


class Ledger:
    """``note`` every record of a file, then ``settle`` once.

    Some 150 bytes a record, whatever it holds: 550,000 records of a region are about 80 MB.
    """

    def __init__(self) -> None:
        self._shelves = {box: Shelf() for box in Box}

    def note(self, raw: RawRecord) -> None:
        """Keep what settling needs of a record; in the order of reading."""
        shelf = self._shelves[raw.box]
        shelf.put(raw)
        if raw.box in _TIED:
            shelf.put_ties(raw)

    def orphans(self) -> dict[Box, set[str]]:
        """Uuids that records lean on and no record of the file has, by the box in which the database may have them."""
        found: dict[Box, set[bytes]] = {Box.DIRECTIONS: set()}
        for box, (parents, _reason) in _PARENTS.items():
            found[parents] = self._orphans(box, parents)
        programs, directions = self._shelves[Box.PROGRAMS], self._shelves[Box.DIRECTIONS].holders
        for at in range(len(programs)):
            key = programs.directions[at]
            if key not in directions:
                found[Box.DIRECTIONS].add(key)
        none = {NO_KEY, NOT_TOLD}
        return {box: {_uuid(key) for key in keys - none} for box, keys in found.items()}

    def _orphans(self, box: Box, parents: Box) -> set[bytes]:
        shelf, holders = self._shelves[box], self._shelves[parents].holders
        keys = (shelf.parents[at] for at in range(len(shelf)))
        return {key for key in keys if key not in holders}

    def settle(self, *, known: Known | None = None, declared: AbstractSet[tuple[str, str]] = frozenset()) -> "Outcome":
        """Decide every record, parents first.

        A parent that stands in the file counts by the file alone: rejected or deleted there, it is absent, whatever
        the database has. ``known`` are live records of the database (ask it for ``orphans``), ``declared`` the codes of
        the source's own dictionaries.
        """
        settling = _Settling(self._shelves, known or Known(), declared)
        for box in Box:
            settling.settle(box)
        return Outcome(self._shelves, settling.report())


class Outcome:
    """How every record ended."""

    def __init__(self, shelves: Mapping[Box, Shelf], report: Report) -> None:
        self._shelves = shelves
        self.report = report

    def is_valid(self, box: Box, position: int) -> bool:
        """Whether a record counts."""
        return self._shelves[box].states[position] == VALID

    def is_deleted(self, box: Box, position: int) -> bool:
        """Whether a record asks to hide what the database has."""
        return self._shelves[box].states[position] == DELETED

    def reason(self, box: Box, position: int) -> Reason | None:
        """Why a record is refused; None if it is not."""
        state = self._shelves[box].states[position]
        return REASONS[state - FIRST_REASON] if state >= FIRST_REASON else None


class _Settling:
    """One pass over the shelves."""

    def __init__(self, shelves: Mapping[Box, Shelf], known: Known, declared: AbstractSet[tuple[str, str]]) -> None:
        self._shelves = shelves
        self._declared = declared
        self._known: dict[Box, frozenset[bytes]] = {
            Box.PARTNERS: frozenset(map(key_of, known.partners)),
            Box.PROGRAMS: frozenset(map(key_of, known.programs)),
            Box.GROUPS: frozenset(map(key_of, known.groups)),
        }
        self._focuses = {key_of(uuid): focus for uuid, focus in known.directions.items()}
        self._warnings: Counter[Warn] = Counter()

    def settle(self, box: Box) -> None:
        """Decide the records of a box whose parents' box is settled."""
        shelf = self._shelves[box]
        parents = _PARENTS.get(box)
        for at in range(len(shelf)):
            if shelf.states[at] != PENDING:
                continue
            if parents and not self._has_parent(parents[0], shelf.parents[at]):
                shelf.states[at] = state_of(parents[1])
            elif at in shelf.missing and not self._all_declared(shelf.missing[at]):
                shelf.states[at] = state_of(Reason.UNKNOWN_CODE)
            elif shelf.late[at]:
                shelf.states[at] = shelf.late[at]
            else:
                shelf.states[at] = VALID
                for warn in self._warned(box, shelf, at):
                    self._warnings[warn] += 1

    def _has_parent(self, box: Box, key: bytes) -> bool:
        shelf = self._shelves[box]
        at = shelf.holders.get(key)
        return key in self._known[box] if at is None else shelf.states[at] == VALID

    def _all_declared(self, codes: Codes) -> bool:
        return all(code in self._declared for code in codes)

    def _warned(self, box: Box, shelf: Shelf, at: int) -> Iterator[Warn]:
        yield from shelf.warned(at)
        if at in shelf.missing_open and not self._all_declared(shelf.missing_open[at]):
            yield Warn.UNKNOWN_OPEN_CODE
        if box is Box.PROGRAMS and shelf.directions[at] != NOT_TOLD:
            focus = self._focus(shelf.directions[at])
            if focus is None:
                yield Warn.UNKNOWN_DIRECTION
            elif focus and shelf.focuses[at] and focus != shelf.focuses[at]:
                yield Warn.DIRECTION_FOCUS_MISMATCH

    def _focus(self, direction: bytes) -> str | None:
        """The focus code of a valid direction; None if there is none of this uuid."""
        shelf = self._shelves[Box.DIRECTIONS]
        at = shelf.holders.get(direction)
        if at is None:
            return self._focuses.get(direction)
        return shelf.focuses[at] if shelf.states[at] == VALID else None

    def report(self) -> Report:
        """Counts, warnings and the rejected."""
        counts: dict[Box, BoxCounts] = {}
        not_valid: dict[Box, dict[str, Reason]] = {}
        for box, shelf in self._shelves.items():
            states = Counter(shelf.states)
            rejected = {reason: states[state_of(reason)] for reason in REASONS if states[state_of(reason)]}
            counts[box] = BoxCounts(len(shelf), states[VALID], states[DELETED], rejected)
            not_valid[box] = {
                shelf.name(at): REASONS[state - FIRST_REASON]
                for at, state in enumerate(shelf.states)
                if state >= FIRST_REASON
            }
        warnings = {warn: self._warnings[warn] for warn in Warn if self._warnings[warn]}
        return Report(counts, warnings, not_valid)


def _uuid(key: bytes) -> str:
    told = key.hex()
    return "-".join((told[:8], told[8:12], told[12:16], told[16:20], told[20:]))
