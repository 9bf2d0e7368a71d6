"""Whose voice counts for indicator 5.3, against plain SQL written apart."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor
from services.feedback import actions, queries
from services.feedback.models import Moment
from services.feedback.queries import Satisfaction
from services.territories.queries import territory
from tests.support.factories import feedback as made_of
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
TOMSK = ZoneInfo("Asia/Tomsk")


async def _voice(
    session: AsyncSession,
    made: made_of.Made,
    survey_id: int,
    grade: int,
    *,
    question: str = "lessons",
    now: datetime = NOW,
) -> None:
    actor = Actor(made.person_id, "ru")
    await actions.answer(session, actor, survey_id=survey_id, question=question, grade=grade, now=now)


async def _counted(sessions: Sessions, land: int, year: int = 2026) -> Satisfaction:
    async with sessions() as session:
        return await queries.satisfaction(
            session,
            territory_id=land,
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            zone=TOMSK,
            satisfied=(4, 5),
        )


async def test_nobody_asked_nobody_counted(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        await session.commit()
    assert await _counted(sessions, land) == Satisfaction(0, 0, 0)


async def test_counts_one_voice_per_contract_by_the_key_question(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        for grade in (5, 4, 3, 1, None):
            made = await made_of.add_contract(session, territory_id=land)
            survey = await made_of.add_survey(session, made)
            await _voice(session, made, survey, 5, question="teacher")
            if grade:
                await _voice(session, made, survey, 1)
                await _voice(session, made, survey, grade)
        await session.commit()
    assert await _counted(sessions, land) == Satisfaction(respondents=4, satisfied=2, invited=5)
    async with sessions() as session:
        by_hand = await session.execute(
            text(
                "SELECT count(*), sum(CASE WHEN a.grade >= 4 THEN 1 ELSE 0 END) FROM answers a "
                "JOIN surveys s ON s.id = a.survey_id WHERE s.moment = 'lessons' AND a.question = 'lessons'",
            ),
        )
        assert tuple(by_hand.one()) == (4, 2)


async def test_a_voice_about_applying_never_counts(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        made = await made_of.add_contract(session, territory_id=land)
        survey = await made_of.add_survey(session, made, moment=Moment.APPLYING)
        await _voice(session, made, survey, 5, question="applying")
        await session.commit()
    assert await _counted(sessions, land) == Satisfaction(0, 0, 0)


async def test_a_voice_before_the_first_held_lesson_does_not_count(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        for first_lesson in (NOW + timedelta(days=1), None):
            made = await made_of.add_contract(session, territory_id=land, first_lesson_ends_at=first_lesson)
            survey = await made_of.add_survey(session, made)
            await _voice(session, made, survey, 5)
        await session.commit()
    assert await _counted(sessions, land) == Satisfaction(respondents=0, satisfied=0, invited=2)


async def test_years_turn_at_the_territory_s_own_midnight(sessions: Sessions) -> None:
    moments = (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    async with sessions() as session:
        land = await made_of.add_territory(session)
        for moment in moments:
            made = await made_of.add_contract(session, territory_id=land)
            survey = await made_of.add_survey(session, made, opened_at=datetime(2026, 12, 20, tzinfo=UTC))
            await _voice(session, made, survey, 5, now=moment)
        await session.commit()
    assert await _counted(sessions, land, 2026) == Satisfaction(respondents=1, satisfied=1, invited=2)
    assert await _counted(sessions, land, 2027) == Satisfaction(respondents=1, satisfied=1, invited=2)
    assert await _counted(sessions, land, 2025) == Satisfaction(0, 0, 0)


async def test_another_territory_s_voices_stay_there(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        other = await made_of.add_territory(session, "livny")
        made = await made_of.add_contract(session, territory_id=other)
        await _voice(session, made, await made_of.add_survey(session, made), 5)
        await session.commit()
    assert await _counted(sessions, land) == Satisfaction(0, 0, 0)
    assert await _counted(sessions, other) == Satisfaction(1, 1, 1)


async def test_a_provider_is_praised_in_public_only_by_enough_families(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        place = await territory(session, land)
        club = await add_provider(session, territory_id=land)
        grades = [5, 4, 4, 1, 5]
        assert place.policy.survey_min_answers == len(grades)
        for grade in grades:
            assert await queries.published(session, provider_id=club, place=place, now=NOW) is None
            made = await made_of.add_contract(session, territory_id=land, provider_id=club)
            await _voice(session, made, await made_of.add_survey(session, made), grade)
        await made_of.add_contract(session, territory_id=land)
        later = NOW + timedelta(minutes=1)
        found = await queries.published(session, provider_id=club, place=place, now=later)
        assert found == Satisfaction(respondents=5, satisfied=4, invited=5)
        assert await queries.published(session, provider_id=club, place=place, now=later + queries.PUBLISHED) is None
