"""The package as a stream: one pass, boxes in whatever order they stand, one record in memory at a time."""

from collections.abc import Iterator
from typing import Any, Protocol

import ijson

from services.programs.gateway.verdicts import Box

Events = Iterator[tuple[str, Any]]
Member = tuple[Box | None, str, dict[str, object]]
"""A record of a box, or an entry of the dictionary that is named; nothing is both."""

CHUNK = 1 << 15
"""Small enough for the events of a chunk to stay in the processor's cache: a quarter quicker than 1 << 18."""
DEEPEST = 8
_SINGULAR = {
    Box.PARTNERS: "partner",
    Box.DIRECTIONS: "programDirection",
    Box.PROGRAMS: "program",
    Box.GROUPS: "group",
    Box.SCHEDULES: "schedule",
}
_BOXES = {box.value: box for box in Box}
_OPENING = {"start_map", "start_array"}
_CLOSING = {"end_map", "end_array"}


class Readable(Protocol):
    """What bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most so many of the next bytes; none at the end."""


class PackageStream:
    """Members of a package one by one.

    ``has_objects`` is true once ``package.objects`` was met. Iterating raises what ijson raises for broken JSON.
    """

    def __init__(self, file: Readable) -> None:
        self.has_objects = False
        self._events: Events = ijson.basic_parse(file, buf_size=CHUNK)

    def __iter__(self) -> Iterator[Member]:
        for event, _value in self._events:
            if event == "start_map":
                yield from self._root()
            elif event == "start_array":
                self._skip(event)

    def _root(self) -> Iterator[Member]:
        for key, event, _value in self._members():
            if key == "package" and event == "start_map":
                yield from self._package()
            else:
                self._skip(event)

    def _package(self) -> Iterator[Member]:
        for key, event, _value in self._members():
            if key == "objects":
                self.has_objects = True
            if event == "start_map" and key in ("objects", "dictionaries"):
                yield from self._objects() if key == "objects" else self._dictionaries()
            else:
                self._skip(event)

    def _dictionaries(self) -> Iterator[Member]:
        for name, event, _value in self._members():
            for entry in self._entries(event, "item"):
                yield None, name, entry

    def _objects(self) -> Iterator[Member]:
        for name, event, _value in self._members():
            box = _BOXES.get(name)
            if box is None:
                self._skip(event)
                continue
            for entry in self._entries(event, _SINGULAR[box]):
                yield box, name, entry

    def _members(self) -> Iterator[tuple[str, str, Any]]:
        """Keys of an opened map, each with the first event of its value; the caller takes the rest of the value."""
        events = self._events
        for event, key in events:
            if event == "end_map":
                return
            yield key, *next(events)

    def _entries(self, event: str, singular: str) -> Iterator[dict[str, object]]:
        """Records of ``{"partner": [...]}``, ``{"partner": {...}}``, ``[...]`` or ``{}``."""
        if event == "start_array":
            yield from self._list()
        elif event == "start_map":
            for key, opening, _value in self._members():
                if key != singular:
                    self._skip(opening)
                elif opening == "start_array":
                    yield from self._list()
                elif opening == "start_map":
                    found = self._map(0)
                    if found:
                        yield found

    def _list(self) -> Iterator[dict[str, object]]:
        """Records of an opened list; what is no object is a record without a uuid, nothing is nothing."""
        for event, value in self._events:
            if event == "start_map":
                yield self._map(0)
            elif event == "end_array":
                return
            elif event == "start_array":
                self._skip(event)
                yield {}
            elif value is not None and value != "":
                yield {}

    def _map(self, depth: int) -> dict[str, object]:
        """The opened map as a value. The only loop that meets every field of every record."""
        found: dict[str, object] = {}
        key = ""
        for event, value in self._events:
            if event == "string":
                found[key] = value
            elif event == "map_key":
                key = value
            elif event == "end_map":
                break
            elif event == "start_map":
                found[key] = self._map(depth + 1) if depth < DEEPEST else self._too_deep(event)
            elif event == "start_array":
                found[key] = self._array(depth + 1) if depth < DEEPEST else self._too_deep(event)
            else:
                found[key] = value
        return found

    def _array(self, depth: int) -> list[object]:
        found: list[object] = []
        for event, value in self._events:
            if event == "end_array":
                break
            if event == "start_map":
                found.append(self._map(depth + 1) if depth < DEEPEST else self._too_deep(event))
            elif event == "start_array":
                found.append(self._array(depth + 1) if depth < DEEPEST else self._too_deep(event))
            else:
                found.append(value)
        return found

    def _too_deep(self, event: str) -> object:
        """Take a value that no field has; it is read as one that cannot be read."""
        self._skip(event)
        return {"": None}

    def _skip(self, event: str) -> None:
        """Take the rest of a value whose first event was this one."""
        depth = 1 if event in _OPENING else 0
        while depth:
            following, _value = next(self._events)
            if following in _OPENING:
                depth += 1
            elif following in _CLOSING:
                depth -= 1
