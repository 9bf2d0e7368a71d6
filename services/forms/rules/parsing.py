"""How names and dates are read from what people type."""

import re
import unicodedata
from datetime import date

from services.core.errors import Invalid

_CYRILLIC = "\u0400-\u0481\u048a-\u052f"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_WORD = re.compile(rf"[{_CYRILLIC}]+(?:[-'][{_CYRILLIC}]+)*|[{_LATIN}]+(?:[-'][{_LATIN}]+)*")
_SIGNS = str.maketrans({"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "’": "'", "ʼ": "'", "`": "'", "‘": "'"})
_PARTICLES = frozenset({"оглы", "кызы", "гызы", "улы", "уулу", "ван", "фон", "де", "да", "ди", "ибн", "аль", "эль"})

# fmt: off
_MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6,
    "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}
# fmt: on
_NUMBERS = re.compile(r"([0-9]{1,2})[./\-\s]+([0-9]{1,2})[./\-\s]+([0-9]{4}|[0-9]{2})")
_SOLID = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})[./\-]([0-9]{1,2})[./\-]([0-9]{1,2})")
_WORDS = re.compile(r"([0-9]{1,2})\s*([а-яa-z]+)\.?,?\s*([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-zа-я]+)\.?\s*([0-9]{1,2}),?\s+([0-9]{4})")
_YEAR = re.compile(r"\s*(?:г\.?|года?)$")


def full_name(text: str, _today: date) -> str:
    """Two to four words in one blank each: Cyrillic or Latin letters, hyphens and apostrophes.

    A word in one case gets a capital at its start and after a hyphen or an apostrophe; a mixed one stays as typed.
    Raises Invalid: ``words`` (their number) or ``format``.
    """
    words = unicodedata.normalize("NFC", text).translate(_SIGNS).split()
    if not all(_WORD.fullmatch(word) for word in words):
        raise Invalid("full_name", "format")
    if not 2 <= len(words) <= 4:
        raise Invalid("full_name", "words")
    return " ".join(_capital(word) for word in words)


def _capital(word: str) -> str:
    if word.lower() in _PARTICLES and word.islower():
        return word
    if not (word.islower() or (word.isupper() and len(word) > 1)):
        return word
    return "".join(part.capitalize() for part in re.split(r"([-'])", word))


def birth_date(text: str, today: date) -> str:
    """A past day as «2017-09-03», from «03.09.2017», «3.9.17», «3 сентября 2017 г.» or «2017-09-03».

    Raises Invalid: ``format`` (not read as a date), ``date`` (there is no such day) or ``future``.
    """
    year, month, day = _split(_YEAR.sub("", " ".join(text.lower().split())), today)
    try:
        born = date(year, month, day)
    except ValueError as impossible:
        raise Invalid("birth_date", "date") from impossible
    if born > today:
        raise Invalid("birth_date", "future")
    return born.isoformat()


def _split(text: str, today: date) -> tuple[int, int, int]:
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif numbers := _NUMBERS.fullmatch(text) or _SOLID.fullmatch(text):
        day, month, year = numbers.groups()
    elif (words := _WORDS.fullmatch(text)) and words[2][:3] in _MONTHS:
        return int(words[3]), _MONTHS[words[2][:3]], int(words[1])
    elif (words := _MONTH_FIRST.fullmatch(text)) and words[1][:3] in _MONTHS:
        return int(words[3]), _MONTHS[words[1][:3]], int(words[2])
    else:
        raise Invalid("birth_date", "format")
    return _century(year, today), int(month), int(day)


def _century(year: str, today: date) -> int:
    """«17» is the last such year that is not in the future."""
    if len(year) == 4:
        return int(year)
    full = today.year // 100 * 100 + int(year)
    return full if full <= today.year else full - 100
