"""Noticing personal data in a line that somebody typed where it does not belong; pure.

It errs towards noticing: a search that is taken for a number costs a sentence, a number taken for a search stays in
somebody else's messenger. What it cannot notice: a name of two words, an address, a date without a year.
"""

import re
import unicodedata
from datetime import date, timedelta

from services.core.errors import Invalid
from services.forms.rules.parsing import birth_date
from services.identifiers import rules as identifiers

SNILS, PASSPORT, PHONE, BIRTH_DATE, NAME = "snils", "passport", "phone", "birth_date", "name"
YOUNGEST = timedelta(days=300)
"""A day nearer than this is a day of lessons, not of birth."""
READ = 4096
"""Signs of a message: Telegram sends no more."""

_GAP = r"[\s().\-]{0,3}"
_SNILS_SHAPE = re.compile(r"(?<!\d)\d{3}[\s\-.]\d{3}[\s\-.]\d{3}[\s\-.]\d{2}(?!\d)")
_SOLID = re.compile(r"(?<![\d.,])\d{10,12}(?![\d.,]\d|\d)")
_SPACED = re.compile(r"(?<!\d)\d(?:[\s\-.]\d){9,11}(?![\s\-.]?\d)")
_PASSPORT = re.compile(r"(?<!\d)\d{2}[\s\-]?\d{2}[\s,\-]{0,2}(?:n|no|номер)?[\s.]{0,2}\d{6}(?!\d)", re.IGNORECASE)
_BIRTH_PAPER = re.compile(
    r"(?<!\w)[ivxlc1]{1,5}[\s\-]{1,3}[а-яё]{2}[\s\-]{0,2}(?:№|n|no)?\s?\d{6}(?!\d)", re.IGNORECASE
)
_PHONES = (
    re.compile(rf"(?<!\d)(?:\+7|[78])(?!\d{{4}}(?!\d)){_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"),
    re.compile(rf"(?<!\d)\(?9\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"),
    re.compile(r"(?<!\d)(?:\+7|[78])[\s\-]?\(\d{3,5}\)\s?\d(?:[\s\-]?\d){4,6}(?!\d)"),
    re.compile(r"\+\d(?:[\s().\-]{0,2}\d){9,14}(?!\d)"),
)
_DATES = re.compile(
    r"(?<![\d.,:])(?:\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})|\d{1,2}([\s\-])\d{1,2}\2\d{4}|\d{8}"
    r"|\d{4}([./\-])\d{1,2}\3\d{1,2}|\d{1,2}\s*[а-яa-z]{3,9}\.?,?\s*\d{4}|[а-яa-z]{3,9}\.?\s*\d{1,2},?\s+\d{4})"
    r"(?![\d:])"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*\.?")
_PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:[ое]вич|[ьитмк]ич|вич)(?:а|у|ем|ом|е)?|[а-яё]{2,}(?:[оеё]вн|ичн|инишн)(?:а|ы|е|у|ой|ою)"
    r"|оглы|кызы|гызы|уулу|[a-z]{2,}(?:[oe]vich|ich|[oe]vna|ichna)"
)
_SURNAME = re.compile(
    r"[а-яё\-]{2,}(?:[оеё]в|[иы]н|[сц]к(?:ий|ой)|[оеё]ва|[иы]на|[сц]кая|енко|ук|юк|чук|ян|дзе|швили|[иы]х"
    r"|[оеё]ва|[иы]на|[оеё]вой|[иы]ной|[сц]кого|[сц]кой|[сц]кому|[оеё]ву|[иы]ну)|[a-z\-]{2,}(?:ov|ev|in|ova|eva|ina|sky|skaya)"
)
_IN_HONOUR = {"имени", "им", "им.", "памяти"}
"""«Школа имени Петра Ильича Чайковского» is a school."""
_DASHES = str.maketrans(dict.fromkeys("–—‑‐−", "-") | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\xad"))


def private(text: str, today: date) -> str | None:
    """What of a person's is in the text: a number's, a date's or a name's kind; None if nothing was noticed."""
    plain = unicodedata.normalize("NFKC", text[:READ]).translate(_DASHES)
    if (kind := _number(plain)) is not None:
        return kind
    if any(_is_birth(found[0], today) for found in _DATES.finditer(plain.lower())):
        return BIRTH_DATE
    return NAME if _has_full_name(plain) else None


def _number(text: str) -> str | None:
    if any(pattern.search(text) for pattern in _PHONES):
        return SNILS if _is_snils(text) else PHONE
    if _SNILS_SHAPE.search(text) or _is_snils(text):
        return SNILS
    if _PASSPORT.search(text) or _BIRTH_PAPER.search(text):
        return PASSPORT
    return SNILS if _SOLID.search(text) or _SPACED.search(text) else None


def _is_snils(text: str) -> bool:
    """Whether eleven digits in a row, whatever stands between them, are one with right check digits."""
    for found in re.finditer(r"(?<!\d)\d(?:[\s\-.]?\d){10}(?!\d)", text):
        try:
            identifiers.snils(found[0])
        except Invalid:
            continue
        if len(re.findall(r"\d+", found[0])) <= 4 or _SPACED.search(found[0]):
            return True
    return False


def _is_birth(text: str, today: date) -> bool:
    try:
        born = date.fromisoformat(birth_date(text, today))
    except Invalid:
        return False
    return born.year >= 1900 and born <= today - YOUNGEST


def _has_full_name(text: str) -> bool:
    """Three words that follow one another, one of them a patronymic and another that looks like a surname."""
    words = [found[0] for found in _WORD.finditer(text)]
    for at in range(len(words) - 2):
        three = words[at : at + 3]
        if at and words[at - 1].lower() in _IN_HONOUR:
            continue
        if _PATRONYMIC.fullmatch(three[2].rstrip(".").lower()):
            others, surname = three[:2], three[0]
        elif _PATRONYMIC.fullmatch(three[1].lower()):
            others, surname = [three[0], three[2]], three[2]
        else:
            continue
        if all(word[0].isupper() for word in others) or _SURNAME.fullmatch(surname.rstrip(".").lower()):
            return True
    return False
