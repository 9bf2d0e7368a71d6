"""What the neighbours say of a program, all records of it together: kept, merged with what is newer, drawn anew."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from services.programs.gateway import staging
from services.programs.gateway.records import (
    DirectionRecord,
    GroupRecord,
    PartnerRecord,
    ProgramRecord,
    ScheduleRecord,
)
from services.programs.gateway.verdicts import Box
from services.programs.rules.publishing.editions import DirectionFacts, EditionDraft, GroupFacts, PartnerFacts, draft
from services.programs.rules.publishing.shelf import Shelf

_SIGNS = {Box.PARTNERS: "o", Box.DIRECTIONS: "d", Box.PROGRAMS: "p", Box.GROUPS: "g", Box.SCHEDULES: "s"}
_BOXES = {sign: box for box, sign in _SIGNS.items()}
_UUID = 2 + 32
_LEVEL = 1
"""Of packing: texts get four times smaller, higher levels gain little and cost much."""


class Said(NamedTuple):
    """A record as it was dumped. A deleted one keeps what was said before; empty if nothing was."""

    box: Box
    uuid: str
    is_deleted: bool
    dump: str


@dataclass(slots=True)
class Card:
    """Records by box and uuid (32 hexadecimal digits)."""

    records: dict[Box, dict[str, Said]] = field(default_factory=lambda: {box: {} for box in Box})

    def put(self, said: Said) -> None:
        """Take a newer record over the older one. What is deleted is remembered as it was."""
        shelf = self.records[said.box]
        if said.is_deleted and not said.dump:
            known = shelf.get(said.uuid)
            if known is None:
                return
            said = said._replace(dump=known.dump)
        shelf[said.uuid] = said

    def drop(self, box: Box, uuid: str) -> None:
        """A record that has moved to another card: a group stays as one that was taken away, a schedule goes."""
        if box is Box.GROUPS and uuid in self.records[box]:
            self.records[box][uuid] = self.records[box][uuid]._replace(is_deleted=True)
        else:
            self.records[box].pop(uuid, None)

    def dump(self) -> bytes:
        """The card, packed; the same records give the same bytes."""
        lines = (
            f"{_SIGNS[box]}{'-' if said.is_deleted else '+'}{uuid}{said.dump}"
            for box, shelf in self.records.items()
            for uuid, said in sorted(shelf.items())
        )
        return zlib.compress("\n".join(lines).encode(), _LEVEL)


def load(told: bytes | None) -> Card:
    """The card that ``dump`` packed; an empty one for None."""
    card = Card()
    if told is None:
        return card
    for line in zlib.decompress(told).decode().split("\n"):
        if line:
            box, uuid = _BOXES[line[0]], line[2:_UUID]
            card.records[box][uuid] = Said(box, uuid, line[1] == "-", line[_UUID:])
    return card


def partner_of(card: Card) -> tuple[PartnerRecord, bool] | None:
    """The organisation of a partner's card, and whether it was deleted; None if it was never told."""
    for said in card.records[Box.PARTNERS].values():
        record = staging.load(Box.PARTNERS, said.dump)
        if isinstance(record, PartnerRecord):
            return record, said.is_deleted
    return None


def direction_of(card: Card) -> tuple[DirectionFacts, str] | None:
    """The direction of a card and the code of its focus; None if it was deleted or never told."""
    for said in card.records[Box.DIRECTIONS].values():
        record = staging.load(Box.DIRECTIONS, said.dump)
        if isinstance(record, DirectionRecord) and not said.is_deleted:
            return DirectionFacts(record.name, record.focus), record.focus_code
    return None


class Drawn(NamedTuple):
    """A program's record and what is to be published of it."""

    program: ProgramRecord
    edition: EditionDraft


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What programs lean on, by uuid."""

    partners: dict[str, PartnerFacts]
    directions: dict[str, DirectionFacts]
    shelf: Shelf


_NONE = DirectionFacts()


def draw(card: Card, around: Surroundings) -> Drawn | None:
    """What is to be published of a card; None while its program or its organisation was never told."""
    program = program_of(card)
    partner = around.partners.get(program.partner) if program else None
    if program is None or partner is None:
        return None
    direction = around.directions.get(program.direction, _NONE)
    is_deleted = any(said.is_deleted for said in card.records[Box.PROGRAMS].values())
    return Drawn(program, draft(program, _groups(card), partner, direction, around.shelf, is_deleted=is_deleted))


def program_of(card: Card) -> ProgramRecord | None:
    """The program's own record; None while it was never told."""
    said = next(iter(card.records[Box.PROGRAMS].values()), None)
    record = staging.load(Box.PROGRAMS, said.dump) if said else None
    return record if isinstance(record, ProgramRecord) else None


def _groups(card: Card) -> list[GroupFacts]:
    """Groups in the order of their uuids, each with its schedules; deleted schedules are gone."""
    weeks: dict[str, list[ScheduleRecord]] = {}
    for said in _sorted(card.records[Box.SCHEDULES].values()):
        if not said.is_deleted:
            schedule = staging.load(Box.SCHEDULES, said.dump)
            assert isinstance(schedule, ScheduleRecord)
            weeks.setdefault(schedule.group, []).append(schedule)
    groups = []
    for said in _sorted(card.records[Box.GROUPS].values()):
        record = staging.load(Box.GROUPS, said.dump)
        assert isinstance(record, GroupRecord)
        groups.append(GroupFacts(record, said.is_deleted, weeks.get(record.head.uuid, ())))
    return groups


def _sorted(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda one: one.uuid)
