"""Codes that prove a person: which paper they are bound to, and how the desk's code is written; pure."""

import re
from dataclasses import dataclass
from datetime import timedelta

from services.core.crypto import keyring
from services.core.errors import Invalid
from services.signing.rules import DIGITS, Paper

PHONE_TERM = timedelta(minutes=10)
DESK_TERM = timedelta(minutes=30)
TRIES = 5
_DESK = re.compile(rf"([0-9]{{1,15}})-([0-9]{{{DIGITS}}})")


@dataclass(frozen=True, slots=True)
class DeskCode:
    """«1042-384915»: the number of a person's record and a code that the person has just asked for."""

    person_id: int
    code: str

    def __str__(self) -> str:
        return f"{self.person_id}-{self.code}"


def desk_code(typed: str) -> DeskCode:
    """Read what a clerk typed from somebody's screen. Raises Invalid("desk_code")."""
    found = _DESK.fullmatch(re.sub(r"\s", "", typed).translate(dict.fromkeys(map(ord, "–—‑−"), "-")))
    if found is None:
        raise Invalid("desk_code", "format")
    return DeskCode(int(found[1]), found[2])


def phone_paper(person_id: int, phone: str) -> Paper:
    """What a code to a telephone is bound to: another number of the same person makes it void."""
    return Paper(f"phone:{person_id}", keyring().blind_index(phone, "identity.phone"))


def desk_paper(person_id: int) -> Paper:
    """What a desk's code is bound to."""
    return Paper(f"desk:{person_id}", keyring().blind_index(str(person_id), "identity.desk"))
