"""Filled forms beside the main job's two: for their owner, and for the clerk of a case."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.families.models import Sheet
from services.forms import queries as drafts
from services.forms import rules as forms


@dataclass(frozen=True, slots=True)
class SheetView:
    """A form that may be filled: whether it is kept, and how many questions of a begun one are answered."""

    key: str
    form: str
    is_kept: bool
    answered: int


async def sheet(session: AsyncSession, actor: Actor, key: str) -> dict[str, str]:
    """The actor's own kept answers to a form; empty if it was never finished."""
    kept = await session.scalar(select(Sheet.answers).where(Sheet.person_id == actor.person_id, Sheet.key == key))
    return {} if kept is None else dict(json.loads(kept))


async def offered(session: AsyncSession, actor: Actor, *, child_id: int = 0, facts: forms.Answers) -> list[SheetView]:
    """The forms about the actor, or about one of their children, that these facts call for."""
    found = []
    for form in forms.SHEETS:
        if form.of_child == bool(child_id) and form.asked_of(facts):
            key = f"{form.code}-{child_id}" if child_id else form.code
            begun = await drafts.draft(session, actor, key)
            found.append(SheetView(key, form.code, bool(await sheet(session, actor, key)), len(begun)))
    return found


async def of_case(session: AsyncSession, *, parent_id: int, child_id: int) -> dict[str, dict[str, str]]:
    """Kept answers by form about a parent and a child, for services that have checked the case already."""
    rows = await session.execute(
        select(Sheet.key, Sheet.answers)
        .where(Sheet.person_id == parent_id, Sheet.child_id.is_(None) | (Sheet.child_id == child_id))
        .order_by(Sheet.key)
    )
    return {key.partition("-")[0]: dict(json.loads(answers)) for key, answers in rows}
