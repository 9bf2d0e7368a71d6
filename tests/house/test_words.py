"""The catalogues: fresh, complete, placeholders equal, and no error or notice without words."""

import ast
import importlib
import pkgutil
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message

import services
from handlers.common.errors import refusal_words
from handlers.common.notices import renderers
from services.core.errors import Invalid, Refused, ServiceError
from tests.support import catalogues

ROOT = Path(__file__).parents[2]


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def _messages(locale: str) -> list[Message]:
    return [message for message in catalogues.read(locale) if message.id]


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_catalogue_is_fresh(locale: str) -> None:
    wanted = {_forms(message.id)[0] for message in catalogues.extract() if message.id}
    kept = {_forms(message.id)[0] for message in _messages(locale)}
    assert wanted == kept, "run: make i18n"


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_catalogue_is_complete(locale: str) -> None:
    plurals = 3 if locale == "ru" else 2
    for message in _messages(locale):
        forms = _forms(message.string)
        assert all(forms), message.id
        assert len(forms) == (plurals if message.pluralizable else 1), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_placeholders_are_equal(locale: str) -> None:
    for message in _messages(locale):
        wanted = set.union(*(_placeholders(form) for form in _forms(message.id)))
        for form in _forms(message.string):
            assert _placeholders(form) == wanted, message.id


def test_russian_is_russian() -> None:
    """No sentence was left in English."""
    for message in _messages("ru"):
        source = _forms(message.id)[0]
        letters = [char for char in re.sub(r"\{\w+\}", "", source) if char.isalpha()]
        if len(letters) > 12:
            assert any("а" <= char.lower() <= "я" for char in _forms(message.string)[0]), source


def _all_errors(kind: type[ServiceError]) -> set[type[ServiceError]]:
    return {kind}.union(*(_all_errors(child) for child in kind.__subclasses__()))


def test_every_error_has_words() -> None:
    for room in pkgutil.iter_modules(services.__path__):
        if (Path(services.__path__[0]) / room.name / "errors.py").exists():
            importlib.import_module(f"services.{room.name}.errors")
    errors = {error for error in _all_errors(ServiceError) if error.__module__.startswith("services.")}
    inner = {ServiceError, Refused} | {error for error in errors if issubclass(error, Invalid)}
    assert errors - inner <= set(refusal_words()), "these errors have no sentence"


def _kinds_put() -> set[str]:
    found: set[str] = set()
    for file in (ROOT / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.update(
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "kind"
                    and isinstance(keyword.value, ast.Constant)
                    and isinstance(keyword.value.value, str)
                )
    return found


def test_every_notice_has_words() -> None:
    kinds = _kinds_put()
    assert len(kinds) > 5
    assert kinds <= set(renderers())
