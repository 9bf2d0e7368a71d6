"""Destroying what a person has written here, at the person's word (152-FZ, article 21)."""

from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.models import Complaint, ComplaintDraft, ComplaintMessage


async def erase(session: AsyncSession, person_id: int, *, until: date) -> dict[str, int]:
    """Destroy the texts of the person's letters, of all sides, and what was begun; return counts by kind.

    The letters stay as numbers to which the body's figures are tied, closed to everybody ``until`` a day.
    """
    drafts = delete(ComplaintDraft).where(ComplaintDraft.person_id == person_id)
    begun = (await session.scalars(drafts.returning(ComplaintDraft.person_id))).all()
    own = select(Complaint.id).where(Complaint.person_id == person_id)
    theirs = ComplaintMessage.complaint_id.in_(own)
    texts = await session.scalar(select(func.count()).select_from(ComplaintMessage).where(theirs)) or 0
    await session.execute(update(ComplaintMessage).where(theirs).values(text=""))
    await session.execute(update(Complaint).where(Complaint.person_id == person_id).values(blocked_until=until))
    return {"complaint_messages": texts, "complaint_drafts": len(begun)}
