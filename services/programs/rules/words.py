"""Words of a text: tokens, their normal forms, and what the dictionary knows."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

TOKEN = re.compile(r"[23][dд](?![^\W_])|\d+|[^\W\d_]+")
_UNSEEN = re.compile("[\u00ad\u0300\u0301\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00]")
_RUSSIAN = re.compile("[а-яё]+")
"""Signs of rare scripts have no name, and the analyser stumbles over them."""
_SERVICE_PARTS = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ"}
_OWN_FORMS = {"изо": "изо", "2д": "2d", "3д": "3d"}
"""«ИЗО» is no «изо всех сил»."""
LONGEST_WORD = 40
"""Letters of a word whose forms are worth guessing."""
_SHORTEST_PLURAL = 4


def fold(text: str) -> str:
    """Small letters, whole ones («й» is not «и» with a mark), without stress marks and signs that nobody sees."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text)).lower()


def tokens(text: str) -> list[str]:
    """Words and numbers of a text in small letters; «3D» is one word."""
    return TOKEN.findall(fold(text))


def search_text(*texts: str) -> str:
    """Normal forms of all words, each between blanks: « робот робототехника »."""
    found = tokens(" ".join(texts))
    return f" {' '.join(dict.fromkeys(form for token in found for form in normal_forms(token)))} "


def normal_forms(token: str) -> tuple[str, ...]:
    """All normal forms of a word, not only the likeliest («математика» is also «математик»), ё folded after it."""
    return read(token)[0]


def base(token: str) -> str:
    """The normal form that a word of a list stands for: itself if it is one."""
    forms, folded = normal_forms(token), token.replace("ё", "е")
    return folded if folded in forms else forms[0]


@lru_cache(maxsize=50_000)
def read(token: str) -> tuple[tuple[str, ...], bool]:
    """Normal forms of a word, and whether it is a preposition or another word that only serves."""
    if token.isascii():
        return _english(token), False
    if token in _OWN_FORMS:
        return (_OWN_FORMS[token],), False
    if len(token) > LONGEST_WORD or not _RUSSIAN.fullmatch(token):
        return (token,), False
    parses = _analyser().parse(token)
    forms = dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in parses)
    return tuple(forms), str(parses[0].tag.POS) in _SERVICE_PARTS


@lru_cache(maxsize=50_000)
def is_known(token: str) -> bool:
    """Whether the Russian dictionary has this form."""
    return bool(_analyser().word_is_known(token))


@lru_cache(maxsize=5_000)
def grammar(token: str) -> frozenset[str]:
    """Marks of all readings of a Russian word: NOUN, ADJF, nomn, gent and the like."""
    if not _RUSSIAN.fullmatch(token):
        return frozenset()
    return frozenset(mark for parse in _analyser().parse(token) for mark in parse.tag.grammemes)


@cache
def lexeme(token: str) -> tuple[str, ...]:
    """All forms of a word as its likeliest reading has them, ё folded."""
    if not _RUSSIAN.fullmatch(token):
        return (token,)
    return tuple(dict.fromkeys(form.word.replace("ё", "е") for form in _analyser().parse(token)[0].lexeme))


def _english(token: str) -> tuple[str, ...]:
    """«robots» is also «robot»; the dictionary is Russian."""
    is_plural = len(token) >= _SHORTEST_PLURAL and token.endswith("s") and not token.endswith("ss")
    return (token, token[:-1]) if is_plural else (token,)


@cache
def _analyser() -> Any:
    """The dictionary takes 20 MB and a tenth of a second: it is read at the first search."""
    import pymorphy3  # noqa: PLC0415 (see above)

    return pymorphy3.MorphAnalyzer()
