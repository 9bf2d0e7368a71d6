"""What an application must satisfy, how it moves, and what a certificate says: pure rules."""

from services.certificates.rules.admission import (
    GROUNDS,
    Ground,
    admit,
    birthday,
    check_age,
    first_day,
    refusal,
    school_year,
    term,
)
from services.certificates.rules.numbers import CHANCE, certificate_number, is_like_number, read_number

__all__ = [
    "CHANCE",
    "GROUNDS",
    "Ground",
    "admit",
    "birthday",
    "certificate_number",
    "check_age",
    "first_day",
    "is_like_number",
    "read_number",
    "refusal",
    "school_year",
    "term",
]
