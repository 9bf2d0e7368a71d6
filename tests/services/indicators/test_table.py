"""The table of a territory with facts, against plain SQL written apart."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, event, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.campaigns.models import Campaign, CampaignStatus
from services.contracts.models import ContractStatus
from services.core.actor import Actor, Post, Role
from services.core.db import Database, UtcDateTime
from services.feedback import actions
from services.indicators.queries import IndicatorFact, table
from services.plan import actions as marking
from services.plan import queries as plan
from services.providers.models import Sector
from services.territories.queries import territory
from services.territories.rules import normal_code
from tests.support.factories import feedback as made_of
from tests.support.factories.providers import add_provider
from tests.support.plain import UPPER

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
KEYS = [
    "goal_no", "type", "text", "is_subrow", "base", "base_year", "target", "target_year", "fact", "unit", "source",
    "reason", "formula", "numerator", "denominator", "as_of",
]  # fmt: skip


async def _table(sessions: Sessions, land: int, year: int = 2026) -> dict[str, IndicatorFact]:
    async with sessions() as session:
        facts = await table(session, territory=await territory(session, land), year=year, now=NOW)
    return {fact.code or "": fact for fact in facts}


async def _seversk(session: AsyncSession, grades: tuple[int, ...] = (5, 4, 4, 3, 5, 1)) -> int:
    """Six contracts of five children: four with a municipal provider, two with one private."""
    land = await made_of.add_territory(session)
    town = await add_provider(session, territory_id=land)
    private = await add_provider(session, territory_id=land, sector=Sector.PRIVATE)
    for number, grade in enumerate(grades):
        made = await made_of.add_contract(
            session,
            territory_id=land,
            provider_id=private if number < 2 else town,
            snils_index="twice" if number in {0, 2} else None,
        )
        survey = await made_of.add_survey(session, made)
        actor = Actor(made.person_id, "ru")
        await actions.answer(session, actor, survey_id=survey, question="lessons", grade=grade, now=NOW)
    await made_of.close_and_count(session, land, now=NOW)
    return land


async def test_seversk_shows_its_17_rows_with_a_fact_or_a_reason(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await _seversk(session)
        await session.commit()
    rows = [fact.row() for fact in (await _table(sessions, land)).values()]
    assert len(rows) == 17
    assert all(list(row) == KEYS for row in rows)
    assert all((row["fact"] is None) == bool(row["reason"]) for row in rows)
    assert all(row["base"] is not None and row["target"] is not None for row in rows)
    assert all((row["source"] == "computed") == (row["fact"] is not None) for row in rows)


async def test_facts_of_seversk_agree_with_plain_sql(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await _seversk(session)
        await session.commit()
    facts = await _table(sessions, land)
    async with sessions() as session:
        children = "SELECT count(DISTINCT k.snils_index) FROM contracts c JOIN children k ON k.id = c.child_id "
        all_children = await session.scalar(text(children))
        private = await session.scalar(
            text(children + "JOIN providers p ON p.id = c.provider_id WHERE p.sector <> 'municipal'"),
        )
        share = await session.scalar(
            text(
                f"SELECT 100.0 * sum({UPPER[session.get_bind().dialect.name]}) / sum(respondents) FROM survey_results"
            ),
        )
    assert (facts["3.4"].fact, facts["3.5"].fact) == (all_children, private) == (5, 2)
    assert facts["5.3"].fact == pytest.approx(float(share or 0), abs=0.05)
    assert (facts["5.3"].numerator, facts["5.3"].denominator) == (4, 6)
    row = facts["3.4"].row()
    assert (row["base"], row["target"], row["target_year"]) == (1583, 1583, 2024)
    assert row["as_of"] == "2026-09-10T12:00:00+07:00"
    assert facts["2.1"].reason == "no_plan"
    assert facts["3.2S"].reason == "external"
    assert "№ 170" in facts["3.2S"].row()["formula"]


async def test_goal_1_agrees_with_plain_sql(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await _seversk(session)
        charity = await add_provider(session, territory_id=land, sector=Sector.PRIVATE, is_npo=True)
        await add_provider(session, territory_id=land, sector=Sector.PRIVATE, is_npo=True)  # no contract: not counted
        await made_of.add_contract(session, territory_id=land, provider_id=charity)
        await session.commit()
    share = (await _table(sessions, land))["1.S"]
    async with sessions() as session:
        counted = "SELECT count(DISTINCT p.inn) FROM contracts c JOIN providers p ON p.id = c.provider_id "
        everybody = await session.scalar(text(counted))
        apart = await session.scalar(text(counted + "WHERE p.sector <> 'municipal'"))
    assert (share.numerator, share.denominator, share.fact) == (apart, everybody, 66.7) == (2, 3, 66.7)
    assert "не муниципальные учреждения" in (share.formula or "")


async def test_non_profits_among_providers_and_voices_are_of_the_act_s_services_only(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, "livny")
        code = (await territory(session, land)).pack.services[0].code
        charity = await add_provider(session, territory_id=land, sector=Sector.PRIVATE, is_npo=True)
        for service_code, grade in [(code, 5), (code, 5), (code, 4), (code, 2), (code, 5), (None, 1), ("other", 1)]:
            made = await made_of.add_contract(
                session, territory_id=land, provider_id=charity if service_code else None, service_code=service_code
            )
            survey = await made_of.add_survey(session, made, service_code=service_code)
            actor = Actor(made.person_id, "ru")
            await actions.answer(session, actor, survey_id=survey, question="lessons", grade=grade, now=NOW)
        await made_of.close_and_count(session, land, now=NOW)
        await session.commit()
    facts = await _table(sessions, land)
    async with sessions() as session:
        counted = text(
            f"SELECT sum(respondents), sum({UPPER[session.get_bind().dialect.name]}) FROM survey_results "
            "WHERE service_code = :code",
        )
        voices, satisfied = (await session.execute(counted, {"code": normal_code(code)})).one()
    assert (facts["5.3"].numerator, facts["5.3"].denominator) == (satisfied, voices) == (4, 5)
    assert (facts["1.3"].fact, facts["3.2"].fact) == (1, 1)


@pytest.mark.parametrize(
    ("slug", "some", "everything"),
    [("smolensk", 3, 15), ("kemerovo", "нет", "да"), ("apanasenkovsky", 3, 9)],
)
async def test_row_2_1_follows_the_marks_of_the_plan(
    sessions: Sessions, slug: str, some: int | str, everything: int | str
) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, slug)
        clerk = Actor(await made_of.add_person(session), "ru", land, (Post(Role.CLERK, land),))
        await session.commit()
        acts = (await plan.plan(session, clerk, territory_id=land, now=NOW)).stages()[2]
    assert (await _table(sessions, land))["2.1"].reason == "no_marks"
    for marked, fact in ((acts[:3], some), (acts[3:], everything)):
        async with sessions() as session:
            for item in marked:
                await marking.mark_done(
                    session, clerk, territory_id=land, key=item.key, done_on=date(2025, 2, 1), now=NOW
                )
            await session.commit()
        row = (await _table(sessions, land))["2.1"]
        async with sessions() as session:
            done = await session.scalar(text("SELECT count(*) FROM plan_marks WHERE undone_at IS NULL"))
        assert (row.fact, row.numerator, row.denominator) == (fact, done, len(acts))
        assert (await _table(sessions, land, 2024))["2.1"].reason == "no_marks"
        assert "раздела 2 плана" in (row.formula or "")


@pytest.mark.parametrize(
    ("slug", "fact"), [("smolensk", 2), ("livny", 2), ("seversk", "проведена"), ("kemerovo", "да")]
)
async def test_row_3_1_counts_campaigns_of_the_year(sessions: Sessions, slug: str, fact: int | str) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, slug)
        zone = (await territory(session, land)).timezone
        elsewhere = await made_of.add_territory(session, "apanasenkovsky")
        author = await made_of.add_person(session)
        await session.commit()
    assert (await _table(sessions, land))["3.1"].reason == "no_campaigns"
    begins, ends = datetime(2026, 1, 1, tzinfo=zone), datetime(2027, 1, 1, tzinfo=zone)
    held = [
        (land, CampaignStatus.DONE, begins),
        (land, CampaignStatus.DONE, ends - timedelta(seconds=1)),
        (land, CampaignStatus.DONE, begins - timedelta(seconds=1)),
        (land, CampaignStatus.DONE, ends),
        (land, CampaignStatus.STOPPED, NOW),
        (land, CampaignStatus.SENDING, None),
        (elsewhere, CampaignStatus.DONE, NOW),
    ]
    async with sessions() as session:
        for of, status, finished in held:
            session.add(
                Campaign(territory_id=of, author_id=author, status=status, created_at=begins, finished_at=finished)
            )
        await session.commit()
    row = (await _table(sessions, land))["3.1"]
    async with sessions() as session:
        counted = text(
            "SELECT count(*) FROM campaigns WHERE territory_id = :land AND status = 'done' "
            "AND finished_at >= :begins AND finished_at < :ends",
        ).bindparams(bindparam("begins", type_=UtcDateTime), bindparam("ends", type_=UtcDateTime))
        count = await session.scalar(counted, {"land": land, "begins": begins, "ends": ends})
    assert (row.fact, row.numerator) == (fact, count) == (fact, 2)
    assert "кампани" in (row.formula or "")
    assert (await _table(sessions, land, 2025))["3.1"].numerator == 1


@pytest.mark.parametrize(("answers", "reason"), [(0, "no_answers"), (4, "few_answers")])
async def test_satisfaction_is_not_shown_from_a_few_voices(sessions: Sessions, answers: int, reason: str) -> None:
    async with sessions() as session:
        land = await _seversk(session, (5,) * answers)
        await session.commit()
    fact = (await _table(sessions, land))["5.3"]
    assert (fact.fact, fact.reason, fact.denominator) == (None, reason, 0)
    assert fact.as_of is not None


@pytest.mark.parametrize(
    ("slug", "figures"),
    [("apanasenkovsky", (3, 2, 3, 2)), ("kemerovo", (3, 1, 3, 1)), ("smolensk", (3, 2, 3, 2)), ("livny", (3, 2, 3, 2))],
)
async def test_rows_of_goal_3_follow_the_territory_s_rule(
    sessions: Sessions, slug: str, figures: tuple[int, ...]
) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, slug)
        code = (await territory(session, land)).pack.services[0].code
        for sector in Sector:
            await made_of.add_contract(session, territory_id=land, sector=sector, service_code=code)
        await made_of.add_contract(session, territory_id=land, sector=Sector.PRIVATE)
        await session.commit()
    facts = await _table(sessions, land)
    assert tuple(facts[row].fact for row in ("3.2", "3.3", "3.4", "3.5")) == figures


async def test_only_contracts_in_force_in_the_year_count(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        await made_of.add_contract(session, territory_id=land)
        await made_of.add_contract(session, territory_id=land, status=ContractStatus.OFFERED)
        await made_of.add_contract(
            session,
            territory_id=land,
            starts_on=date(2025, 9, 1),
            ends_on=date(2025, 12, 31),
            in_force_at=datetime(2025, 8, 20, tzinfo=UTC),
        )
        await made_of.add_contract(
            session,
            territory_id=land,
            starts_on=date(2025, 9, 1),
            ends_on=date(2025, 12, 31),
            in_force_at=datetime(2026, 2, 1, tzinfo=UTC),  # signed when the year was over: of no year
        )
        await session.commit()
    assert (await _table(sessions, land))["3.4"].fact == 1
    assert (await _table(sessions, land, 2025))["3.4"].fact == 1
    assert (await _table(sessions, land, 2024))["3.4"].reason == "no_data"
    assert (await _table(sessions, land, 2027))["3.4"].reason == "not_begun"


async def test_the_table_costs_the_same_whatever_its_size(sessions: Sessions, statements: list[str]) -> None:
    async with sessions() as session:
        land = await _seversk(session)
        await session.commit()
    await _table(sessions, land)
    statements.clear()
    await _table(sessions, land)
    few = len(statements)
    async with sessions() as session:
        for _each in range(7):
            await made_of.add_contract(session, territory_id=land)
        await session.commit()
    statements.clear()
    await _table(sessions, land)
    assert len(statements) == few <= 21


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent to the database by writing sessions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
