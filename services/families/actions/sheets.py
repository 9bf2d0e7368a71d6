"""Filling the forms beside the main job's two, question by question; each answer is kept as soon as it is given."""

import json
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families import queries
from services.families.actions.steps import Step
from services.families.models import Sheet
from services.families.queries.papers import facts as facts_of
from services.families.queries.sheets import sheet
from services.families.rules import HEALTH
from services.forms import actions as drafts
from services.forms import queries as kept
from services.forms import rules as forms


async def begin(session: AsyncSession, actor: Actor, *, key: str, now: datetime) -> Step:
    """Begin a form, or go on where it was left; a kept one is gone through anew. Raises NotFound and ConsentMissing."""
    shape, facts = await _open(session, actor, key, now)
    answers = {**facts, **await kept.draft(session, actor, key)}
    question = shape.missing(answers) or shape.fields[0]
    return Step(form=key, field=question.code, answers=answers)


async def ask(session: AsyncSession, actor: Actor, *, key: str, field: str, now: datetime) -> Step:
    """Ask one question; the answers so far, or those kept before, stay. Raises NotFound and ConsentMissing."""
    shape, facts = await _open(session, actor, key, now)
    answers = {**facts, **await _answers(session, actor, key)}
    if shape.field(field) not in shape.asked(answers):
        raise NotFound("field")
    return Step(form=key, field=field, answers=answers)


async def answer(session: AsyncSession, actor: Actor, *, key: str, field: str, text: str, now: datetime) -> Step:
    """Take one answer as typed; with the last one the form is kept.

    Raises NotFound, ConsentMissing, and Invalid: then nothing of this answer is kept.
    """
    shape, facts = await _open(session, actor, key, now)
    today = (await queries.limits(session, actor)).today(now)
    answers = shape.put({**facts, **await _answers(session, actor, key)}, field, text, today)
    if (question := shape.missing({**facts, **answers})) is not None:
        await drafts.keep(session, actor, form=key, answers=answers, now=now)
        return Step(form=key, field=question.code, answers={**facts, **answers})
    await _keep(session, actor, key, answers, now)
    return Step(saved=True)


async def drop_sheets(session: AsyncSession, person_id: int, form: forms.Form) -> None:
    """Destroy all that a person has answered to a form about their children."""
    await session.execute(delete(Sheet).where(Sheet.person_id == person_id, Sheet.key.like(f"{form.code}-%")))
    await drafts.drop_like(session, person_id, prefix=f"{form.code}-")


async def _open(session: AsyncSession, actor: Actor, key: str, now: datetime) -> tuple[forms.Form, forms.Answers]:
    """The form and its facts, if it is the actor's to fill."""
    shape, child_id = forms.form(key), forms.child_of(key)
    facts: forms.Answers = {}
    if shape.of_child:
        facts = await facts_of(session, actor, await queries.own_child(session, actor, child_id), now=now)
    if not shape.asked_of(facts):
        raise NotFound("form")
    if shape is forms.GROUNDS:
        await queries.require_consent(session, actor.person_id, HEALTH)
    return shape, facts


async def _answers(session: AsyncSession, actor: Actor, key: str) -> dict[str, str]:
    return await kept.draft(session, actor, key) or await sheet(session, actor, key)


async def _keep(session: AsyncSession, actor: Actor, key: str, answers: forms.Answers, now: datetime) -> None:
    own = Sheet.person_id == actor.person_id, Sheet.key == key
    await session.execute(delete(Sheet).where(*own))
    values = {"person_id": actor.person_id, "key": key, "child_id": forms.child_of(key) or None}
    told = json.dumps(dict(answers), ensure_ascii=False)
    await session.execute(insert(Sheet).values(**values, answers=told, changed_at=now))
    await drafts.drop(session, actor, form=key)
