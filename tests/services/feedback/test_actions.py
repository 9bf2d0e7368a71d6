"""Surveys open by themselves when their moment has come, and keep one voice of one family."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.contracts.models import ContractStatus
from services.core.actor import Actor
from services.core.errors import Invalid, NotFound
from services.feedback import actions, queries
from services.feedback.actions import opening
from services.feedback.errors import SurveyClosed
from services.feedback.models import Ballot, Moment, Survey
from services.feedback.queries.due import Due, due
from services.notices.models import Notice
from services.territories.queries import territory
from tests.support.factories import feedback as made_of

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 10, 6, 5, tzinfo=UTC)
"""A month and a day after the first lesson of the factory's contracts."""


async def _notices(session: AsyncSession) -> list[tuple[int, str, dict[str, Any]]]:
    rows = await session.execute(select(Notice.person_id, Notice.kind, Notice.data).order_by(Notice.id))
    return [tuple(row) for row in rows]


async def test_opens_after_the_first_month_and_tells_a_family_once(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        over = await made_of.add_contract(session, territory_id=land)
        lately = await made_of.add_contract(
            session, territory_id=land, person_id=over.person_id, first_lesson_ends_at=NOW - timedelta(days=9)
        )
        for unasked in ({"status": ContractStatus.OFFERED}, {"first_lesson_ends_at": None}):
            await made_of.add_contract(session, territory_id=land, **unasked)
        await made_of.add_contract(session, territory_id=land, first_lesson_ends_at=NOW - timedelta(days=29))
        assert await actions.open_due(session, now=NOW) == 2
        assert await actions.open_due(session, now=NOW) == 0
        await session.commit()
    async with sessions() as session:
        surveys = {one.contract_id: one for one in await session.scalars(select(Survey))}
        told = await _notices(session)
    assert set(surveys) == {over.contract_id, lately.contract_id}
    survey = surveys[over.contract_id]
    assert (survey.moment, survey.template, survey.counted_in) == (Moment.LESSONS, "lessons-2", 2026)
    assert (survey.focus, survey.service_code) == ("tech", None)
    pairs = [[surveys[one].id, one] for one in (over.contract_id, lately.contract_id)]
    data = {"surveys": pairs, "moment": "lessons", "needed": 5, "last_day": "2026-11-05"}
    assert told == [(over.person_id, "survey", data)], "one message, a row for each class"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_year_has_its_moments_and_a_family_three_messages_at_most(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        signed = made_of.FIRST_LESSON_ENDS - timedelta(days=3)
        made = await made_of.add_contract(session, territory_id=land, in_force_at=signed)
        other = await made_of.add_contract(session, territory_id=land, in_force_at=signed - timedelta(days=30))
        for day in range(300):
            await actions.open_due(session, now=made_of.FIRST_LESSON_ENDS - timedelta(hours=1) + timedelta(days=day))
        await session.commit()
    async with sessions() as session:
        asked = {
            of: list(await session.scalars(select(Survey).where(Survey.contract_id == of).order_by(Survey.id)))
            for of in (made.contract_id, other.contract_id)
        }
    assert [one.moment for one in asked[made.contract_id]] == [Moment.APPLYING, Moment.LESSONS, Moment.END]
    assert [one.moment for one in asked[other.contract_id]] == [Moment.LESSONS, Moment.MIDDLE, Moment.END]
    counted = [one.counted_in for one in asked[other.contract_id]]
    assert counted == [2026, 2027, None], "of a contract one survey a year counts for indicator 5.3"
    assert asked[other.contract_id][-1].opened_at.date() == date(2027, 5, 17)
    assert [one.counted_in for one in asked[made.contract_id]] == [None, 2026, 2027]


async def test_who_leaves_is_asked_why(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        left = {"status": ContractStatus.ENDED, "ends_on": NOW.date() - timedelta(days=2)}
        made = await made_of.add_contract(session, territory_id=land, **left)
        await made_of.add_contract(session, territory_id=land, **left, first_lesson_ends_at=NOW + timedelta(days=1))
        assert await actions.open_due(session, now=NOW) == 1
        survey = (await session.scalars(select(Survey))).one()
        assert (survey.contract_id, survey.moment) == (made.contract_id, Moment.LEAVING)


async def test_opens_a_bounded_batch_in_few_statements(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    monkeypatch.setattr(opening, "BATCH", 3)
    async with sessions() as session:
        land = await made_of.add_territory(session)
        for _each in range(4):
            await made_of.add_contract(session, territory_id=land)
        await session.flush()
        statements.clear()
        wave = actions.Wave()
        assert await wave.step(session, now=NOW) == 3
        assert len(statements) <= 12
        assert [await wave.step(session, now=NOW) for _each in range(2)] == [1, 0]
        await session.commit()


async def test_two_processes_open_one_survey(sessions: Sessions, engine_name: str) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        made = await made_of.add_contract(session, territory_id=land)
        await session.commit()
    async with sessions() as first:
        assert await actions.open_due(first, now=NOW) == 1
        if engine_name == "postgresql":  # on SQLite the second process waits here for the first one's commit
            async with sessions() as session:
                seen, _key = await due(session, Moment.LESSONS, [await territory(session, land)], now=NOW, limit=5)
            assert [one.contract_id for one in seen] == [made.contract_id]
        await first.commit()
    async with sessions() as second:
        place = await territory(second, land)
        one = Due(made.contract_id, made.person_id, land, made.provider_id, 1, None)
        assert await actions.ask(second, Moment.LESSONS, [one], {land: place}, now=NOW) == 0
        await second.commit()
    async with sessions() as session:
        assert await session.scalar(select(func.count(Notice.id))) == 1


async def test_the_silent_are_reminded_once(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        silent = await made_of.add_contract(session, territory_id=land)
        spoke = await made_of.add_contract(session, territory_id=land)
        for made in (silent, spoke):
            survey = await made_of.add_survey(session, made, opened_at=NOW)
        await actions.answer(
            session, Actor(spoke.person_id, "ru"), survey_id=survey, question="lessons", grade=4, now=NOW
        )
        assert await actions.remind(session, now=NOW + timedelta(days=24)) == 0
        assert await actions.remind(session, now=NOW + timedelta(days=26)) == 1
        assert await actions.remind(session, now=NOW + timedelta(days=27)) == 0
        ((person, kind, data),) = await _notices(session)
    assert (person, kind, len(data["surveys"])) == (silent.person_id, "survey_reminder", 1)


async def test_an_answer_may_be_changed_and_stays_one_voice(sessions: Sessions) -> None:
    async with sessions() as session:
        made, survey_id = await _asked(session)
        actor = Actor(made.person_id, "ru")
        for grade in (2, 5):
            view = await actions.answer(session, actor, survey_id=survey_id, question="lessons", grade=grade, now=NOW)
        await session.commit()
    assert view.answers == {"lessons": 5}
    async with sessions() as session:
        await actions.answer(session, actor, survey_id=survey_id, question="teacher", grade=3, now=NOW)
        await session.commit()
    async with sessions() as session:
        said = {"lessons": 5, "teacher": 3}
        assert list(await session.scalars(select(Ballot.answers))) == [said]
        assert (await queries.own_survey(session, actor, survey_id)).answers == said
        view = await actions.answer_all(
            session, actor, survey_id=survey_id, answers={"lessons": 4, "recommend": 10}, remark=" Хорошо ", now=NOW
        )
        assert (view.answers, view.remark) == ({"lessons": 4, "recommend": 10}, "Хорошо")


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
        last_moment = datetime(2026, 11, 5, 16, 59, tzinfo=UTC)  # 23:59 in Tomsk
        after = last_moment + timedelta(minutes=1)
        await actions.answer(session, actor, survey_id=survey_id, question="lessons", grade=1, now=last_moment)
        with pytest.raises(SurveyClosed) as refused:
            await actions.answer(session, actor, survey_id=survey_id, question="lessons", grade=5, now=after)
        assert await actions.close_due(session, now=after) == 1
        with pytest.raises(SurveyClosed):  # the clock of another process is behind
            await actions.answer(session, actor, survey_id=survey_id, question="lessons", grade=5, now=last_moment)
        await session.commit()
    assert refused.value.last_day.isoformat() == "2026-11-05"
    async with sessions() as session:
        assert list(await session.scalars(select(Ballot.answers))) == [{"lessons": 1}]


@pytest.mark.parametrize(("question", "grade"), [("applying", 5), ("nothing", 5), ("lessons", 6), ("lessons", 0)])
async def test_wrong_questions_and_grades_leave_nothing(sessions: Sessions, question: str, grade: int) -> None:
    async with sessions() as session:
        made, survey_id = await _asked(session)
        actor = Actor(made.person_id, "ru")
        with pytest.raises(Invalid):
            await actions.answer(session, actor, survey_id=survey_id, question=question, grade=grade, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Ballot)) == 0
        assert (await session.scalars(select(Survey.token))).all() == [None]


async def _asked(session: AsyncSession) -> tuple[made_of.Made, int]:
    land = await made_of.add_territory(session)
    made = await made_of.add_contract(session, territory_id=land)
    return made, await made_of.add_survey(session, made, opened_at=NOW)
