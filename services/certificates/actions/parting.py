"""Cases of a child whose representative has left."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import UNDECIDED, Application, ApplicationStatus, WaitingEntry

_OPEN = (ApplicationStatus.DRAFT, *UNDECIDED, ApplicationStatus.AWAITING_CONTRACT)


async def hand_over(session: AsyncSession, *, child_id: int, gone: int, stays: int, everything: bool) -> None:
    """Cases that are not at their end go on in the name of who stays; with ``everything``, all of them."""
    theirs = (Application.child_id == child_id, Application.parent_id == gone)
    which = theirs if everything else (*theirs, Application.status.in_(_OPEN))
    await session.execute(update(Application).where(*which).values(parent_id=stays))
    places = (WaitingEntry.child_id == child_id, WaitingEntry.parent_id == gone)
    await session.execute(update(WaitingEntry).where(*places).values(parent_id=stays))
