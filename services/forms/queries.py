"""Half-filled forms."""

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.records import Known, records
from services.forms.models import Draft


async def draft(session: AsyncSession, actor: Actor, form: str) -> dict[str, str]:
    """The person's own answers so far to a form; empty if nothing was begun."""
    kept = await session.scalar(
        select(Draft.answers).where(Draft.person_id == actor.person_id, Draft.form == form),
    )
    return {} if kept is None else dict(json.loads(kept))


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Half-filled forms of a person, with the answers."""
    kept = select(Draft.form, Draft.answers, Draft.changed_at).where(Draft.person_id == person_id)
    return {"drafts": await records(session, kept.order_by(Draft.form))}
