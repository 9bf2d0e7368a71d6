"""Which applications are filed and wait for a decision: whoever orders them needs no more."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import LIVE_STATUSES, Application, ApplicationStatus

AT_ONCE = 1000
_OTHERS = (ApplicationStatus.DRAFT, ApplicationStatus.AWAITING_CONTRACT, ApplicationStatus.ENROLLED)
_UNDECIDED = tuple(status for status in LIVE_STATUSES if status not in _OTHERS)


async def undecided(session: AsyncSession, numbers: Sequence[int]) -> set[int]:
    """Those of the applications that are filed, not taken back, and not decided."""
    found: set[int] = set()
    for start in range(0, len(numbers), AT_ONCE):
        these = Application.id.in_(numbers[start : start + AT_ONCE])
        found.update(await session.scalars(select(Application.id).where(these, Application.status.in_(_UNDECIDED))))
    return found
