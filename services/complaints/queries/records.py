"""What the room knows about a person: for their own page and archive."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.models import Complaint, ComplaintDraft, ComplaintMessage
from services.core.records import Known, records


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Own threads with every message that the person may read, and what is begun."""
    threads = select(
        Complaint.id.label("number"),
        *(Complaint.kind, Complaint.subject, Complaint.state, Complaint.application_id, Complaint.provider_id),
        *(Complaint.filed_at, Complaint.due_on, Complaint.prolonged_from, Complaint.decided_at, Complaint.outcome),
        *(Complaint.forwarded_to, Complaint.is_settled, Complaint.closed_at, Complaint.blocked_until),
    ).where(Complaint.person_id == person_id)
    messages = (
        select(
            ComplaintMessage.complaint_id.label("number"),
            *(ComplaintMessage.at, ComplaintMessage.side, ComplaintMessage.text, ComplaintMessage.is_answer),
            ComplaintMessage.club_sees,
        )
        .join(Complaint, Complaint.id == ComplaintMessage.complaint_id)
        .where(Complaint.person_id == person_id, ComplaintMessage.parent_sees.is_(True))
    )
    draft = select(
        ComplaintDraft.kind,
        *(ComplaintDraft.subject, ComplaintDraft.application_id, ComplaintDraft.text, ComplaintDraft.changed_at),
    ).where(ComplaintDraft.person_id == person_id)
    return {
        "complaints": await records(session, threads.order_by(Complaint.id)),
        "complaint_messages": await records(session, messages.order_by(ComplaintMessage.id)),
        "complaint_drafts": await records(session, draft),
    }
