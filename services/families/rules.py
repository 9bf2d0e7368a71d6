"""Ages, names, grounds of processing and the texts of consents, pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from services.core.clock import local_date
from services.families.errors import OutOfAge

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
