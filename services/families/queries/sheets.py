"""Filled forms beside the main job's two: for their owner, and for the clerk of a case."""

import json
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.families.models import Sheet
from services.families.queries.reading import ChildView
from services.forms import queries as drafts
from services.forms import rules as forms


@dataclass(frozen=True, slots=True)
class SheetView:
    """A form that may be filled: whether it is kept, and how many questions of a begun one are answered."""

    key: str
    form: str
    is_kept: bool
    answered: int


async def sheet(session: AsyncSession, person_id: int, key: str) -> dict[str, str]:
    """Kept answers to a form; empty if it was never finished.

    ``person_id``: whom the form is about, or the first representative of the child whom it is about, whoever of the
    family filled it.
    """
    kept = await session.scalar(select(Sheet.answers).where(Sheet.person_id == person_id, Sheet.key == key))
    return {} if kept is None else dict(json.loads(kept))


async def offered(
    session: AsyncSession, actor: Actor, *, about: ChildView | None = None, facts: forms.Answers
) -> list[SheetView]:
    """The forms about the actor, or about a child of the family, that these facts call for."""
    found, owner = [], actor.person_id if about is None else about.parent_id
    for form in forms.SHEETS:
        if form.of_child == (about is not None) and form.asked_of(facts):
            key = form.code if about is None else f"{form.code}-{about.id}"
            begun = await drafts.draft(session, actor, key)
            found.append(SheetView(key, form.code, bool(await sheet(session, owner, key)), len(begun)))
    return found


async def of_case(session: AsyncSession, *, parent_id: int, child_id: int) -> dict[str, dict[str, str]]:
    """Kept answers by form about a parent and a child, for services that have checked the case already."""
    rows = await session.execute(
        select(Sheet.key, Sheet.answers)
        .where(or_(and_(Sheet.person_id == parent_id, Sheet.child_id.is_(None)), Sheet.child_id == child_id))
        .order_by(Sheet.key)
    )
    return {key.partition("-")[0]: dict(json.loads(answers)) for key, answers in rows}
