"""What a typed word may be found by: its normal forms, words of the same meaning, and mended slips."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from services.programs.rules.field import field, said
from services.programs.rules.scripts import layouts, readings
from services.programs.rules.spelling import MOST_SLIPS, Speller
from services.programs.rules.words import LONGEST_WORD, base, is_known, normal_forms, tokens

OR = " или "
SHORT_WORD = 5
"""Letters up to which a word is mended by one slip only."""
FREQUENT = 3
"""Programs with a word before a real other word is taken for a slip of it."""
SHORTEST_HALF = SHORTEST_MENDED = 4
MOST_VARIANTS = 3
"""Readings of a word that are tried with two slips."""
LONG_LATIN = 6
"""Letters from which a word in Latin letters is mended: shorter ones are too near to too much."""
_MOST_KEPT = 10_000
_ENDINGS = re.compile(r"(?<=\w{4})(?:[ая]ми|[ое](?:го|му|й|м)|[ыи]м|[ая][мх]|[ую]ю)$")
_BASES = ("ы", "а", "ие", "ый")


class Lexicon:
    """The words of an index, of the field and of the dictionary together.

    ``vocabulary``: normal form in the index → programs that have it; ``extra``: pairs of words that staff made mean
    the same. Make one per state of the index and keep it: an answer to a slip is remembered.
    """

    def __init__(self, vocabulary: Mapping[str, int], *, extra: Iterable[tuple[str, str]] = ()) -> None:
        self._vocabulary = vocabulary
        self._field = field(extra)
        self._mended: dict[str, str | None] = {}

    def alternatives(self, word: str) -> tuple[str, ...]:
        """Normal forms that a word may match, its own first; one with blanks is found where all of its words are.

        A word of the field also finds what means the same and what it covers, as far as the index has it; what covers
        it is another thing (``wider``). «шахматы или шашки» finds both.
        """
        found: dict[str, None] = {}
        for choice in word.split(OR):
            own, terms = _own(choice), self._field.terms(choice)
            others = self._there(self._field.same(terms) | self._field.narrower(terms) | self._field.hinted(terms))
            found.update(dict.fromkeys((*own, *others)))
        return tuple(found)

    def wider(self, word: str) -> tuple[str, ...]:
        """What covers a word of the field, as far as the index has it: «карате» → «единоборства»."""
        terms = {term for choice in word.split(OR) for term in self._field.terms(choice)}
        return tuple(self._there(self._field.wider(terms)))

    def banned(self, word: str, *, wanted: Iterable[str] = ()) -> tuple[str, ...]:
        """Normal forms that a negated word forbids: its own, the same in other words, and what it covers.

        Where a wanted word means the same («вокал, но не пение»), only its own.
        """
        own, terms = _own(word), self._field.terms(word)
        others = self._field.same(terms) | self._field.narrower(terms)
        named = {term for one in wanted for choice in one.split(OR) for term in self._field.terms(choice)}
        return own if named & others else tuple(dict.fromkeys((*own, *self._there(others))))

    def knows(self, word: str) -> bool:
        """Whether the index or the field has a word, or what means the same."""
        own = _own(word)
        return any(self._has(form) or form in self._field.words for form in own) or bool(self._field.terms(word))

    def holds(self, form: str) -> bool:
        """Whether a word is in the index or the field as it stands; much cheaper than ``knows``."""
        return form in self._vocabulary or form in self._field.words

    def finds(self, word: str) -> bool:
        """Whether anything in the index has a word or an alternative of it."""
        return any(self._has(form) for form in self.alternatives(word))

    def is_term(self, word: str) -> bool:
        """Whether the field has a word (or a phrase) as a whole."""
        return bool(self._field.terms(word))

    def phrase(self, parts: Sequence[str]) -> int:
        """How many of the first words are one term of the field («хип», «хоп»); 0 if they are not."""
        return self._field.phrase(parts)

    def correct(self, word: str) -> str | None:
        """A word that the index or the field has for one that they have not; None if there is nothing to mend.

        Reads Latin letters as Russian, the wrong layout of the keyboard, one slip (two from six letters on), and two
        words without a blank between. A word of the dictionary is only mended by one slip to a frequent word.
        """
        if word not in self._mended:
            if len(self._mended) >= _MOST_KEPT:
                self._mended.clear()
            self._mended[word] = None if self.knows(word) else self._mend(word)
        return self._mended[word]

    @cached_property
    def _speller(self) -> Speller:
        return Speller({word for word in (*self._vocabulary, *self._field.words) if word.isalpha()})

    def _mend(self, word: str) -> str | None:
        otherwise = _otherwise(word) if len(word) <= LONGEST_WORD else []
        for reading in otherwise:
            is_word = len(word) >= SHORTEST_MENDED and word.isascii() and is_known(reading)
            if self.holds(reading) or is_word:
                return reading
        if word.isascii():
            return (
                self._nearest([*otherwise[:MOST_VARIANTS], word], is_real=False)
                if LONG_LATIN <= len(word) <= LONGEST_WORD
                else None
            )
        if not SHORTEST_MENDED <= len(word) <= LONGEST_WORD:
            return None
        return self._nearest(_variants(word), is_real=is_known(word)) or self._halves(word)

    def _nearest(self, variants: Sequence[str], *, is_real: bool) -> str | None:
        """The likeliest word of the index or the field: one slip before two, then the better word.

        A word of the field that the index has not gives way to one that it has, a slip further.
        """
        best: str | None = None
        for slips in (1,) if is_real or len(variants[0]) <= SHORT_WORD else range(1, MOST_SLIPS + 1):
            for variant in variants if slips == 1 else variants[:MOST_VARIANTS]:
                near = self._near(variant, slips, FREQUENT if is_real else 0)
                if near is not None and (best is None or (near in self._vocabulary and near in self._field.words)):
                    best = near
                    break
            if best in self._vocabulary:
                break
        return best

    def _near(self, variant: str, slips: int, least: int) -> str | None:
        """The best word near one: of the index, of the field, with the same first letter, frequent."""
        if variant.isascii():
            slips = 1
        found = [
            (not programs, other not in self._field.words, other[0] != variant[0], -programs, other)
            for other, _distance in self._speller.near(variant, slips)
            if (programs := self._vocabulary.get(other, 0)) >= least
        ]
        return min(found)[-1] if found else None

    def _halves(self, word: str) -> str | None:
        """Two known words that were typed as one."""
        for cut in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            left, right = word[:cut], word[cut:]
            is_pair = self.knows(left) and self.knows(right)
            if is_known(left) and is_known(right) and (is_pair or self.phrase((left, right)) == len((left, right))):
                return f"{left} {right}"
        return None

    def _has(self, form: str) -> bool:
        return all(part in self._vocabulary for part in form.split())

    def _there(self, terms: Iterable[str]) -> list[str]:
        return sorted(term for term in terms if self._has(term))


def _own(word: str) -> tuple[str, ...]:
    parts = tokens(word)
    return normal_forms(parts[0]) if len(parts) == 1 else (said([base(part) for part in parts]),)


def _otherwise(word: str) -> list[str]:
    """A word as it reads in the other layout and in the other letters."""
    if not word.isascii():
        return [layouts(word)]
    return [reading for reading in (layouts(word), *readings(word)) if reading.isalpha()]


def _variants(word: str) -> list[str]:
    """A misspelt word, its guessed normal forms, and what it may be in the nominative."""
    folded = word.replace("ё", "е")
    stem = _ENDINGS.sub("", folded)
    nominatives = [stem + ending for ending in _BASES] if stem != folded else []
    return list(dict.fromkeys((folded, *normal_forms(word), *nominatives)))
