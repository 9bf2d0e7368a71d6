"""Words of a text: tokens and their normal forms."""

import re
from functools import cache, lru_cache
from typing import Any

TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SERVICE_PARTS = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ"}


def search_text(*texts: str) -> str:
    """Normal forms of all words, each between blanks: « робот робототехника »."""
    tokens = TOKEN.findall(" ".join(texts).lower())
    return f" {' '.join(dict.fromkeys(form for token in tokens for form in normal_forms(token)))} "


def normal_forms(token: str) -> tuple[str, ...]:
    """All normal forms of a word, not only the likeliest («математика» is also «математик»), ё folded after it."""
    return read(token)[0]


@lru_cache(maxsize=50_000)
def read(token: str) -> tuple[tuple[str, ...], bool]:
    """Normal forms of a word, and whether it is a preposition or another word that only serves."""
    parses = _analyser().parse(token)
    forms = dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in parses)
    return tuple(forms), str(parses[0].tag.POS) in _SERVICE_PARTS


@cache
def _analyser() -> Any:
    """The dictionary takes 20 MB and a tenth of a second: it is read at the first search."""
    import pymorphy3  # noqa: PLC0415 (see above)

    return pymorphy3.MorphAnalyzer()
