"""Templates of documents: files of data with a Russian and an English field, filled strictly.

The Russian text is the document: its UTF-8 bytes are digested and signed. The English field is a translation to read.
A template's file is never changed after a document was made from it; a new wording is a new file (``contract-2.toml``).
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
LOCALES = ("ru", "en")
NOT_NAMED = "—"

_BLANK = re.compile(r"\{([a-z_]+)\}")


class TemplateBroken(ValueError):
    """A template's file is unknown or its two languages ask for different values: a defect of the data."""


class ValuesBroken(ValueError):
    """Values and blanks of a template differ, or a value is empty: a defect of the caller."""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a document. ``parts`` is part → locale → text; ``text`` is the document itself."""

    name: str
    parts: Mapping[str, Mapping[str, str]]
    words: Mapping[str, Any]
    blanks: frozenset[str]


@cache
def load(name: str) -> Template:
    """Read and check a template by its name. Raises TemplateBroken."""
    path = TEMPLATES / f"{name}.toml"
    if not re.fullmatch(r"[a-z]+-[0-9]+", name) or not path.is_file():
        raise TemplateBroken(name)
    return parse(path.read_text(encoding="utf-8"), name)


def parse(source: str, name: str) -> Template:
    """Check the data of a template: both languages of a part have the same blanks, all known to the document."""
    raw = tomllib.loads(source)
    parts: dict[str, dict[str, str]] = raw.get("parts", {})
    if "text" not in parts or name.rpartition("-")[2] != str(raw.get("version")):
        raise TemplateBroken(name)
    blanks = frozenset(_BLANK.findall(parts["text"].get("ru", "")))
    for part, texts in parts.items():
        found = [frozenset(_BLANK.findall(texts.get(locale, ""))) for locale in LOCALES]
        if not all(texts.get(locale) for locale in LOCALES) or found[0] != found[1] or not found[0] <= blanks:
            raise TemplateBroken(f"{name}: {part}")
    return Template(name, parts, raw.get("words", {}), blanks)


def word(template: str, kind: str, key: str, locale: str) -> str:
    """A word that a fact chooses («муниципальной» or «государственной»), from the template's own data."""
    try:
        found: str = load(template).words[kind][key][locale]
    except KeyError as missing:
        raise TemplateBroken(f"{template}: {kind}.{key}.{locale}") from missing
    return found


def render(template: str, values: Mapping[str, str], locale: str, part: str = "text") -> str:
    """Fill a part of a template. Raises ValuesBroken for a missing, unknown or empty value.

    Values stay text: a brace in a value is not a blank, and a line break in it cannot begin a new clause.
    """
    return fill_in(load(template), values, locale, part)


def fill_in(form: Template, values: Mapping[str, str], locale: str, part: str = "text") -> str:
    """Do what :func:`render` does with a template that is at hand."""
    clean = {name: one_line(value) for name, value in values.items()}
    wrong = form.blanks.symmetric_difference(clean) | {name for name, value in clean.items() if not value}
    if wrong:
        raise ValuesBroken(", ".join(sorted(wrong)))
    try:
        source = form.parts[part][locale]
    except KeyError as missing:
        raise TemplateBroken(f"{form.name}: {part}.{locale}") from missing
    return fill(source, clean)


def fill(phrase: str, values: Mapping[str, str]) -> str:
    """Put values into the blanks of a phrase, once. Raises KeyError for a blank without a value."""
    return _BLANK.sub(lambda blank: values[blank[1]], phrase)


def day(value: date) -> str:
    """«14.09.2026»: as documents write it in both languages."""
    return value.strftime("%d.%m.%Y")


def roubles(kopecks: int, locale: str) -> str:
    """«14 400,00» or «14,400.00»."""
    whole, rest = divmod(kopecks, 100)
    if locale == "ru":
        return f"{whole:,}".replace(",", " ") + f",{rest:02d}"
    return f"{whole:,}.{rest:02d}"


def act(phrase: str, *, kind: str, number: str | None, made_on: date | None) -> str:
    """A territory's act in a template's phrase; a draft has neither number nor date."""
    made = day(made_on) if made_on else NOT_NAMED
    return fill(phrase, {"type": kind, "date": made, "number": number or NOT_NAMED})


def one_line(value: str) -> str:
    """A value without line breaks, control and direction marks."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hex: what a signature is bound to."""
    return hashlib.sha256(text.encode()).hexdigest()
