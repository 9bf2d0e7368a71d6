"""Ages, names and the texts of consents, pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from services.core.clock import local_date
from services.families.errors import OutOfAge

PERSONAL_DATA = "personal_data"
"""Purpose: processing the parent's and the child's data to file the application and keep the contract."""
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


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; a child of 29 February has the birthday on 1 March of a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def first_name(full_name: str) -> str:
    """«Мария» of «Иванова Мария Петровна»: the surname is asked first."""
    words = full_name.split()
    return words[1] if len(words) > 1 else full_name
