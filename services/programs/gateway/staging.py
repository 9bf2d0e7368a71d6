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
    Kinds,
    PartnerRecord,
    Place,
    ProgramRecord,
    Record,
    ScheduleRecord,
    Texts,
    Window,
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
_TAKEN: dict[type[object], Callable[[Any], tuple[Any, ...]]] = {
    kind: attrgetter(*(field.name for field in fields(kind)))
    for kind in (*_KINDS.values(), Head, Place, Texts, Kinds, Window)
}


def dump(record: Record) -> str:
    """A record as a JSON list of its fields in their order; about as long as what it says."""
    return _ENCODER.encode(record)


def load(box: Box, told: str) -> Record:
    """The record of that box that ``dump`` wrote."""
    record: Record = _REVIVERS[box](json.loads(told))
    return record


def digest(record: Record) -> str:
    """SHA-256 of what a record says, hexadecimal: its uuid counts, the time of its change and its local id do not."""
    told = _ENCODER.encode((record.head.uuid, *_TAKEN[type(record)](record)[1:]))
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(value: object) -> object:
    """What JSON has no word for."""
    taken = _TAKEN.get(type(value))
    if taken:
        return taken(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def _reviver(hint: Any) -> Revive | None:
    """How a value of this type is made of its JSON; None if it already is."""
    if hint is Decimal or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return _or_none(hint)
    if hint is date:
        return _or_none(date.fromisoformat)
    if is_dataclass(hint) or hint is Financing:
        return _composer(hint)
    if get_origin(hint) is tuple:
        inner = _reviver(get_args(hint)[0])
        return tuple if inner is None else lambda told: tuple(map(inner, told))
    options = [option for option in get_args(hint) if option is not NoneType]
    return _reviver(options[0]) if options else None


def _or_none(make: Revive) -> Revive:
    return lambda told: None if told is None else make(told)


def _composer(kind: Any) -> Revive:
    """Make a dataclass or a named tuple of the list of its fields."""
    revivers = [_reviver(hint) for hint in get_type_hints(kind).values()]
    changed = [(at, revive) for at, revive in enumerate(revivers) if revive]

    def compose(told: list[Any]) -> Any:
        for at, revive in changed:
            told[at] = revive(told[at])
        return kind(*told)

    return compose


_REVIVERS = {box: _composer(kind) for box, kind in _KINDS.items()}
