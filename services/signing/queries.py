"""The protocol of a document."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.records import Known, records
from services.signing.models import Signature, SignatureKind


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One line of the protocol."""

    side: str
    person_id: int
    digest: str
    kind: SignatureKind
    how: str
    made_at: datetime


async def protocol(session: AsyncSession, document: str) -> list[SignatureView]:
    """Who agreed to the document, in the order of the acts. The caller has checked the right to see the document."""
    rows = await session.execute(
        select(
            Signature.side,
            Signature.person_id,
            Signature.digest,
            Signature.kind,
            Signature.how,
            Signature.made_at,
        )
        .where(Signature.document == document)
        .order_by(Signature.id),
    )
    return [SignatureView(*row) for row in rows]


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """What a person has signed, when and how."""
    made = select(
        Signature.document, Signature.digest, Signature.side, Signature.kind, Signature.how, Signature.made_at
    ).where(Signature.person_id == person_id)
    return {"signatures": await records(session, made.order_by(Signature.id))}
