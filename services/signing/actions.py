"""Issue and check one-time codes, and write the protocol of signatures."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import Stale
from services.signing import rules
from services.signing.errors import TooManyCodes
from services.signing.models import Signature, SignatureKind, SigningCode
from services.signing.rules import CodeCheck, CodeFault, IssuedCode, Paper

CODES_PER_HOUR = 5
"""Codes of one person for one document: a guesser gets 25 tries in an hour at most, of a million."""
_HOUR = timedelta(hours=1)
_SAME_MOMENT = (
    "uq_signing_codes_person_id_document_no",
    "signing_codes.person_id, signing_codes.document, signing_codes.no",
)
_SIGNED_BEFORE = ("uq_signatures_document_side", "signatures.document, signatures.side")


@dataclass(frozen=True, slots=True)
class Mark:
    """Who agreed to which bytes, for which side (``provider`` or ``parent``), and how: a line of the protocol."""

    paper: Paper
    person_id: int
    side: str
    kind: SignatureKind
    how: str


async def issue_code(
    session: AsyncSession, actor: Actor, *, paper: Paper, term: timedelta, tries: int, now: datetime
) -> IssuedCode:
    """Make a code for the actor, this document and these bytes; earlier codes of the document stop working.

    Raises TooManyCodes after CODES_PER_HOUR in an hour, Stale if another code was asked for at the same moment.
    """
    code, salt = rules.new_code(), rules.new_salt()
    kept = rules.code_hash(code, salt=salt, person_id=actor.person_id, paper=paper)
    row = SigningCode(
        person_id=actor.person_id,
        document=paper.document,
        no=await _next_no(session, actor, paper.document, now),
        digest=paper.digest,
        salt=salt,
        code_hash=kept,
        tries_left=tries,
        issued_at=now,
        expires_at=now + term,
    )
    session.add(row)
    with refused_by_database(dict.fromkeys(_SAME_MOMENT, Stale("code"))):
        await session.flush()
    return IssuedCode(code, row.expires_at, tries)


async def _next_no(session: AsyncSession, actor: Actor, document: str, now: datetime) -> int:
    """The number of the next code; TooManyCodes when the hour is full. The unique key makes the count true."""
    recent = await session.execute(
        select(SigningCode.no, SigningCode.issued_at)
        .where(SigningCode.person_id == actor.person_id, SigningCode.document == document)
        .order_by(SigningCode.no.desc())
        .limit(CODES_PER_HOUR),
    )
    rows = recent.all()
    if len(rows) == CODES_PER_HOUR and (wait := rows[-1].issued_at + _HOUR - now) > timedelta():
        raise TooManyCodes(math.ceil(wait.total_seconds()))
    return rows[0].no + 1 if rows else 1


async def check_code(
    session: AsyncSession, actor: Actor, *, paper: Paper, code: str, now: datetime, keeps: bool = False
) -> CodeCheck:
    """Try a code against the actor's last one for the document. A wrong code is an answer, not an error.

    With ``keeps`` a right code can be used once more: what it opens is shown before it is done.
    The caller commits in both cases: a right code is used up, a wrong one costs a try. Raises Invalid("code") for
    what cannot be a code at all; that costs nothing.
    """
    typed = rules.clean_code(code)
    last = await _last(session, actor, paper.document)
    if last is None:
        return CodeCheck(ok=False, tries_left=0, expires_at=None, why=CodeFault.NONE)
    code_id, salt, kept, expires_at = last
    right = rules.same(rules.code_hash(typed, salt=salt, person_id=actor.person_id, paper=paper), kept)
    left = await _spend(session, code_id, right=right, keeps=keeps, now=now)
    if left is None:
        return await _why_closed(session, code_id)
    why = None if right else CodeFault.WRONG if left else CodeFault.EXHAUSTED
    return CodeCheck(ok=right, tries_left=left, expires_at=expires_at, why=why)


async def _last(session: AsyncSession, actor: Actor, document: str) -> tuple[int, str, str, datetime] | None:
    """The actor's last code for the document: id, salt, hash, end of its term."""
    found = await session.execute(
        select(SigningCode.id, SigningCode.salt, SigningCode.code_hash, SigningCode.expires_at)
        .where(SigningCode.person_id == actor.person_id, SigningCode.document == document)
        .order_by(SigningCode.no.desc())
        .limit(1),
    )
    row = found.one_or_none()
    return None if row is None else (row.id, row.salt, row.code_hash, row.expires_at)


async def _spend(session: AsyncSession, code_id: int, *, right: bool, keeps: bool, now: datetime) -> int | None:
    """Use the code up or take one try off, in one guarded statement; None if it cannot be tried any more."""
    done = {"used_at": None if keeps else now}
    change = done if right else {"tries_left": SigningCode.tries_left - 1}
    spent = await session.execute(
        update(SigningCode)
        .where(
            SigningCode.id == code_id,
            SigningCode.used_at.is_(None),
            SigningCode.tries_left > 0,
            SigningCode.expires_at > now,
        )
        .values(change)
        .returning(SigningCode.tries_left)
        .execution_options(synchronize_session=False),
    )
    left: int | None = spent.scalar_one_or_none()
    return left


async def _why_closed(session: AsyncSession, code_id: int) -> CodeCheck:
    found = await session.execute(
        select(SigningCode.used_at, SigningCode.tries_left, SigningCode.expires_at).where(SigningCode.id == code_id),
    )
    used_at, left, expires_at = found.one()
    if used_at is not None:
        return CodeCheck(ok=False, tries_left=0, expires_at=None, why=CodeFault.NONE)
    why = CodeFault.EXPIRED if left else CodeFault.EXHAUSTED
    return CodeCheck(ok=False, tries_left=0, expires_at=expires_at, why=why)


async def put_signature(session: AsyncSession, mark: Mark, *, now: datetime) -> None:
    """Write the mark into the protocol. Raises Stale when its side has signed the document before."""
    session.add(
        Signature(
            document=mark.paper.document,
            digest=mark.paper.digest,
            person_id=mark.person_id,
            side=mark.side,
            kind=mark.kind,
            made_at=now,
            how=mark.how,
        ),
    )
    with refused_by_database(dict.fromkeys(_SIGNED_BEFORE, Stale("signature"))):
        await session.flush()


async def forget_codes(session: AsyncSession, *, before: datetime) -> None:
    """Drop codes whose term was over before this moment."""
    await session.execute(delete(SigningCode).where(SigningCode.expires_at < before))


async def void_codes(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """A person's codes work no longer, whatever paper they were for: who asked for them may be somebody else."""
    unspent = update(SigningCode).where(SigningCode.person_id == person_id, SigningCode.used_at.is_(None))
    await session.execute(unspent.values(used_at=now))


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy a person's one-time codes; signatures stay with their document."""
    gone = await session.execute(
        delete(SigningCode).where(SigningCode.person_id == person_id).returning(SigningCode.id)
    )
    return {"codes": len(gone.all())}


async def set_aside(session: AsyncSession, *, document: str, digest: str) -> None:
    """The document has other bytes now: marks under the old ones stay in the protocol under a name of their own."""
    old = (Signature.document == document, Signature.digest == digest)
    await session.execute(update(Signature).where(*old).values(document=f"{document}@{digest[:12]}"))
