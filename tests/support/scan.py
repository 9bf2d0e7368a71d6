"""Looking for personal data in bytes: whole values and parts, and the ways in which they may be disguised."""

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

LETTERS = 4
"""Parts of a name from this many letters on are looked for."""
STEM = 8
"""Longer words are looked for without their endings too: «Щелкопряжскому» is a name as well."""
ENDING = 3
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LATIN = dict(zip(_RUSSIAN, _ENGLISH.split(" "), strict=True))
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905 (a sentence is shorter than a list)
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def transliterated(text: str) -> str:
    """Russian letters as Latin ones."""
    return "".join(_LATIN.get(sign, sign) for sign in text.lower()).replace("_", "")


def tokens(values: Iterable[str]) -> set[str]:
    """What must not be found: each value, its words of four letters or more and their stems, a day in other orders."""
    found: set[str] = set()
    for value in values:
        words = [word.lower() for word in re.findall(r"[^\W\d_]+", value) if len(word) >= LETTERS]
        found.update((value.lower(), *words, *(word[:-ENDING] for word in words if len(word) >= STEM)))
        if date := _DAY.fullmatch(value):
            day, month, year = date.groups()
            found.update((f"{year}-{month}-{day}", f"{int(day)} {_MONTHS[int(month) - 1]} {year}"))
    return found


def numbers(values: Iterable[str]) -> set[str]:
    """The digits of telephones, СНИЛС and days, without signs and without a country."""
    bare = (re.sub(r"\D", "", value) for value in values)
    return {digits[-10:] for digits in bare if len(digits) >= 8}


def disguises(token: str) -> set[str]:
    """A token as it is, transliterated, percent-encoded, escaped for JSON; in small, capital and mixed letters."""
    shapes: set[str] = set()
    for form in (token, token.capitalize(), token.title(), token.upper()):
        escaped = "".join(f"\\u{ord(sign):04x}" if ord(sign) > 127 else sign for sign in form)
        shapes.update((form, transliterated(form), quote(form), quote_plus(form), escaped))
    return {one.lower() for one in shapes if one}


def in_base64(token: str) -> set[str]:
    """A token inside of base64, at each of three offsets, in both alphabets."""
    shapes: set[str] = set()
    for form in (token, token.capitalize(), token.title(), token.upper()):
        for shift in range(3):
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                shape = encode(b"\0" * shift + form.encode()).decode()[4 if shift else 0 : -4]
                if len(shape) >= 8:
                    shapes.add(shape)
    return shapes


def leaks(text: str, values: Iterable[str]) -> list[str]:
    """Each token that is found in the text, with the disguise it wore."""
    values, low = list(values), text.lower()
    worn = [f"{one} as {shape}" for one in sorted(tokens(values)) for shape in disguises(one) if shape in low]
    worn += [f"{one} as {shape}" for one in sorted(tokens(values)) for shape in in_base64(one) if shape in text]
    digits = {one: r"[\s()+.\-]{0,2}".join(one) for one in sorted(numbers(values))}
    worn += [f"{one} with any signs" for one, shape in digits.items() if re.search(shape, text)]
    return worn
