"""Conditions, empty words and negations as parents say them (phrases.toml beside this module)."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.programs.rules import keys
from services.programs.rules.spelling import Speller
from services.programs.rules.words import base, is_known, lexeme, normal_forms, tokens

SHORTEST_MENDED, SURELY_MENDED = 5, 8
"""Letters from which a control word is mended by one slip, and by two."""

_SURELY_EMPTY = frozenset({"кружок", "секция", "занятие", "студия", "тренировка", "ребенок", "девочка", "мальчик"})
"""What parents type most: a slip of these is no slip of a subject («сикция» is not «дикция»)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of phrases.toml: for every word the forms that it may have, and what it means."""

    words: tuple[frozenset[str], ...]
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class _Book:
    by_word: dict[str, list[Phrase]]
    words: frozenset[str]


def phrase_at(forms: Sequence[tuple[str, ...]], at: int) -> Phrase | None:
    """The longest phrase that begins at a word, conditions first; ``forms``: of every word, itself among them."""
    by_word = _book().by_word
    found: Phrase | None = None
    for form in forms[at]:
        for phrase in by_word.get(form, ()):
            length = len(phrase.words)
            if at + length > len(forms) or (length > 1 and phrase.words[1].isdisjoint(forms[at + 1])):
                continue
            rest = zip(phrase.words[1:], forms[at + 1 : at + length], strict=True)
            is_better = found is None or _rank(phrase) > _rank(found)
            if is_better and not any(one.isdisjoint(many) for one, many in rest):
                found = phrase
    return found


def is_empty(word: str) -> bool:
    """Whether a word is one that says nothing."""
    phrase = phrase_at([(word, *normal_forms(word))], 0)
    return phrase is not None and phrase.kind == "drop"


def is_condition(word: str) -> bool:
    """Whether a word is a condition, a negation or part of a figure by itself."""
    forms = (word, *normal_forms(word))
    phrase = phrase_at([forms], 0)
    if not _SURELY_EMPTY.isdisjoint(forms):
        return True
    return keys.is_figure(word) or (phrase is not None and phrase.kind != "drop")


def is_control(word: str) -> bool:
    """Whether a word belongs to a phrase, a unit, a number or a weekday."""
    return any(form in _book().words or form in keys.known() for form in (word, *normal_forms(word)))


def nearest(word: str, slips: int) -> str | None:
    """The control word that a misspelt one is meant to be; None if there is none, or the word is real."""
    if len(word) < (SHORTEST_MENDED - 1 if slips == 1 else SURELY_MENDED) or is_control(word):
        return None
    if not word.isascii() and is_known(word):
        return None
    forms, speller = _forms_of_control()
    near = [other for other, _distance in speller.near(word.replace("ё", "е"), slips)]
    if len(word) < SHORTEST_MENDED:
        near = [other for other in near if keys.is_figure(other)]
    return min((other for other in near if other[0] == word[0] or slips == 1), key=forms.__getitem__, default=None)


@cache
def _book() -> _Book:
    by_word: dict[str, list[Phrase]] = defaultdict(list)
    words: set[str] = set()
    for phrase in _read():
        words.update(*phrase.words)
        for word in phrase.words[0]:
            by_word[word].append(phrase)
    return _Book(dict(by_word), frozenset(words))


def _read() -> Iterator[Phrase]:
    told = tomllib.loads(files("services.programs.rules").joinpath("phrases.toml").read_text(encoding="utf-8"))
    for kind, values in told.items():
        for value, texts in values.items():
            for text in texts:
                yield Phrase(tuple(_forms(word) for word in text.replace("-", " ").split()), kind, value)


def _forms(word: str) -> frozenset[str]:
    if word.startswith("="):
        return frozenset({word.removeprefix("=")})
    return frozenset(form for choice in word.split("|") for form in (choice, base(tokens(choice)[0])))


def _rank(phrase: Phrase) -> tuple[int, bool]:
    return len(phrase.words), phrase.kind != "drop"


@cache
def _forms_of_control() -> tuple[dict[str, tuple[bool, str]], Speller]:
    """All forms of all control words («суботам» is near «субботам», not «суббота»), and the better of two near ones."""
    empty = {word for phrase in _read() if phrase.kind == "drop" for word in phrase.words[0]}
    words = {word for word in (*_book().words, *keys.known()) if word.isalpha() and len(word) >= SHORTEST_MENDED - 1}
    forms: dict[str, tuple[bool, str]] = {}
    for word in sorted(words, key=empty.__contains__):
        for form in lexeme(word):
            forms.setdefault(form, (word in empty, form))
    return forms, Speller(forms)
