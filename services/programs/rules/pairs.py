"""Two words that staff make mean the same: «робот = робототехника»."""

import re

from services.core.errors import Invalid
from services.programs.rules.words import tokens

LONGEST = 64
MOST_WORDS = 4
_BETWEEN = re.compile(r"\s*(?:=|—|–|:|->|→)\s*|\s+-\s+")


def read_pair(text: str) -> tuple[str, str]:
    """The two sides of a typed pair, in small letters and in the order of the alphabet: a pair has no first side.

    Raises Invalid for the field «synonym»: ``format`` if there are not two sides with words, ``long`` for a side over
    64 characters or four words, ``same`` if both sides are one.
    """
    sides = [side for side in _BETWEEN.split(text.strip()) if side]
    if len(sides) != len("ab"):
        raise Invalid("synonym", "format")
    words = [tokens(side) for side in sides]
    if not all(words):
        raise Invalid("synonym", "format")
    first, second = sorted(" ".join(side) for side in words)
    if max(len(first), len(second)) > LONGEST or max(len(side) for side in words) > MOST_WORDS:
        raise Invalid("synonym", "long")
    if first == second:
        raise Invalid("synonym", "same")
    return first, second
