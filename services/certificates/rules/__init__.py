"""What an application must satisfy, how it moves, and what a certificate says: pure rules."""

from services.certificates.rules.admission import (
    GROUNDS,
    Ground,
    admit,
    birthday,
    certificate_number,
    check_age,
    first_day,
    refusal,
    school_year,
    term,
)

__all__ = [
    "GROUNDS",
    "Ground",
    "admit",
    "birthday",
    "certificate_number",
    "check_age",
    "first_day",
    "refusal",
    "school_year",
    "term",
]
