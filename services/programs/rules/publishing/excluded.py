"""Kinds of organisation that an act leaves out («детская школа искусств»), read from an organisation's name."""

import re
from collections.abc import Iterable
from functools import lru_cache

from services.programs.rules.words import normal_forms, tokens

_FEMININE = ("ая", "яя", "ой", "ей", "ую", "юю", "ые", "ие", "ых", "их")
"""«Детская школа искусств» may be declined or be many; «центр детского творчества» is another kind."""
_STREETS = frozenset(
    tokens("улица ул проспект пр пркт прт переулок пер площадь пл бульвар бр проезд шоссе ш набережная наб тупик")
)
_REACH = 3
"""Words before a kind among which a street makes it a name of the street."""
_BETWEEN = 2
"""Words that may stand between those of a kind: «Детская городская школа искусств», «школа № 5 искусств»."""


def excluded_by(name: str, kinds: Iterable[str]) -> str | None:
    """The kind, in the act's own words, that an organisation is of by its name; None if of none.

    «ДШИ № 3» counts as well. Only the name is looked at: «ул. Школы искусств» in an address says nothing.
    """
    said = tokens(name)
    return next((kind for kind in kinds if _is_of(said, kind) or _abbreviated(kind).search(name)), None)


def _is_of(said: list[str], kind: str) -> bool:
    words = tokens(kind)
    return any(
        _follows(said, at, words) and _STREETS.isdisjoint(said[max(0, at - _REACH) : at]) for at in range(len(said))
    )


def _follows(said: list[str], at: int, words: list[str]) -> bool:
    """Whether the words of a kind stand from a place on, in their order."""
    for number, word in enumerate(words):
        reach = said[at : at + (_BETWEEN + 1 if number else 1)]
        found = next((place for place, token in enumerate(reach) if _same(token, word)), None)
        if found is None or not all(_may_stand_between(token) for token in reach[:found]):
            return False
        at += found + 1
    return True


@lru_cache(maxsize=20_000)
def _same(token: str, word: str) -> bool:
    if word.endswith(_FEMININE) and not token.endswith(_FEMININE):
        return False
    return token == word or not set(normal_forms(token)).isdisjoint(normal_forms(word))


def _may_stand_between(token: str) -> bool:
    return token.isdigit() or token.endswith(_FEMININE)


@lru_cache(maxsize=100)
def _abbreviated(kind: str) -> re.Pattern[str]:
    letters = "".join(word[0] for word in tokens(kind)).upper()
    return re.compile(rf"(?<![А-ЯЁа-яё]){letters}(?![А-ЯЁа-яё])") if len(letters) > 2 else re.compile(r"(?!)")
