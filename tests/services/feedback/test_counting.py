"""Whose voice counts, and that nobody's can be found: in the database, in any published table, in any month."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.tables import metadata
from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid, NotFound
from services.feedback import actions, queries
from services.feedback.actions import releasing
from services.feedback.errors import AlreadyReplied
from services.feedback.models import Ballot, Moment, Result, Subject, Survey
from services.feedback.queries import By, Satisfaction
from services.feedback.rules import counting
from services.notices.models import Notice
from services.territories.queries import territory
from tests.support.factories import feedback as made_of
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 10, 6, 5, tzinfo=UTC)
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
LEAST = counting.LEAST


async def _voice(session: AsyncSession, made: made_of.Made, grade: int | None, **of: Any) -> int:
    survey = await made_of.add_survey(session, made, **{"opened_at": NOW, **of})
    if grade is not None:
        actor = Actor(made.person_id, "ru")
        said = {"lessons": grade}
        await actions.answer_all(session, actor, survey_id=survey, answers=said, remark=f"Слово {survey}", now=NOW)
    return survey


async def _club(session: AsyncSession, land: int, grades: Iterable[int | None], **of: Any) -> int:
    """A club of whose families each has a survey; None: silent."""
    club = await add_provider(session, territory_id=land)
    for grade in grades:
        made = await made_of.add_contract(session, territory_id=land, provider_id=club)
        await _voice(session, made, grade, **of)
    return club


async def _counted(sessions: Sessions, land: int, year: int = 2026) -> Satisfaction:
    async with sessions() as session:
        place = await territory(session, land)
        return await queries.satisfaction(session, territory=place, first=date(year, 1, 1), last=date(year, 12, 31))


async def test_what_counts_is_the_first_voice_of_a_year_after_a_lesson_for_a_service_of_the_act(
    sessions: Sessions,
) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        club = await _club(session, land, (5, 4, 3, 1, 5, None))
        for of in ({"counted_in": 0}, {"moment": Moment.APPLYING}):
            made = await made_of.add_contract(session, territory_id=land, provider_id=club)
            survey = await made_of.add_survey(session, made, opened_at=NOW, **{k: v for k, v in of.items() if v})
            if "counted_in" in of:
                (await session.get_one(Survey, survey)).counted_in = None
            question = "applying" if "moment" in of else "lessons"
            actor = Actor(made.person_id, "ru")
            await actions.answer(session, actor, survey_id=survey, question=question, grade=1, now=NOW)
        unheld = await made_of.add_contract(
            session, territory_id=land, provider_id=club, first_lesson_ends_at=NOW + timedelta(days=1)
        )
        await _voice(session, unheld, 1)
        keyless = await made_of.add_contract(session, territory_id=land, provider_id=club)
        only = await made_of.add_survey(session, keyless, opened_at=NOW)
        await actions.answer(
            session, Actor(keyless.person_id, "ru"), survey_id=only, question="teacher", grade=5, now=NOW
        )
        await made_of.close_and_count(session, land, now=NOW + timedelta(days=1))
        await session.commit()
    found = await _counted(sessions, land)
    assert (found.respondents, found.satisfied, found.weighed) == (5, 3, 60.0)
    assert (found.invited, found.waiting) == (8, 0)
    assert (await _counted(sessions, land, 2025)).respondents == 0
    async with sessions() as session:
        other = await made_of.add_territory(session, "livny")
        await session.commit()
    assert (await _counted(sessions, other)) == Satisfaction(0, 0, 0)


async def test_months_wait_for_their_end_and_too_few_for_the_quarter(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        many = await _club(session, land, (5,) * 5, days=15)
        await _club(session, land, (1, 1), days=15)
        await _club(session, land, (4, 4, 4), days=40)
        await session.commit()
        zone = (await territory(session, land)).timezone
        seen = []
        for day in (date(2026, 10, 25), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)):
            now = datetime(day.year, day.month, day.day, 0, 30, tzinfo=zone)
            for deed in (actions.close_due, actions.release_due, actions.tell_results):
                while await deed(session, now=now):
                    pass
            rows = await session.execute(
                select(Result.provider_id, Result.period, Result.invited, Result.respondents).order_by(Result.id)
            )
            seen.append([tuple(row) for row in rows])
        await session.commit()
    first = (many, 202610, 5, 5)
    assert seen == [[], [first], [first], [first, (None, 202611, 5, 5)]]
    async with sessions() as session:
        told = (await session.execute(select(Notice.kind, Notice.data).order_by(Notice.id))).all()
        assert await session.scalar(select(Ballot.token)) is None
    lines = [data["results"][0][1:] for kind, data in told if kind == "survey_results"]
    assert lines == [[5, 5, 5]] * 5 + [[None] * 3] * 5, "everybody who was asked is told, once"


async def test_two_processes_count_a_voice_once(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        await _club(session, land, (5,) * 6, days=15)
        await actions.close_due(session, now=NOW + timedelta(days=30))
        await session.commit()
    tallies, later = (actions.Tally(), actions.Tally()), datetime(2026, 11, 2, tzinfo=UTC)
    for tally in tallies:  # both know what is to be counted before either has counted it
        async with sessions() as session:
            tally._spans = await releasing._spans(session, later)
            place, until, over = tally._spans.pop()
            found = await releasing._groups(session, place, until, over)
            tally._groups = [(place, until, cell, parts) for cell, parts in found.items()]
    for tally in tallies:
        async with sessions() as session:
            await tally.step(session, now=later)
            await session.commit()
    async with sessions() as session:
        assert [one.respondents for one in await session.scalars(select(Result))] == [6]


async def test_after_closing_nothing_ties_a_family_to_its_voice(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        await _club(session, land, [1 + at % 5 for at in range(12)])
        await session.commit()
        before = {one.token for one in await session.scalars(select(Survey))}
        tokens = list(await session.scalars(select(Ballot.token)))
        assert set(tokens) == before, "while it is open a family can change its mind"
        raw = [bytes(one) for one in await session.scalars(text("SELECT token FROM surveys"))]
        assert not any(token.encode() in sealed for token in tokens for sealed in raw), "and even then it is sealed"
        await actions.close_due(session, now=NOW + timedelta(days=31))
        await session.commit()
    async with sessions() as session:
        surveys = (await session.scalars(select(Survey))).all()
        ballots = (await session.scalars(select(Ballot).order_by(Ballot.token))).all()
        assert {(one.token, one.is_parted, one.result_id) for one in surveys} == {(None, True, None)}
        assert len(ballots) == 12
        assert not before & {one.token for one in ballots}, "the old tokens are nowhere"
        named = {str(getattr(one, name)) for one in surveys for name in ("id", "contract_id", "person_id")}
        said = {str(value) for one in ballots for value in (one.token, *one.answers, one.remark)}
        assert not named & said
        kept = [column.name for column in metadata.tables["ballots"].columns]
        assert {"person_id", "contract_id", "child_id", "survey_id"}.isdisjoint(kept)
        assert not [name for name in kept if name.endswith("_at")], "no time unmasks"
        for table in metadata.sorted_tables:
            if table.name != "ballots":
                rows = (await session.execute(select(table))).all()
                assert not any(one.token in str(row) for row in rows for one in ballots), table.name


async def test_no_table_and_no_difference_of_tables_shows_fewer_than_five(sessions: Sessions) -> None:
    dice = random.Random(7)
    tables: dict[tuple[By, int, int], dict[Any, int]] = {}
    async with sessions() as session:
        land = await made_of.add_territory(session)
        for days in (20, 20, 50, 50, 80, 80):
            await _club(session, land, [dice.choice((1, 3, 5, None)) for _each in range(dice.randint(2, 9))], days=days)
        place = await territory(session, land)
        months = (202610, 202611, 202612)
        for month in range(3):
            now = datetime(2026 + (10 + month) // 12, (10 + month) % 12 + 1, 2, tzinfo=place.timezone)
            for deed in (actions.close_due, actions.release_due):
                while await deed(session, now=now):
                    pass
            for by in By:
                rows = await queries.rollup(
                    session, place, by, since=months[0], until=months[month], subject=Subject.LESSONS
                )
                tables[by, month, 0] = {row.key: row.share.respondents for row in rows}
    shown = [voices for table in tables.values() for voices in table.values()]
    assert shown
    hidden = list(shown)
    for (by, month, _), table in tables.items():
        hidden += [sum(table.values()) - voices for voices in table.values()]
        later = tables.get((by, month + 1, 0), {})
        hidden += [later[key] - voices for key, voices in table.items() if key in later]
        hidden += [sum(later.values()) - sum(table.values())] if later else []
    for one, other in combinations([sum(table.values()) for table in tables.values()], 2):
        hidden.append(abs(one - other))
    assert all(voices == 0 or voices >= LEAST for voices in hidden), sorted(set(hidden))


async def test_a_club_sees_its_months_beside_the_middle_and_answers_once(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        club = await _club(session, land, (5, 5, 4, 2, 1))
        await _club(session, land, (5,) * 6)
        await made_of.close_and_count(session, land, now=NOW + timedelta(days=1))
        place = await territory(session, land)
        person = Actor(await made_of.add_person(session), "ru", None, (Post(Role.PROVIDER, land, club),))
        (month,) = await queries.months(session, place, club)
        assert (month.period, month.share.percent, month.median) == (202610, 60.0, 80.0)
        assert len(month.remarks) == 5
        assert list(month.remarks) == sorted(month.remarks)
        said = {"provider_id": club, "said": actions.Said(202610, 1, "Купили коврики"), "now": NOW}
        stranger = Actor(person.person_id, "ru", None, (Post(Role.PROVIDER, land, club + 99),))
        for actor, changed, refusal in (
            (stranger, {}, NotFound),
            (person, {"said": actions.Said(202609, 1)}, NotFound),
            (person, {"said": actions.Said(202610, 99)}, Invalid),
        ):
            with pytest.raises(refusal):
                await actions.reply(session, actor, **{**said, **changed})
        await actions.reply(session, person, **said)
        with pytest.raises(AlreadyReplied):
            async with session.begin_nested():
                await actions.reply(session, person, **said)
        (month,) = await queries.months(session, place, club)
        assert (month.reply, month.words) == (1, "Купили коврики")
        replies = list(await session.scalars(select(Notice.data).where(Notice.kind == "survey_reply")))
        assert len(replies) == 5
        assert all(one["reply"] == 1 and one["more"] for one in replies)
        praised = await queries.published(session, provider_id=club, place=place, now=NOW)
        assert praised == Satisfaction(respondents=5, satisfied=3, invited=5)
        assert await queries.published(session, provider_id=club, place=place, now=NOW + timedelta(days=430)) is None
