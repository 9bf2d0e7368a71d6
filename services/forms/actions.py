"""Keep and drop half-filled forms."""

import json
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.forms.models import Draft


async def keep(session: AsyncSession, actor: Actor, *, form: str, answers: dict[str, str], now: datetime) -> None:
    """Keep the answers so far, encrypted, in place of those kept before: they outlive a restart."""
    values = {"answers": json.dumps(answers, ensure_ascii=False), "changed_at": now}
    own = update(Draft).where(Draft.person_id == actor.person_id, Draft.form == form)
    replace = own.values(**values).returning(Draft.form)
    if await session.scalar(replace) is not None:
        return
    try:
        async with session.begin_nested():
            await session.execute(insert(Draft).values(person_id=actor.person_id, form=form, **values))
    except IntegrityError:  # another touch of the same person was first: the later answers win
        if await session.scalar(replace) is None:
            raise


async def drop(session: AsyncSession, actor: Actor, *, form: str) -> None:
    """Forget the answers: the form was finished or begun anew."""
    await session.execute(delete(Draft).where(Draft.person_id == actor.person_id, Draft.form == form))


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy a person's half-filled forms; return counts by kind."""
    gone = await session.execute(delete(Draft).where(Draft.person_id == person_id).returning(Draft.form))
    return {"drafts": len(gone.all())}


async def forget_old(session: AsyncSession, *, before: datetime) -> None:
    """Destroy half-filled forms that nobody has touched since this moment."""
    await session.execute(delete(Draft).where(Draft.changed_at < before))


async def drop_like(session: AsyncSession, person_id: int, *, prefix: str) -> None:
    """Forget a person's half-filled forms whose names begin so."""
    await session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.form.like(f"{prefix}%")))
