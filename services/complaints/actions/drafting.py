"""What is being written is kept until it is sent or dropped: nothing typed is lost."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import family_case
from services.complaints.models import ComplaintDraft
from services.complaints.rules.writing import Draft, checked_text
from services.core.actor import Actor


async def keep_draft(session: AsyncSession, actor: Actor, *, draft: Draft, now: datetime) -> None:
    """Keep what is written in place of what was. Raises NotFound for a case of others, Invalid for a text."""
    if draft.application_id:
        await family_case(session, actor, draft.application_id)
    row = await session.get(ComplaintDraft, actor.person_id) or ComplaintDraft(person_id=actor.person_id)
    row.kind, row.addressee, row.subject = draft.kind, draft.addressee, draft.subject
    row.application_id, row.changed_at = draft.application_id, now
    row.text = checked_text(draft.text) if draft.text is not None else None
    session.add(row)
    await session.flush()


async def drop_draft(session: AsyncSession, actor: Actor) -> None:
    """Forget what was begun."""
    await session.execute(delete(ComplaintDraft).where(ComplaintDraft.person_id == actor.person_id))
