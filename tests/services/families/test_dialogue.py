"""The way to a child, question by question: what comes next, what is kept, what is refused."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor
from services.core.errors import Invalid, NotFound
from services.families import actions, queries
from services.families.actions import Step
from services.families.errors import ChildAlreadyAdded, OutOfAge
from services.families.rules import HEALTH
from services.forms.queries import draft
from tests.support.factories.families import NOW, add_own_child, add_parent, add_person, consent, next_snils

Sessions = async_sessionmaker[AsyncSession]


async def _say(session: AsyncSession, actor: Actor, step: Step, text: str) -> Step:
    return await actions.answer(session, actor, form=step.form, field=step.field, text=text, now=NOW)


async def _tell_all(session: AsyncSession, actor: Actor, *texts: str) -> Step:
    step = await actions.advance(session, actor, now=NOW)
    for text in texts:
        step = await _say(session, actor, step, text)
    return step


async def test_the_whole_way_over_restarts(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        await session.commit()
    typed = ["орлова анна", "8 912 345 67 89", "Орлова Мария", "14.05.2018", next_snils(), "none"]
    asked = []
    for text in typed:  # a new session each time: the process may have been started anew
        async with sessions() as session:
            step = await actions.advance(session, actor, now=NOW)
            asked.append((step.form, step.field))
            step = await _say(session, actor, step, text)
            await session.commit()
    assert asked == [
        ("representative", "full_name"),
        ("representative", "phone"),
        ("child", "full_name"),
        ("child", "birth_date"),
        ("child", "snils"),
        ("child", "category"),
    ]
    async with sessions() as session:
        assert step.child == (await queries.children(session, actor))[0]
        assert await draft(session, actor, "child") == {}
        assert await draft(session, actor, "representative") == {}
        assert await queries.standing(session, actor) == queries.Standing(
            is_known=True, form="child", answered=0, questions=4
        )


async def test_a_known_parent_is_asked_about_the_child_only(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        step = await _tell_all(session, actor, "Орлова Мария", "14.05.2018")
        assert (step.form, step.field) == ("child", "snils")
        assert await queries.standing(session, actor) == queries.Standing(
            is_known=True, form="child", answered=2, questions=4
        )


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("birth_date", "31.02.2018", Invalid),
        ("birth_date", "04.09.2021", OutOfAge),
        ("birth_date", "01.01.2007", OutOfAge),
        ("snils", "112-233-445 96", Invalid),
        ("full_name", "я" * 10_000, Invalid),
        ("passport", "1", NotFound),
    ],
)
async def test_a_wrong_answer_leaves_the_others(
    sessions: Sessions, field: str, text: str, error: type[Exception]
) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        await _tell_all(session, actor, "Орлова Мария", "14.05.2018")
        await session.commit()
    async with sessions() as session:
        with pytest.raises(error):
            await actions.answer(session, actor, form="child", field=field, text=text, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await draft(session, actor, "child") == {"full_name": "Орлова Мария", "birth_date": "2018-05-14"}


async def test_a_known_snils_is_refused_as_soon_as_it_is_typed(sessions: Sessions) -> None:
    snils = next_snils()
    async with sessions() as session:
        actor = await add_parent(session)
        await add_own_child(session, actor, snils=snils)
        with pytest.raises(ChildAlreadyAdded):
            await _tell_all(session, actor, "Орлова Нина", "14.05.2019", snils)
        await session.commit()
    async with sessions() as session:
        assert "snils" not in await draft(session, actor, "child")


async def test_a_child_added_meanwhile_by_the_same_parent_keeps_the_last_question(sessions: Sessions) -> None:
    snils = next_snils()
    async with sessions() as session:
        actor = await add_parent(session)
        step = await _tell_all(session, actor, "Орлова Нина", "14.05.2019", snils)
        await add_own_child(session, actor, snils=snils)
        with pytest.raises(ChildAlreadyAdded):
            await _say(session, actor, step, "none")
        await session.commit()
    async with sessions() as session:
        assert (await actions.advance(session, actor, now=NOW)).field == "category"


async def test_a_category_asks_for_its_own_consent(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        step = await _tell_all(session, actor, "Орлова Мария", "14.05.2018", next_snils(), "ovz")
        assert step == Step(consent=HEALTH)
        assert await queries.children(session, actor) == []
        await consent(session, actor, HEALTH)
        step = await actions.advance(session, actor, now=NOW)
        assert step.child is not None
        assert step.child.category == "ovz"


async def test_declining_the_health_consent_keeps_no_category(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        await _tell_all(session, actor, "Орлова Мария", "14.05.2018", next_snils(), "disabled")
        step = await actions.decline_health(session, actor, now=NOW)
        assert step.child is not None
        assert step.child.category == "none"
        again = await actions.decline_health(session, actor, now=NOW)  # a double press asks for the next child
        assert (again.form, again.field, again.child) == ("child", "full_name", None)


async def test_a_question_is_asked_again_with_the_answers_kept(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        await _tell_all(session, actor, "Орлова Мария", "14.05.2018")
        step = await actions.ask(session, actor, form="child", field="full_name", now=NOW)
        assert step.answers == {"full_name": "Орлова Мария", "birth_date": "2018-05-14"}
        step = await _say(session, actor, step, "Орлова Нина")
        assert (step.field, step.answers["full_name"]) == ("snils", "Орлова Нина")
        with pytest.raises(NotFound):
            await actions.ask(session, actor, form="child", field="passport", now=NOW)
        with pytest.raises(NotFound):
            await actions.ask(session, actor, form="passport", field="full_name", now=NOW)


async def test_a_known_parent_corrects_the_details(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        step = await actions.ask(session, actor, form="representative", field="full_name", now=NOW)
        step = await _say(session, actor, step, "Орлова Анна")
        assert await _say(session, actor, step, "+7 912 000 11 22") == Step(saved=True)
        await session.commit()
    async with sessions() as session:
        known = await queries.representative(session, actor.person_id)
        assert known is not None
        assert known.phone == "+79120001122"


async def test_starting_over_forgets_the_answers(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        await _tell_all(session, actor, "Орлова Мария")
        await actions.start_over(session, actor)
        await session.commit()
    async with sessions() as session:
        assert await draft(session, actor, "child") == {}


async def test_nothing_is_asked_about_consents_until_health(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        step = await actions.advance(session, actor, now=NOW)
        assert (step.consent, step.form, step.field) == (None, "representative", "full_name")
