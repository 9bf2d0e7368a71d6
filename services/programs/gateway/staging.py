"""Records as compact JSON and back: how an import keeps them until it may become visible."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from services.programs.gateway.records import (
    DirectionRecord,
    Financing,
    GroupRecord,
    Head,
    PartnerRecord,
    ProgramRecord,
    Record,
    ScheduleRecord,
)
from services.programs.gateway.verdicts import Box

Revive = Callable[[Any], Any]
_KINDS: dict[Box, type[Record]] = {
    Box.PARTNERS: PartnerRecord,
    Box.DIRECTIONS: DirectionRecord,
    Box.PROGRAMS: ProgramRecord,
    Box.GROUPS: GroupRecord,
    Box.SCHEDULES: ScheduleRecord,
}
_HEAD = len(fields(Head))


def dump(record: Record) -> str:
    """A record as one flat JSON list of its fields, those of its parts in their place; hardly longer than its words."""
    return _ENCODER.encode(_SHAPES[type(record)].take(record))


def load(box: Box, told: str) -> Record:
    """The record of that box that ``dump`` wrote."""
    return _SHAPES[_KINDS[box]].make(json.loads(told))


def digest(record: Record) -> str:
    """SHA-256 of what a record says, hexadecimal: its uuid counts, the time of its change and its local id do not."""
    told = _SHAPES[type(record)].take(record)
    return hashlib.sha256(_ENCODER.encode((told[0], *told[_HEAD:])).encode()).hexdigest()


class _Shape:
    """How a kind of record is flattened and built again; its parts have no parts of their own."""

    def __init__(self, kind: type[Record]) -> None:
        self._kind = kind
        self._parts: list[tuple[type | None, int, int]] = []
        self._revivers: list[tuple[int, Revive]] = []
        paths: list[str] = []
        for name, hint in get_type_hints(kind).items():
            inside = get_type_hints(hint) if is_dataclass(hint) else {}
            start = len(paths)
            paths += [f"{name}.{part}" for part in inside] or [name]
            self._parts.append((hint if inside else None, start, len(paths)))
            for at, leaf in enumerate(inside.values() or [hint], start):
                reviver = _reviver(leaf)
                if reviver is not None:
                    self._revivers.append((at, reviver))
        self.take: Callable[[Record], tuple[Any, ...]] = attrgetter(*paths)

    def make(self, flat: list[Any]) -> Record:
        """Build the record of its flat list, which is changed."""
        for at, revive in self._revivers:
            if flat[at] is not None:
                flat[at] = revive(flat[at])
        return self._kind(*[part(*flat[start:end]) if part else flat[start] for part, start, end in self._parts])


def _plain(value: object) -> str:
    """What JSON has no word for."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def _reviver(hint: Any) -> Revive | None:
    """How a value of this type is made of its JSON, if it is any; None if it already is."""
    if get_origin(hint) is tuple:
        is_pairs = get_args(hint)[0] is Financing
        return (lambda told: tuple([Financing(*pair) for pair in told])) if is_pairs else tuple
    (kind, *_rest) = [option for option in get_args(hint) if option is not NoneType] or [hint]
    if kind is date:
        return date.fromisoformat
    return kind if kind is Decimal or issubclass(kind, StrEnum) else None


_SHAPES = {kind: _Shape(kind) for kind in _KINDS.values()}
