"""Surveys open by themselves, belong to one person, and keep one voice per question."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.contracts.models import ContractStatus
from services.core.actor import Actor
from services.core.errors import Invalid, NotFound
from services.feedback import actions, queries
from services.feedback.errors import SurveyClosed
from services.feedback.models import Answer, Moment, Survey
from services.notices.models import Notice
from tests.support.factories import feedback as made_of

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 6, 5, tzinfo=UTC)


async def test_opens_one_survey_per_contract_after_the_first_lesson(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        over = await made_of.add_contract(session, territory_id=land)
        await made_of.add_contract(session, territory_id=land, first_lesson_ends_at=NOW + timedelta(seconds=1))
        await made_of.add_contract(session, territory_id=land, status=ContractStatus.OFFERED)
        await made_of.add_contract(session, territory_id=land, first_lesson_ends_at=None)
        assert await actions.open_due(session, now=NOW) == 1
        assert await actions.open_due(session, now=NOW) == 0
        await session.commit()
    async with sessions() as session:
        survey = (await session.scalars(select(Survey))).one()
        notice = (await session.scalars(select(Notice))).one()
    assert (survey.contract_id, survey.person_id, survey.moment) == (over.contract_id, over.person_id, Moment.LESSONS)
    assert notice.kind == "survey"
    assert notice.person_id == over.person_id
    assert notice.data == {
        "survey": survey.id,
        "contract": over.contract_id,
        "needed": 5,
        "last_day": "2026-10-06",
    }


async def test_opens_a_bounded_batch_in_few_statements(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    async with sessions() as session:
        land = await made_of.add_territory(session)
        for _each in range(4):
            await made_of.add_contract(session, territory_id=land)
        await session.flush()
        statements.clear()
        assert await actions.open_due(session, now=NOW) == 3
        assert len(statements) <= 5
        assert await actions.open_due(session, now=NOW) == 1
        await session.commit()


async def test_two_processes_open_one_survey(sessions: Sessions, engine_name: str) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        await made_of.add_contract(session, territory_id=land)
        await session.commit()
    async with sessions() as first:
        assert await actions.open_due(first, now=NOW) == 1
        if engine_name == "sqlite":  # the second process waits there for the first one's commit
            await first.commit()
            async with sessions() as second:
                assert await actions.open_due(second, now=NOW) == 0
            return
        due = await _seen_by_another(sessions)
        assert len(due) == 1
        await first.commit()
    async with sessions() as second:
        place = await actions.territories.territory(second, land)
        survey = actions._survey(Moment.LESSONS, due[0], place, NOW)
        assert await actions._open(second, Moment.LESSONS, [survey], {land: place}, NOW) == 0
        await second.commit()
    async with sessions() as session:
        assert await session.scalar(select(func.count(Notice.id))) == 1


async def _seen_by_another(sessions: Sessions) -> list[queries.Due]:
    async with sessions() as session:
        return await queries.lessons_begun(session, now=NOW, limit=5)


async def test_a_survey_on_applying_is_opened_once_and_has_its_own_notice(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        made = await made_of.add_contract(session, territory_id=land)
        ids = {"contract_id": made.contract_id, "person_id": made.person_id, "provider_id": made.provider_id}
        assert await actions.open_applying(session, **ids, territory_id=land, now=NOW) == 1
        assert await actions.open_applying(session, **ids, territory_id=land, now=NOW) == 0
        await session.commit()
    async with sessions() as session:
        assert list(await session.scalars(select(Notice.kind))) == ["survey_applying"]


async def test_an_answer_may_be_changed_and_stays_one_voice(sessions: Sessions) -> None:
    async with sessions() as session:
        made, survey_id = await _asked(session)
        await actions.answer(
            session, Actor(made.person_id, "ru"), survey_id=survey_id, question="lessons", grade=2, now=NOW
        )
        view = await actions.answer(
            session, Actor(made.person_id, "ru"), survey_id=survey_id, question="lessons", grade=5, now=NOW
        )
        await session.commit()
    assert view.answers == {"lessons": 5}
    async with sessions() as session:
        assert (await session.scalars(select(Answer.grade))).all() == [5]
        assert (await queries.own_survey(session, Actor(made.person_id, "ru"), survey_id)).answers == {"lessons": 5}


async def test_two_presses_at_once_are_one_voice(sessions: Sessions) -> None:
    async with sessions() as session:
        made, survey_id = await _asked(session)
        await session.commit()
    for grade in (4, 3):
        async with sessions() as session:
            actor = Actor(made.person_id, "ru")
            await actions.answer(session, actor, survey_id=survey_id, question="teacher", grade=grade, now=NOW)
            await session.commit()
    async with sessions() as session:
        assert (await session.scalars(select(Answer.grade))).all() == [3]


async def test_nobody_else_can_answer_or_read(sessions: Sessions) -> None:
    async with sessions() as session:
        made, survey_id = await _asked(session)
        stranger = Actor(made.person_id + 1, "ru")
        with pytest.raises(NotFound):
            await actions.answer(session, stranger, survey_id=survey_id, question="lessons", grade=1, now=NOW)
        with pytest.raises(NotFound):
            await queries.own_survey(session, stranger, survey_id)


async def test_a_closed_survey_takes_no_answer_and_says_its_last_day(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        made = await made_of.add_contract(session, territory_id=land)
        await actions.open_due(session, now=NOW)
        survey_id = await session.scalar(select(Survey.id))
        assert survey_id is not None
        actor = Actor(made.person_id, "ru")
        last_moment = datetime(2026, 10, 6, 16, 59, tzinfo=UTC)  # 23:59 in Tomsk
        await actions.answer(session, actor, survey_id=survey_id, question="lessons", grade=1, now=last_moment)
        with pytest.raises(SurveyClosed) as refused:
            await actions.answer(
                session, actor, survey_id=survey_id, question="lessons", grade=5, now=last_moment + timedelta(minutes=1)
            )
        await session.commit()
    assert refused.value.last_day.isoformat() == "2026-10-06"
    async with sessions() as session:
        assert (await session.scalars(select(Answer.grade))).all() == [1]


@pytest.mark.parametrize(("question", "grade"), [("applying", 5), ("nothing", 5), ("lessons", 6), ("lessons", 0)])
async def test_wrong_questions_and_grades_leave_nothing(sessions: Sessions, question: str, grade: int) -> None:
    async with sessions() as session:
        made, survey_id = await _asked(session)
        actor = Actor(made.person_id, "ru")
        with pytest.raises(Invalid):
            await actions.answer(session, actor, survey_id=survey_id, question=question, grade=grade, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await session.scalar(select(func.count(Answer.id))) == 0


async def _asked(session: AsyncSession) -> tuple[made_of.Made, int]:
    land = await made_of.add_territory(session)
    made = await made_of.add_contract(session, territory_id=land)
    return made, await made_of.add_survey(session, made)
