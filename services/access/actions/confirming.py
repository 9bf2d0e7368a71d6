"""The operator's recorded word that a messenger may be used in full (41-FZ of 01.04.2025, article 15)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.models import Confirmation
from services.core.errors import Invalid

LONGEST = 400


async def confirm_operator(session: AsyncSession, *, kind: str, who: str, ground: str, now: datetime) -> int:
    """Record who confirmed, when and on what ground; an earlier word is superseded. Return its number.

    Raises Invalid for a blank or endless ``who`` or ``ground``: a nod without a reason proves nothing.
    """
    who, ground = " ".join(who.split()), " ".join(ground.split())
    for name, said in (("who", who), ("ground", ground)):
        if not 3 <= len(said) <= LONGEST:
            raise Invalid(name, "length")
    await withdraw_confirmation(session, now=now)
    row = Confirmation(kind=kind, who=who, ground=ground, at=now)
    session.add(row)
    await session.flush()
    return row.id


async def withdraw_confirmation(session: AsyncSession, *, now: datetime) -> bool:
    """End the word that holds; False if there is none. The row stays: an auditor asks what held when."""
    ended = await session.execute(
        update(Confirmation)
        .where(Confirmation.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Confirmation.id)
    )
    return bool(ended.all())
