"""Random but valid values of any of aiogram's types, as Telegram would write them in JSON."""

import types
from datetime import datetime, timedelta
from enum import Enum
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.client.default import Default
from pydantic import BaseModel

FAR = (0, 1, -1, 2**31 - 1, -(2**31), 2**52 - 1, -(2**52))
PIECES = (
    *("а", "Я", "ё", "z", "Q", "7", " ", "  ", "\n", "\t", "-", "—", "«", "»", "<b>", "</i>", "&", "&lt;", '"', "'"),
    *(
        "\u202e",
        "\u200b",
        "\u200f",
        "\u2066",
        "\ufeff",
        "\u00ad",
        "e\u0301",
        "👩‍👩‍👧",
        "🇷🇺",
        "😀",
        "🏴\U000e0067\U000e007f",
    ),
    *("%s", "{name}", "{0}", "\\", "/", "/start", "--", "';", ":", "中", "ﷺ", "\U0001d54f", "\u0000", "\u001b[31m"),
    *("112-233-445 95", "+79000000001", "31.02.2018", "https://t.me/x?start=p_1", "None", "null", "nan", "1e309"),
)
LONGEST = 4096
DEPTH = 4


class Anything:
    """Makes values; the same seed makes the same ones."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def text(self, longest: int = 60) -> str:
        """Anything that fits into a message: emoji, both directions, nothing visible, very long."""
        if self.random.random() < 0.03:
            longest = LONGEST
        pieces = self.random.choices(PIECES, k=self.random.choice((1, 2, 3, 5, 8, longest)))
        return "".join(pieces)[:longest] or "x"

    def model(self, kind: type[BaseModel], depth: int = 0, **given: Any) -> dict[str, Any]:
        """A model with all that is required and some of what is not."""
        made: dict[str, Any] = {}
        share = 0.25 / (depth + 1) / max(1, len(kind.model_fields) / 20)
        for name, field in kind.model_fields.items():
            alias = field.alias or ("from" if name == "from_user" else name)
            if name in given or alias in given:
                continue
            optional = not field.is_required() and get_origin(field.annotation) is not Literal
            if optional and (depth >= DEPTH or self.random.random() > share):
                continue
            value = self.value(field.annotation, depth + 1, name)
            if value is not None or not optional:
                made[alias] = value
        return made | given

    def value(self, wanted: Any, depth: int, name: str = "") -> Any:
        """A value of an annotation."""
        origin = get_origin(wanted)
        if origin is Annotated:
            return self.value(get_args(wanted)[0], depth, name)
        if origin in (Union, types.UnionType):
            kinds = [kind for kind in get_args(wanted) if kind not in (type(None), Default)]
            return self.value(self.random.choice(kinds), depth, name)
        if origin is Literal:
            chosen = self.random.choice(get_args(wanted))
            return chosen.value if isinstance(chosen, Enum) else chosen
        if origin is list:
            many = 0 if depth > DEPTH else self.random.choice((1, 1, 2, 3))
            return [self.value(get_args(wanted)[0], depth + 1, name) for _turn in range(many)]
        return self._plain(wanted, depth, name)

    def _plain(self, wanted: Any, depth: int, name: str) -> Any:
        if isinstance(wanted, type) and issubclass(wanted, BaseModel):
            return self.model(wanted, depth)
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return self.random.choice(list(wanted)).value
        if wanted is bool:
            return self.random.random() < 0.5
        return self._figure(wanted, name)

    def _figure(self, wanted: Any, name: str) -> Any:
        if wanted is int:
            return self.random.choice((*FAR, self.random.randint(0, 10**6)))
        if wanted is float:
            most = {"latitude": 90.0, "longitude": 180.0}.get(name, 1e6)
            return self.random.choice((0.0, most, -most, self.random.uniform(-most, most)))
        if wanted in (datetime, timedelta):
            return self.random.choice((0, 1, 86_400, 1_788_000_000))
        return self.text()
