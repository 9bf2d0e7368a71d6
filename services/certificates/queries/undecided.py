"""Which applications are filed and wait for a decision: whoever orders them needs no more."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import UNDECIDED, Application

AT_ONCE = 1000


async def undecided(session: AsyncSession, numbers: Sequence[int]) -> set[int]:
    """Those of the applications that are filed, not taken back, and not decided."""
    found: set[int] = set()
    for start in range(0, len(numbers), AT_ONCE):
        these = Application.id.in_(numbers[start : start + AT_ONCE])
        found.update(await session.scalars(select(Application.id).where(these, Application.status.in_(UNDECIDED))))
    return found
