"""Destroying applications, and closing those that money stands behind."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import (
    IN_LIST,
    Application,
    ApplicationStatus,
    ApplicationStep,
    CaseMark,
    Certificate,
    MarkKind,
    WaitingEntry,
    WaitingStatus,
)
from services.families.queries import own_child_ids
from services.programs.actions import await_seat, free_seat


@dataclass(frozen=True, slots=True)
class KeptCase:
    """An application with a certificate: both stay closed until the last day, that day included."""

    number: int
    certificate: str
    child_id: int
    until: date


async def erase(session: AsyncSession, person_id: int, *, years: int) -> tuple[dict[str, int], list[KeptCase]]:
    """Destroy a person's applications without a certificate; close the others for ``years`` after their last year.

    A closed case is found by no search and stands on no list of the staff or the clubs.
    """
    rows = await session.execute(
        select(Application.id, Certificate.number, Application.child_id, Certificate.valid_to)
        .join(Certificate, Certificate.application_id == Application.id)
        .where(Application.parent_id == person_id)
        .order_by(Application.id),
    )
    kept = [KeptCase(number, name, child, date(to.year + years, 12, 31)) for number, name, child, to in rows]
    for case in kept:
        closed = update(Application).where(Application.id == case.number)
        await session.execute(closed.values(blocked_until=case.until))
    noted = CaseMark.application_id.in_([case.number for case in kept])
    await session.execute(delete(CaseMark).where(noted, CaseMark.kind == MarkKind.NOTE))
    places = await _leave_lists(session, person_id)
    ends = (Application.parent_id == person_id, Application.id.not_in([case.number for case in kept]))
    return {"applications": await _destroy(session, *ends), "waiting_places": places}, kept


async def forget_closed(session: AsyncSession, *, before: datetime) -> int:
    """Destroy what was refused, withdrawn or lapsed before this moment; return how many.

    A case that has had a certificate goes with its money's papers, not here.
    """
    over = (ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN, ApplicationStatus.LAPSED)
    ended = func.coalesce(Application.decided_at, Application.submitted_at)
    await session.execute(delete(WaitingEntry).where(WaitingEntry.ended_at < before))
    has_money = exists().where(Certificate.application_id == Application.id)
    return await _destroy(session, Application.status.in_(over), ended < before, ~has_money)


async def _leave_lists(session: AsyncSession, person_id: int) -> int:
    """Places that the person made, and those of the person's children; what was offered to them goes to the next."""
    own = (WaitingEntry.parent_id == person_id) | WaitingEntry.child_id.in_(own_child_ids(person_id))
    found = list(await session.scalars(select(WaitingEntry).where(own)))
    for entry in found:
        if entry.status in IN_LIST:
            await await_seat(session, entry.group_id, more=-1)
        if entry.status is WaitingStatus.OFFERED:
            await free_seat(session, entry.group_id)
        await session.delete(entry)
    await session.flush()
    return len(found)


async def _destroy(session: AsyncSession, *which: ColumnElement[bool]) -> int:
    """Applications with their histories."""
    gone = select(Application.id, Application.group_id, Application.seat_held).where(*which)
    rows = (await session.execute(gone)).all()
    numbers = [row.id for row in rows]
    for row in rows:
        if row.seat_held:
            await free_seat(session, row.group_id)
    for history in (ApplicationStep, CaseMark):
        await session.execute(delete(history).where(history.application_id.in_(numbers)))
    await session.execute(delete(Application).where(Application.id.in_(numbers)))
    return len(numbers)
