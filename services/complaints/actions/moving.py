"""Every step of a thread: its row is taken, the table of transitions decides, history is written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.errors import ThreadClosed
from services.complaints.models import TO_ANSWER, Complaint, ComplaintMessage, ComplaintStep, Side
from services.complaints.rules import lifecycle
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.roads import code_of
from services.core.errors import NotFound, Stale


@dataclass(frozen=True, slots=True)
class By:
    """Who makes a step: ``person_id`` is None for the system."""

    party: Party
    person_id: int | None
    now: datetime


async def taken(session: AsyncSession, number: int, whose: ColumnElement[bool]) -> Complaint:
    """A thread for this transaction, if it is the actor's. Raises NotFound."""
    row = await session.scalar(select(Complaint).where(Complaint.id == number, whose).with_for_update())
    if row is None:
        raise NotFound("complaint")
    return row


def move(session: AsyncSession, row: Complaint, deed: Deed, by: By, *, code: str | None = None) -> None:
    """Do a deed and write it down. Raises Stale where the table knows no such way: of two at once, the second."""
    end = lifecycle.end(deed, row.state, by.party)
    if end is None:
        raise Stale("complaint")
    row.state = end
    if end in lifecycle.FINAL:
        row.closed_at = by.now
    note(session, row, deed, by, code)


def note(session: AsyncSession, row: Complaint, deed: Deed, by: By, code: str | None = None) -> None:
    """A line of the history of a thread that stands already."""
    session.add(
        ComplaintStep(
            complaint_id=row.id,
            at=by.now,
            deed=deed.value,
            party=by.party.value,
            person_id=by.person_id,
            state=row.state,
            code=code,
        )
    )


def require_open(row: Complaint) -> None:
    """Raise ThreadClosed where no answer is owed any more."""
    if row.state not in TO_ANSWER:
        raise ThreadClosed


def road_of(row: Complaint) -> str:
    """The code of its road."""
    return code_of(row.kind, row.subject)


def message(row: Complaint, side: Side, person_id: int, text: str, now: datetime) -> ComplaintMessage:
    """A message of a side, for its parent; who else reads it is the caller's to say."""
    return ComplaintMessage(
        complaint_id=row.id, at=now, side=side, person_id=person_id, text=text, parent_sees=True, club_sees=False
    )
