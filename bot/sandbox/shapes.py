"""The shape of every call, taken from aiogram's own method classes: names, types and what must be there.

Checking a call anew costs too much for the benchmarks, so the verdict on a value is remembered by its text.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType
from typing import Any, get_args

from aiogram import methods
from aiogram.client.default import Default
from aiogram.types import InputFile
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.sandbox.errors import ApiError, bad_request

Params = dict[str, Any]

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
}


@dataclass(frozen=True)
class Shape:
    """What one method takes: its fields' adapters, which of them are plain text, which must be there."""

    types: dict[str, TypeAdapter[Any]]
    texts: frozenset[str]
    required: tuple[str, ...]


CLASSES: dict[str, type[methods.TelegramMethod[Any]]] = {
    str(kind.__api_method__).lower(): kind
    for kind in (getattr(methods, name) for name in methods.__all__)
    if isinstance(kind, type) and issubclass(kind, methods.TelegramMethod) and kind is not methods.TelegramMethod
}


@lru_cache(maxsize=256)
def shape_of(method: str) -> Shape:
    """The shape of a method known to aiogram, by its lower-case name."""
    fields = CLASSES[method].model_fields
    return Shape(
        types={name: _adapter(field.annotation) for name, field in fields.items()},
        texts=frozenset(name for name, field in fields.items() if _is_text(field.annotation)),
        required=tuple(name for name, field in fields.items() if field.is_required()),
    )


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    # «| None» makes it a union always: pydantic takes no config for a bare model
    return TypeAdapter(annotation | None, config=ConfigDict(arbitrary_types_allowed=True))


def _is_text(annotation: Any) -> bool:
    parts = set(get_args(annotation)) or {annotation}
    return bool(parts & {str, InputFile}) and parts <= {str, int, NoneType, Default, InputFile}


def check_shape(method: str, params: Params) -> Params:
    """Check names and types of a call's parameters and decode the JSON ones; raises 400 as Telegram."""
    shape = shape_of(method)
    decoded = {}
    for name, value in params.items():
        if name not in shape.types:
            raise bad_request(f'unknown parameter "{name}"')
        if isinstance(value, str):
            decoded[name] = value if name in shape.texts else _checked(method, name, value, is_json=False)
        else:
            decoded[name] = _checked(method, name, json.dumps(value), is_json=True)
    for name in shape.required:
        if decoded.get(name) is None:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return decoded


@lru_cache(maxsize=8192)
def _checked(method: str, name: str, text: str, *, is_json: bool) -> Any:
    value: Any = text
    if is_json or text[:1] in {"{", "["}:
        try:
            value = json.loads(text)
        except ValueError:
            raise _wrong(name) from None
    try:
        model = shape_of(method).types[name].validate_python(value)
    except ValidationError as clash:
        raise _wrong(name, str(clash.errors()[0]["msg"])) from None
    extra = _unknown(model)
    if extra:
        raise bad_request(f'unknown field "{extra}" in {name}')
    return value if isinstance(value, dict | list) else model


def _wrong(name: str, reason: str = "invalid JSON") -> ApiError:
    if name == "reply_markup":
        return bad_request(
            "object expected as reply markup"
            if reason != "invalid JSON"
            else "can't parse reply keyboard markup JSON object"
        )
    return bad_request(f'wrong type of parameter "{name}": {reason}')


def _unknown(value: Any) -> str | None:
    if isinstance(value, list):
        return next((extra for item in value if (extra := _unknown(item))), None)
    if not isinstance(value, BaseModel):
        return None
    if value.model_extra:
        return next(iter(value.model_extra))
    return next((extra for name in type(value).model_fields if (extra := _unknown(getattr(value, name)))), None)
