"""An enrolled case ends before its last day: its seat is free, what was not rendered goes back to the child."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.moving import By, Moved, move_one
from services.certificates.actions.unifying import write_version
from services.certificates.models import Application, Certificate, CertificateStatus
from services.certificates.rules.lifecycle import Deed, Party
from services.notices.actions import put
from services.orders.actions import give_back
from services.orders.errors import NothingHeld
from services.programs.actions import free_seat
from services.staff.queries import people_of_provider

REASON = "the club has ended before its time"


async def leave(
    session: AsyncSession, *, application_id: int, party: Party, person_id: int | None, now: datetime
) -> None:
    """An enrolled child leaves a club that ends. Only the contracts room calls it.

    Raises NotFound, Stale when the child is not enrolled there any more.
    """
    by = By(party, person_id, now)
    left = await move_one(session, Deed.LEAVE, by, Application.id == application_id)
    await quit_place(session, left, by, REASON)
    people = await people_of_provider(session, left.provider_id)
    await put(session, people=people, kind="child_left", data={"number": left.id}, now=now)


async def quit_place(session: AsyncSession, left: Moved, by: By, reason: str) -> None:
    """Seat, money and certificate of a case that was enrolled and is not any more."""
    released = await session.execute(
        update(Certificate)
        .where(Certificate.application_id == left.id)
        .values(status=CertificateStatus.RELEASED, suspended_till=None)
        .returning(Certificate.unified_id)
        .execution_options(synchronize_session="fetch")
    )
    line = released.one_or_none()
    if line is not None and line.unified_id is not None:
        await write_version(session, line.unified_id, by)
    with suppress(NothingHeld):  # all of it is rendered and paid: there is no rest
        await give_back(session, case_id=left.id, reason=reason, actor_id=by.person_id, now=by.now)
    await free_seat(session, left.group_id)
