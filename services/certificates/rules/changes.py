"""The life of a certificate as a table, beside that of its application; pure.

Source: 189-FZ, article 20, and the territory's act on certificates. Terms are settings of the territory's ``[policy]``.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.certificates.models import CertificateStatus
from services.certificates.rules.lifecycle import LAW, Party
from services.core.errors import Invalid

C = CertificateStatus
_BODY, _SYSTEM = frozenset({Party.BODY}), frozenset({Party.SYSTEM})


class Change(StrEnum):
    """What is done to a certificate. The first four are parts of the application's own steps."""

    RESERVE = "reserve"
    ACTIVATE = "activate"
    RELEASE = "release"
    RENEW = "renew"
    SUSPEND = "suspend"
    RESUME = "resume"
    AMEND = "amend"
    EXPIRE = "expire"
    CONVERT = "convert"


class Hold(StrEnum):
    """Grounds of a suspension; none of them says anything of a child's health."""

    LONG_ABSENCE = "long_absence"
    CLUB_STOPPED = "club_stopped"
    DATA_CHECK = "data_check"
    FAMILY_ASKED = "family_asked"


class Cause(StrEnum):
    """Why a suspension ends before its last day."""

    CAUSE_OVER = "cause_over"
    BY_MISTAKE = "by_mistake"


TERM_OVER, BIRTH_DATE = "term_over", "birth_date"
"""Codes of what the desk does by itself: the last day has passed; the birth date was corrected."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a state to another; ``guard`` must hold besides, ``term`` names the setting that limits it."""

    deed: Change
    start: CertificateStatus | None
    end: CertificateStatus
    who: frozenset[Party]
    guard: str = ""
    term: str = ""
    basis: str = LAW


WAYS: tuple[Way, ...] = (
    Way(Change.RESERVE, None, C.RESERVED, _BODY | _SYSTEM, "the application is approved"),
    Way(Change.ACTIVATE, C.RESERVED, C.ACTIVE, _SYSTEM, "the contract is in force"),
    Way(Change.RELEASE, C.RESERVED, C.RELEASED, _SYSTEM | {Party.PARENT}, "withdrawn, or not signed in time"),
    *(
        Way(Change.RELEASE, one, C.RELEASED, _BODY | _SYSTEM | {Party.PARENT}, "gone over, or the club has ended")
        for one in (C.ACTIVE, C.SUSPENDED)
    ),
    Way(Change.RENEW, C.RELEASED, C.RESERVED, frozenset({Party.PARENT}), "the seat is free"),
    Way(Change.SUSPEND, C.ACTIVE, C.SUSPENDED, _BODY, "ground", "suspension_days"),
    Way(Change.RESUME, C.SUSPENDED, C.ACTIVE, _BODY, "cause"),
    Way(Change.RESUME, C.SUSPENDED, C.ACTIVE, _SYSTEM, "the last day has passed"),
    *(
        Way(Change.AMEND, one, one, _SYSTEM, "the birth date was corrected: the last day moves", "age_max_exclusive")
        for one in (C.RESERVED, C.ACTIVE, C.SUSPENDED)
    ),
    *(
        Way(Change.EXPIRE, one, C.EXPIRED, _SYSTEM, "the term is over: the course, or the 18th birthday")
        for one in (C.ACTIVE, C.SUSPENDED)
    ),
    *(
        Way(Change.CONVERT, one, C.CONVERTED, _BODY, "nothing paid, the family was told", "convert_days")
        for one in (C.ACTIVE, C.SUSPENDED)
    ),
)
"""Every way there is: the condition of the UPDATE that goes it."""


def starts(deed: Change, party: Party) -> tuple[CertificateStatus, ...]:
    """States from which a party may do a deed."""
    return tuple(way.start for way in WAYS if way.deed is deed and way.start is not None and party in way.who)


def may(party: Party, status: CertificateStatus) -> frozenset[Change]:
    """What a party may do with a certificate that stands so."""
    return frozenset(way.deed for way in WAYS if way.start is status and party in way.who)


def check_hold(ground: str) -> None:
    """Raise Invalid unless a suspension may rest on the ground."""
    if ground not in set(Hold):
        raise Invalid("suspension", "unknown")


def check_cause(cause: str) -> None:
    """Raise Invalid unless a suspension may end for it."""
    if cause not in set(Cause):
        raise Invalid("resumption", "unknown")
