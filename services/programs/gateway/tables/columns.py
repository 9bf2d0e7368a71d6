"""The template's columns, and finding them in a table."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.programs.errors import HeadingsMissing


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``note`` and ``examples`` go into the template."""

    key: str
    heading: str
    is_required: bool
    note: str
    examples: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The template."""

    sheet: str
    notes_sheet: str
    notes_heading: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def layout() -> Layout:
    """The template as its file tells it."""
    told = tomllib.loads(files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))
    columns = tuple(
        Column(row["key"], row["heading"], row.get("required", False), row["note"], tuple(row["examples"]))
        for row in told["columns"]
    )
    return Layout(told["sheet"], told["notes_sheet"], told["notes_heading"], tuple(told["notes"]), columns)


def letters(text: str) -> str:
    """Letters and digits alone, ё as е: «Стоимость за год, руб.» and «стоимость за год (руб)» are one heading."""
    return "".join(filter(str.isalnum, text.casefold())).replace("ё", "е")


@cache
def _keys() -> dict[str, str]:
    return {letters(column.heading): column.key for column in layout().columns}


def known(cells: Sequence[str]) -> int:
    """How many of the cells are headings of the template."""
    return sum(letters(cell) in _keys() for cell in cells)


def places(cells: Sequence[str]) -> dict[str, int]:
    """The place of each column that the table has; others are left alone. Raises HeadingsMissing."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        key = _keys().get(letters(cell))
        if key is not None:
            found.setdefault(key, at)
    missing = tuple(column.heading for column in layout().columns if column.is_required and column.key not in found)
    if missing:
        raise HeadingsMissing(missing)
    return found
