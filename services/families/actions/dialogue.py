"""The parent's details, children, and the dialogue that collects them question by question.

Filing needs no consent (see ``queries.consents``): only a child's special category does.
"""

from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.db import refused_by_database
from services.families import queries
from services.families.actions import sheets
from services.families.actions.pairing import note_pairs
from services.families.actions.steps import Step
from services.families.errors import ChildAlreadyAdded
from services.families.models import Child, Representative
from services.families.queries import ChildView
from services.families.rules import HEALTH, NO_CATEGORY
from services.forms import actions as drafts
from services.forms import queries as kept
from services.forms import rules as forms

UNCONFIRMED: dict[str, None] = dict.fromkeys(("confirmed_at", "confirmed_by", "confirmed_how"))
"""Another name is another person until somebody sees the paper again."""


async def save_representative(session: AsyncSession, actor: Actor, *, answers: forms.Answers, now: datetime) -> None:
    """Write down, or correct, the actor's own details from the form «representative».

    Raises Invalid for an answer that cannot be right.
    """
    read = forms.REPRESENTATIVE.check(answers, (await queries.limits(session, actor)).today(now))
    values = {**read, "phone_index": keyring().blind_index(read["phone"], "phone"), "changed_at": now}
    before = await queries.representative(session, actor.person_id)
    if before is not None:
        lost = {} if before.full_name == read["full_name"] else UNCONFIRMED
        own = update(Representative).where(Representative.person_id == actor.person_id)
        await session.execute(own.values(**values, **lost))
    else:
        await session.execute(insert(Representative).values(person_id=actor.person_id, **values))


async def add_child(session: AsyncSession, actor: Actor, *, answers: forms.Answers, now: datetime) -> ChildView:
    """Add a child of the actor from the form «child» (the birth date in any spelling that the form reads).

    Raises Invalid, OutOfAge (the age today; an application checks it again on the first lesson's day),
    ChildAlreadyAdded, and ConsentMissing: a category needs the consent «health».
    """
    limits = await queries.limits(session, actor)
    read = forms.CHILD.check(answers, limits.today(now))
    if read["category"] != NO_CATEGORY:
        await queries.require_consent(session, actor.person_id, HEALTH)
    born = date.fromisoformat(read["birth_date"])
    limits.check(born, now)
    index, twice = _snils_index(read["snils"]), ChildAlreadyAdded()
    values = {**read, "snils_index": index, "parent_id": actor.person_id, "created_at": now}
    if await queries.is_in_family(session, actor, index):
        raise twice
    with refused_by_database({"children_parent_id_snils_index": twice, "children.snils_index": twice}):
        async with session.begin_nested():
            added = await session.execute(insert(Child).values(**values).returning(Child.id))
            number: int = added.scalar_one()
    await note_pairs(session, number, territory_id=actor.territory_id, now=now)
    return await queries.child(session, number)


async def advance(session: AsyncSession, actor: Actor, *, now: datetime) -> Step:
    """Go on from what is known: the parent's details, the child, a consent. The last step adds the child.

    Raises what :func:`save_representative` and :func:`add_child` raise.
    """
    if await queries.representative(session, actor.person_id) is None:
        answers = await kept.draft(session, actor, forms.REPRESENTATIVE.code)
        if (question := forms.REPRESENTATIVE.missing(answers)) is not None:
            return Step(form=forms.REPRESENTATIVE.code, field=question.code, answers=answers)
        await _save_drafted(session, actor, answers, now)
    answers = await kept.draft(session, actor, forms.CHILD.code)
    if (question := forms.CHILD.missing(answers)) is not None:
        return Step(form=forms.CHILD.code, field=question.code, answers=answers)
    if answers["category"] != NO_CATEGORY and not await queries.has_consent(session, actor.person_id, HEALTH):
        return Step(consent=HEALTH)
    added = await add_child(session, actor, answers=answers, now=now)
    await drafts.drop(session, actor, form=forms.CHILD.code)
    return Step(child=added)


async def ask(session: AsyncSession, actor: Actor, *, form: str, field: str, now: datetime) -> Step:
    """Ask one question again; the other answers stay. Raises NotFound."""
    shape = forms.form(form)
    if shape in forms.SHEETS:
        return await sheets.ask(session, actor, key=form, field=field, now=now)
    return Step(form=form, field=shape.field(field).code, answers=await kept.draft(session, actor, form))


async def answer(session: AsyncSession, actor: Actor, *, form: str, field: str, text: str, now: datetime) -> Step:
    """Take one answer as typed, keep it, and say what comes next.

    Raises NotFound, Invalid, OutOfAge and ChildAlreadyAdded (both as early as the answer allows); then
    nothing of this answer is kept.
    """
    shape = forms.form(form)
    if shape in forms.SHEETS:
        return await sheets.answer(session, actor, key=form, field=field, text=text, now=now)
    limits = await queries.limits(session, actor)
    before = await kept.draft(session, actor, form)
    answers = shape.put(before, field, text, limits.today(now))
    if form == forms.CHILD.code and field == "birth_date":
        limits.check(date.fromisoformat(answers[field]), now)
    if form == forms.CHILD.code and field == "snils":
        await _refuse_twice(session, actor, answers[field])
    async with session.begin_nested():
        await drafts.keep(session, actor, form=form, answers=answers, now=now)
        if (question := shape.missing(answers)) is not None:
            return Step(form=form, field=question.code, answers=answers)
        if form == forms.REPRESENTATIVE.code and await queries.representative(session, actor.person_id) is not None:
            await _save_drafted(session, actor, answers, now)
            return Step(saved=True)
        return await advance(session, actor, now=now)


async def decline_health(session: AsyncSession, actor: Actor, *, now: datetime) -> Step:
    """Go on without the consent to health data: the category is kept as «none». Raises what advance raises."""
    answers = await kept.draft(session, actor, forms.CHILD.code)
    if "category" in answers:
        answers["category"] = NO_CATEGORY
        await drafts.keep(session, actor, form=forms.CHILD.code, answers=answers, now=now)
    return await advance(session, actor, now=now)


async def start_over(session: AsyncSession, actor: Actor) -> None:
    """Forget the actor's half-filled forms."""
    for form in (forms.REPRESENTATIVE, forms.CHILD):
        await drafts.drop(session, actor, form=form.code)


async def _save_drafted(session: AsyncSession, actor: Actor, answers: forms.Answers, now: datetime) -> None:
    await save_representative(session, actor, answers=answers, now=now)
    await drafts.drop(session, actor, form=forms.REPRESENTATIVE.code)


async def _refuse_twice(session: AsyncSession, actor: Actor, snils: str) -> None:
    """Say it while the number is still before the parent's eyes; the table's key has the last word."""
    own = select(Child.id).where(Child.parent_id == actor.person_id, Child.snils_index == _snils_index(snils))
    if await session.scalar(own) is not None:
        raise ChildAlreadyAdded


def _snils_index(snils: str) -> str:
    return keyring().blind_index(snils, "snils")
