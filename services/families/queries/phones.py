"""Parents by their telephone."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.crypto import keyring
from services.families.models import Representative


async def parent_with_phone(session: AsyncSession, phone: str) -> int | None:
    """The person whose own details hold this telephone (E.164); of several, the one who wrote it down last."""
    own = Representative.phone_index == keyring().blind_index(phone, "phone")
    latest = select(Representative.person_id).where(own).order_by(Representative.changed_at.desc()).limit(1)
    person_id: int | None = await session.scalar(latest)
    return person_id
