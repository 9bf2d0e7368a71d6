"""What a one-time code is, and how little of it is kept."""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.core.crypto import keyring
from services.core.errors import Invalid

DIGITS = 6
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")


class CodeFault(StrEnum):
    """Why a code was not accepted."""

    WRONG = "wrong"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is signed: the document's name, ``contract:12``, and the digest of its very bytes."""

    document: str
    digest: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """The only place where the code is readable; it never shows itself in a log."""

    code: str = field(repr=False)
    expires_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What became of a try. ``expires_at`` is None when there is no code that could be tried."""

    ok: bool
    tries_left: int
    expires_at: datetime | None
    why: CodeFault | None = None


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def new_salt() -> str:
    """A row's own salt."""
    return secrets.token_hex(16)


def code_hash(code: str, *, salt: str, person_id: int, paper: Paper) -> str:
    """The hash that is kept: HMAC-SHA-256 with the desk's key over the salt, the person, the document and the code.

    Six digits are only a million guesses, so no slow hash would hold against a stolen table for long; the key lies
    in the key file and not in the database, and without it the table says nothing. The digest in the hash binds the
    code to the bytes.
    """
    return keyring().blind_index("\0".join((salt, str(person_id), paper.document, paper.digest, code)), "signing.code")


def same(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one, other)


def clean_code(typed: str) -> str:
    """The six digits as typed, without blanks and dashes. Raises Invalid("code") for anything else."""
    code = _BETWEEN.sub("", typed)
    if not (len(code) == DIGITS and code.isascii() and code.isdigit()):
        raise Invalid("code", "format")
    return code
