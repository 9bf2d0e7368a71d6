"""Filling the forms beside the main job's two, question by question; each answer is kept as soon as it is given."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families import queries
from services.families.actions.steps import Step
from services.families.models import Sheet
from services.families.queries.papers import facts as facts_of
from services.families.queries.sheets import sheet
from services.families.rules import Right
from services.forms import actions as drafts
from services.forms import queries as kept
from services.forms import rules as forms


@dataclass(frozen=True, slots=True)
class _Open:
    """A form that is the actor's to fill: its shape, the facts of it, and whose record it is."""

    shape: forms.Form
    facts: forms.Answers
    owner: int


async def begin(session: AsyncSession, actor: Actor, *, key: str, now: datetime) -> Step:
    """Begin a form, or go on where it was left; a kept one is gone through anew.

    Raises NotFound, ConsentMissing, and RightMissing for who may only look after the child.
    """
    own = await _open(session, actor, key, now)
    answers = {**own.facts, **await kept.draft(session, actor, key)}
    question = own.shape.missing(answers) or own.shape.fields[0]
    return Step(form=key, field=question.code, answers=answers)


async def ask(session: AsyncSession, actor: Actor, *, key: str, field: str, now: datetime) -> Step:
    """Ask one question; the answers so far, or those kept before, stay. Raises as :func:`begin`."""
    own = await _open(session, actor, key, now)
    answers = {**own.facts, **await _answers(session, actor, own, key)}
    if own.shape.field(field) not in own.shape.asked(answers):
        raise NotFound("field")
    return Step(form=key, field=field, answers=answers)


async def answer(session: AsyncSession, actor: Actor, *, key: str, field: str, text: str, now: datetime) -> Step:
    """Take one answer as typed; with the last one the form is kept.

    Raises as :func:`begin`, and Invalid: then nothing of this answer is kept.
    """
    own = await _open(session, actor, key, now)
    today = (await queries.limits(session, actor)).today(now)
    answers = own.shape.put({**own.facts, **await _answers(session, actor, own, key)}, field, text, today)
    if (question := own.shape.missing({**own.facts, **answers})) is not None:
        await drafts.keep(session, actor, form=key, answers=answers, now=now)
        return Step(form=key, field=question.code, answers={**own.facts, **answers})
    await _keep(session, own.owner, key, answers, now)
    await drafts.drop(session, actor, form=key)
    return Step(saved=True)


async def drop_sheets(session: AsyncSession, person_id: int, form: forms.Form) -> None:
    """Destroy all that is answered to a form about the children of a first representative."""
    await session.execute(delete(Sheet).where(Sheet.person_id == person_id, Sheet.key.like(f"{form.code}-%")))
    await drafts.drop_like(session, person_id, prefix=f"{form.code}-")


async def _open(session: AsyncSession, actor: Actor, key: str, now: datetime) -> _Open:
    shape, child_id = forms.form(key), forms.child_of(key)
    facts: forms.Answers = {}
    owner = actor.person_id
    if shape.of_child:
        whose = await queries.family_child(session, actor, child_id, Right.ACT)
        facts, owner = await facts_of(session, actor, whose, now=now), whose.parent_id
    if not shape.asked_of(facts):
        raise NotFound("form")
    if shape is forms.GROUNDS:
        await queries.require_health(session, actor, parent_id=owner)
    return _Open(shape, facts, owner)


async def _answers(session: AsyncSession, actor: Actor, own: _Open, key: str) -> dict[str, str]:
    return await kept.draft(session, actor, key) or await sheet(session, own.owner, key)


async def _keep(session: AsyncSession, owner: int, key: str, answers: forms.Answers, now: datetime) -> None:
    told = {"answers": json.dumps(dict(answers), ensure_ascii=False), "changed_at": now}
    replace = update(Sheet).where(Sheet.person_id == owner, Sheet.key == key).values(**told).returning(Sheet.key)
    if await session.scalar(replace) is not None:
        return
    row = {"person_id": owner, "key": key, "child_id": forms.child_of(key) or None}
    try:
        async with session.begin_nested():
            await session.execute(insert(Sheet).values(**row, **told))
    except IntegrityError:  # another of the family was first: the later answers win
        if await session.scalar(replace) is None:
            raise
