"""Half-filled forms."""

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.forms.models import Draft


async def draft(session: AsyncSession, actor: Actor, form: str) -> dict[str, str]:
    """The person's own answers so far to a form; empty if nothing was begun."""
    kept = await session.scalar(
        select(Draft.answers).where(Draft.person_id == actor.person_id, Draft.form == form),
    )
    return {} if kept is None else dict(json.loads(kept))
