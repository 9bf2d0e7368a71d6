"""A strict reader of one table of a pack: whatever is not exactly as expected is refused with its place."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from services.territories.errors import PackBroken

Word = TypeVar("Word", bound=StrEnum)

_MARKS = re.compile(r"\[(?:bookmark|footnoteRef|image)\b")
_INITIALS = re.compile(r"[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.|\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+")
_PATRONYMIC = re.compile(r"\b[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:ович|евич|ьич|овн|евн|ичн)[а-яё]{0,2}\b")


class Table:
    """One table of the file and its place in it. Every method raises PackBroken with that place."""

    def __init__(self, file: str, row: str, data: object) -> None:
        self.file = file
        self.row = row
        if not isinstance(data, Mapping):
            raise PackBroken(file, row, "type", "table")
        self._data: Mapping[str, object] = data

    def only(self, need: Collection[str], may: Collection[str] = ()) -> "Table":
        """Refuse a key that is not known and the lack of one that is needed."""
        for key in self._data:
            if key not in need and key not in may:
                raise self.broken(key, "unknown_key")
        for key in need:
            if key not in self._data:
                raise self.broken(key, "missing_key")
        return self

    def has(self, key: str) -> bool:
        return key in self._data

    def place(self, key: str) -> str:
        return f"{self.row}.{key}" if self.row else key

    def broken(self, key: str, reason: str, detail: object = "") -> PackBroken:
        """Make the error for this key; the caller raises it."""
        return PackBroken(self.file, self.place(key) if key else self.row, reason, str(detail))

    def text(self, key: str) -> str:
        """Read a text: not blank, blanks collapsed, no marks of a word processor, nobody's name."""
        return self._clean(key, self._data[key])

    def text_or_none(self, key: str) -> str | None:
        """Read a text that the act may lack; then the key is left out of the file."""
        return self.text(key) if key in self._data else None

    def integer(self, key: str, low: int, high: int, reason: str = "range") -> int:
        return self._whole(key, self._data[key], (low, high), reason)

    def integer_or_none(self, key: str, low: int, high: int, reason: str = "range") -> int | None:
        return self.integer(key, low, high, reason) if key in self._data else None

    def number(self, key: str, low: float, high: float) -> float:
        value = self._data[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.broken(key, "type", "number")
        if not low <= value <= high:
            raise self.broken(key, "range", value)
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._data[key]
        if not isinstance(value, bool):
            raise self.broken(key, "type", "boolean")
        return value

    def word(self, key: str, kind: type[Word]) -> Word:
        """Read one of a few words."""
        value = self.text(key)
        try:
            return kind(value)
        except ValueError as unknown:
            raise self.broken(key, "choice", value) from unknown

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._clean(f"{key}[{n}]", value) for n, value in enumerate(self._list(key), 1))

    def integers(self, key: str, low: int, high: int, reason: str = "range") -> tuple[int, ...]:
        """Read whole numbers that only grow."""
        numbers = tuple(
            self._whole(f"{key}[{n}]", value, (low, high), reason) for n, value in enumerate(self._list(key), 1)
        )
        if list(numbers) != sorted(set(numbers)):
            raise self.broken(key, "order", numbers)
        return numbers

    def table(self, key: str) -> "Table":
        return Table(self.file, self.place(key), self._data[key])

    def tables(self, key: str) -> Iterator["Table"]:
        for n, value in enumerate(self._list(key), 1):
            yield Table(self.file, f"{self.place(key)}[{n}]", value)

    def _list(self, key: str) -> list[object]:
        value = self._data[key]
        if not isinstance(value, list):
            raise self.broken(key, "type", "list")
        return value

    def _whole(self, key: str, value: object, bounds: tuple[int, int], reason: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.broken(key, "type", "integer")
        if not bounds[0] <= value <= bounds[1]:
            raise self.broken(key, reason, value)
        return value

    def _clean(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.broken(key, "type", "text")
        if not value.strip():
            raise self.broken(key, "blank")
        if value != " ".join(value.split()):
            raise self.broken(key, "spacing", value)
        if _MARKS.search(value):
            raise self.broken(key, "mark", value)
        if _INITIALS.search(value) or _PATRONYMIC.search(value):
            raise self.broken(key, "personal_name")
        return value
