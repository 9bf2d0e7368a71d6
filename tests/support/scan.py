"""Looking for personal data in bytes: whole values and parts, and the ways in which they may be disguised."""

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

LETTERS = 4
"""Parts of a name from this many letters on are looked for."""
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LATIN = dict(zip(_RUSSIAN, _ENGLISH.split(" "), strict=True))


def transliterated(text: str) -> str:
    """Russian letters as Latin ones."""
    return "".join(_LATIN.get(sign, sign) for sign in text.lower()).replace("_", "")


def tokens(values: Iterable[str]) -> set[str]:
    """What must not be found: each value, its words of four letters or more, its digits without signs."""
    found: set[str] = set()
    for value in values:
        words = [word for word in re.findall(r"[^\W\d_]+", value) if len(word) >= LETTERS]
        digits = re.sub(r"\D", "", value)
        found.update((value.lower(), *(word.lower() for word in words)))
        if len(digits) >= 8:
            found.update((digits, digits[-10:]))
    return found


def disguises(token: str) -> set[str]:
    """A token as it is, transliterated, percent-encoded, escaped for JSON, and in base64 at each of three offsets."""
    raw = token.encode()
    capital = token.capitalize().encode()
    shifted = {
        base64.b64encode(b"\0" * shift + one).decode()[4 if shift else 0 : -4]
        for one in (raw, capital)
        for shift in range(3)
    }
    escaped = "".join(f"\\u{ord(sign):04x}" if ord(sign) > 127 else sign for sign in token)
    plain = {token, transliterated(token), quote(token).lower(), quote_plus(token).lower(), escaped}
    return {one for one in plain if one} | {one for one in shifted if len(one) >= 8}


def leaks(text: str, values: Iterable[str]) -> list[str]:
    """Each token that is found in the text, with the disguise it wore."""
    low = text.lower()
    return [
        f"{token} as {shape}"
        for token in sorted(tokens(values))
        for shape in disguises(token)
        if shape in text or (shape.islower() and shape in low)
    ]
