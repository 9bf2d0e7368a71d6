"""The few bytes that are kept of every record of a box until all records were read."""

from array import array
from collections.abc import Iterator, Sequence

from services.programs.gateway.records import RawRecord
from services.programs.gateway.verdicts import Reason, Warn

MOST_CODES = 16
"""Unknown codes that are kept of one record: more could be declared by nobody."""
NO_KEY = bytes(16)
"""Of no uuid."""
NOT_TOLD = b"\xff" * 16
"""The direction of a program whose source tells no directions."""
PENDING, VALID, DELETED = 0, 1, 2
REASONS = tuple(Reason)
FIRST_REASON = 3
"""States of a record: the three above, then a reason each."""
WARNINGS = tuple(Warn)
Codes = tuple[tuple[str, str], ...]


def state_of(reason: Reason) -> int:
    """The state of a record that was refused for this reason."""
    return FIRST_REASON + REASONS.index(reason)


def key_of(uuid: str) -> bytes:
    """Sixteen bytes of a uuid; of none, zeroes."""
    return bytes.fromhex(uuid.replace("-", "")) if uuid else NO_KEY


_STATES = {reason: state_of(reason) for reason in REASONS}
_BITS = {warn: 1 << place for place, warn in enumerate(WARNINGS)}


class Column:
    """Sixteen bytes of each record in one piece of memory."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def append(self, key: bytes) -> None:
        """Keep the next record's."""
        self._bytes += key

    def __getitem__(self, at: int) -> bytes:
        return bytes(self._bytes[at * 16 : at * 16 + 16])


class Shelf:
    """One box: columns by the record's place, and who holds each uuid.

    Of several records with one uuid the newest holds it, on a tie the later; the others are settled at once.
    """

    def __init__(self) -> None:
        self.states = bytearray()
        self.late = bytearray()
        self.warnings = bytearray()
        self.parents = Column()
        self.directions = Column()
        self.focuses: list[str] = []
        self.missing: dict[int, Codes] = {}
        self.missing_open: dict[int, Codes] = {}
        self.holders: dict[bytes, int] = {}
        self._stamps = array("q")
        self._names = bytearray()
        self._ends = array("Q")
        self._seen: dict[Codes, Codes] = {}

    def __len__(self) -> int:
        return len(self.states)

    def put(self, raw: RawRecord) -> None:
        """Keep what settling needs of a record."""
        at = len(self.states)
        if raw.position != at:
            raise ValueError(raw.position)
        self._stamps.append(raw.head.ts)
        self.states.append(_first_state(raw))
        self.late.append(_STATES[raw.late] if raw.late else 0)
        self.warnings.append(sum(_BITS[warn] for warn in raw.warnings) if raw.warnings else 0)
        self.parents.append(key_of(raw.parent))
        self._names += (raw.head.local_id or raw.head.uuid or str(at + 1)).encode()
        self._ends.append(len(self._names))
        if raw.missing:
            self.missing[at] = self._kept(raw.missing)
        if raw.missing_open:
            self.missing_open[at] = self._kept(raw.missing_open)
        if raw.head.uuid:
            self._claim(key_of(raw.head.uuid), at)

    def put_ties(self, raw: RawRecord) -> None:
        """Keep the focus of a program or direction, and the program's direction; for each record or for none."""
        self.focuses.append(raw.focus_code)
        self.directions.append(NOT_TOLD if raw.direction is None else key_of(raw.direction))

    def name(self, at: int) -> str:
        """How the report calls a record."""
        return self._names[self._ends[at - 1] if at else 0 : self._ends[at]].decode()

    def warned(self, at: int) -> Iterator[Warn]:
        """Warnings that were known when the record was read."""
        mask = self.warnings[at]
        if mask:
            yield from (warn for warn, bit in _BITS.items() if mask & bit)

    def _kept(self, codes: Sequence[tuple[str, str]]) -> Codes:
        """One copy of the same codes, however many records have them."""
        found = tuple(codes[:MOST_CODES])
        return self._seen.setdefault(found, found)

    def _claim(self, key: bytes, at: int) -> None:
        rival = self.holders.setdefault(key, at)
        if rival == at:
            return
        loser = rival if self._stamps[at] >= self._stamps[rival] else at
        self.states[loser] = _STATES[Reason.DUPLICATE_UUID]
        if loser == rival:
            self.holders[key] = at


def _first_state(raw: RawRecord) -> int:
    if raw.early:
        return _STATES[raw.early]
    return DELETED if raw.is_deleted else PENDING
