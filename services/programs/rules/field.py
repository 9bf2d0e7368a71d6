"""The words of the field: which of them are looked for alike (services/programs/synonyms.toml, and what staff add)."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from services.programs.rules.words import base, normal_forms, read, tokens

_Table = Mapping[str, list[str]]
_LONGEST_TERM = 6


class Field:
    """Terms and what they find. A term is one or several words in their normal forms: «боевой искусство»."""

    def __init__(self, same: Iterable[Iterable[str]], covers: _Table, hints: _Table, broad: Iterable[str]) -> None:
        self.words: set[str] = set()
        """All words of all terms, in their normal forms and as they are written."""
        self._by_form: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._same: dict[str, set[str]] = defaultdict(set)
        self._narrower: dict[str, set[str]] = defaultdict(set)
        self._wider: dict[str, set[str]] = defaultdict(set)
        self._hints: dict[str, set[str]] = defaultdict(set)
        for group in same:
            terms = {self._term(text) for text in group}
            for term in terms:
                self._same[term] |= terms
        for wide, covered in covers.items():
            for text in covered:
                self._narrower[self._term(wide)].add(self._term(text))
                self._wider[self._term(text)] |= {self._term(wide)} if wide not in broad else set()
        for word, means in hints.items():
            self._hints[self._term(word)] |= {self._term(text) for text in means}

    def terms(self, word: str) -> set[str]:
        """The terms that a word (or a phrase, if ``phrase`` found it one) is."""
        parts = tokens(word)
        if len(parts) == 1:
            return {term for form in normal_forms(parts[0]) for term in self._by_form.get(form, ())}
        phrase = self._phrase_at(parts)
        return {said(phrase)} if phrase and len(phrase) == len(parts) else set()

    def phrase(self, parts: Sequence[str]) -> int:
        """How many of the first words are one term together; 0 if they are not."""
        return len(self._phrase_at(parts))

    def same(self, terms: Iterable[str]) -> set[str]:
        """Terms that mean the same as one of these, these too."""
        return {other for term in terms for other in (term, *self._same.get(term, ()))}

    def narrower(self, terms: Iterable[str]) -> set[str]:
        """Terms that these cover."""
        return self.same({other for term in self.same(terms) for other in self._narrower.get(term, ())})

    def wider(self, terms: Iterable[str]) -> set[str]:
        """Terms that cover these."""
        return self.same({other for term in self.same(terms) for other in self._wider.get(term, ())})

    def hinted(self, terms: Iterable[str]) -> set[str]:
        """Terms that these words only hint at."""
        return self.same({other for term in terms for other in self._hints.get(term, ())})

    def _phrase_at(self, parts: Sequence[str]) -> tuple[str, ...]:
        """The longest term of several words that the first words are."""
        if len(parts) < len("ab"):
            return ()
        forms = [normal_forms(part) for part in parts[:_LONGEST_TERM]]
        found: list[tuple[str, ...]] = [
            term
            for form in forms[0]
            for term in self._phrases.get(form, ())
            if len(term) <= len(forms) and all(one in many for one, many in zip(term, forms, strict=False))
        ]
        return max(found, key=len, default=())

    def _term(self, text: str) -> str:
        parts = tokens(text)
        term = tuple(base(part) for part in parts)
        self.words.update(term, (part.replace("ё", "е") for part in parts))
        if len(parts) == 1:
            for form in normal_forms(parts[0]):
                self._by_form[form].add(term[0])
        elif parts:
            self._phrases[term[0]].add(term)
        return said(term)


def said(term: Sequence[str]) -> str:
    """The words of a term that an index is asked for: «подготовка к школе» is found by «подготовка школа»."""
    return " ".join(word for word in term if not read(word)[1]) or " ".join(term)


def field(extra: Iterable[tuple[str, str]] = ()) -> Field:
    """The words of the field with what staff added: pairs that mean the same."""
    return _field(tuple(sorted({(word, means) for word, means in extra if tokens(word) and tokens(means)})))


@lru_cache(maxsize=8)
def _field(pairs: tuple[tuple[str, str], ...]) -> Field:
    told = _told()
    same = [*(_listed(line) for line in told["same"]), *pairs]
    return Field(same, _table(told["covers"]), _table(told["hints"]), told["broad"])


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("services.programs").joinpath("synonyms.toml").read_text(encoding="utf-8"))


def _table(told: dict[str, str]) -> dict[str, list[str]]:
    return {word: _listed(line) for word, line in told.items()}


def _listed(line: str) -> list[str]:
    return [text.strip() for text in line.split(",") if text.strip()]
