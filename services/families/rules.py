"""Ages, names, grounds of processing and the texts of consents, pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum

from services.core.clock import local_date
from services.core.errors import Invalid
from services.families.errors import OutOfAge
from services.forms.rules.private import private

PERSONAL_DATA = "personal_data"
"""Purpose: processing the parent's and the child's data to file the application. Its ground is law: no consent."""
HEALTH = "health"
"""Purpose: the fact of ОВЗ or disability, a special category of data (152-FZ, article 10). Never a condition."""
NO_CATEGORY = "none"
SEEN = 16
"""Signs of a text's digest that are enough to name it in a button."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The territory's rules for a child: full years, and whose calendar says «today»."""

    age_min: int
    age_max_exclusive: int
    zone: tzinfo

    def today(self, now: datetime) -> date:
        """The calendar day in the territory."""
        return local_date(now, self.zone)

    def check(self, birth_date: date, now: datetime) -> None:
        """Raise OutOfAge unless the child's age today is within the limits."""
        age = age_on(birth_date, self.today(now))
        if not self.age_min <= age < self.age_max_exclusive:
            raise OutOfAge(age, self.age_min, self.age_max_exclusive)


class Level(IntEnum):
    """How surely the desk knows who somebody is; a territory says which act needs which (``[policy]`` of a pack)."""

    ACCOUNT = 0
    """An account of a messenger: whoever holds the phone."""
    PHONE = 1
    """The phone in the person's details was confirmed by a code to it."""
    PERSON = 2
    """A clerk at the desk, or an outside system, saw the person's paper."""


TEENAGER = "teenager"
"""Purpose: a child from 14 on joins the own family's cases; the consent is the child's."""
OWN_VOICE = 14
"""Full years from which on a child acts with a parent's consent (Civil Code, article 26)."""
INVITE_TERM = timedelta(days=7)


class Right(StrEnum):
    """What somebody of a child's family may do; each includes those before it."""

    SEE = "see"
    ACT = "act"
    SIGN = "sign"


AT_LEAST = {
    Right.SEE: (Right.SEE, Right.ACT, Right.SIGN),
    Right.ACT: (Right.ACT, Right.SIGN),
    Right.SIGN: (Right.SIGN,),
}


class Kin(StrEnum):
    """Who somebody of a child's family is: another representative, or the child."""

    ADULT = "adult"
    CHILD = "child"


PASS_GROUNDS = {
    "death": "143-FZ of 15.11.1997, article 68: a certificate of death",
    "court": "Family Code, articles 69, 73 and 78: a court's decision on parental rights",
    "guardian": "48-FZ, articles 11 and 29: an act of the guardianship body",
    "request": "a written request of the first representative, seen at the desk",
}
"""On what paper the desk makes another adult of the family the first representative: code → source."""


def invite_digest(code: str) -> str:
    """What is kept of a code that invites into a family."""
    return hashlib.sha256(f"family\0{code}".encode(errors="replace")).hexdigest()


class Ground(StrEnum):
    """By what right data are processed (152-FZ, article 6, part 1)."""

    LAW = "law"
    CONTRACT = "contract"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told of a purpose in one language: its article, whose data, what is done, who gets them."""

    title: str
    article: str
    why: str
    data: str
    actions: str
    recipients: str
    term: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A separate document of one purpose, in both languages."""

    purpose: str
    version: str
    ru: str
    en: str

    def text(self, locale: str) -> str:
        """The words that are shown."""
        return self.ru if locale == "ru" else self.en

    def digest(self, locale: str) -> str:
        """SHA-256 of the words shown, in hexadecimal: what the record proves was read."""
        return hashlib.sha256(self.text(locale).encode()).hexdigest()

    def seen(self, mark: str) -> str | None:
        """The full digest of the text whose digest begins with ``mark``; None if no present text does."""
        digests = (self.digest("ru"), self.digest("en"))
        return next((digest for digest in digests if len(mark) >= SEEN and digest.startswith(mark)), None)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data are processed for and by what right; ``texts`` are the documents of a consent, the last is in force.

    A purpose by law may have texts too: of the days when a consent was asked for it.
    """

    code: str
    ground: Ground
    told: Mapping[str, Told]
    texts: tuple[ConsentText, ...] = ()

    def words(self, locale: str) -> Told:
        """What is told in this language."""
        return self.told["ru" if locale == "ru" else "en"]


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; a child of 29 February has the birthday on 1 March of a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def first_name(full_name: str) -> str:
    """«Мария» of «Иванова Мария Петровна»: the surname is asked first."""
    words = full_name.split()
    return words[1] if len(words) > 1 else full_name


LONGEST_NICKNAME = 24
_NICKNAME = re.compile(r"[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё0-9 \-]*")
_TELLING = 3
"""Letters of a name from which on they tell whose it is."""
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_ENGLISH = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LATIN = {ord(one): other.strip("_") for one, other in zip(_RUSSIAN, _ENGLISH.split(), strict=True)}


def nickname(typed: str, names: Iterable[str], taken: Iterable[str], today: date) -> str:
    """What the chat will call a child, in single blanks; an empty line gives none.

    ``names`` are the real names of the family, ``taken`` the nicknames of its other children. Raises Invalid: ``long``,
    ``format``, ``taken``, ``name`` (a part of a real name, also in Latin letters) or ``private`` (a date, a number).
    """
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if not text:
        return ""
    if len(text) > LONGEST_NICKNAME:
        raise Invalid("nickname", "long")
    if not _NICKNAME.fullmatch(text):
        raise Invalid("nickname", "format")
    if private(text, today) is not None or len(re.sub(r"\D", "", text)) > _TELLING:
        raise Invalid("nickname", "private")
    if text.casefold() in {other.casefold() for other in taken}:
        raise Invalid("nickname", "taken")
    if _tells(_letters(text), [word for name in names for word in _letters(name)]):
        raise Invalid("nickname", "name")
    return text


def _tells(chosen: list[str], real: list[str]) -> bool:
    """Whether a word is a part of a name, or a name a part of a word, or of all words together."""
    whole = "".join(chosen)
    parts = [word for word in chosen if len(word) >= _TELLING]
    return any(word in name for word in parts for name in real) or any(
        name in whole for name in real if len(name) >= _TELLING
    )


def _letters(text: str) -> list[str]:
    """Words in Latin letters without case and hyphens, so that «Маша» and «Masha» are one."""
    return ["".join(re.findall(r"[a-z]+", word)) for word in _folded(text).split()]


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е").translate(_LATIN)
