"""The demo's past is true, relative to today, and gives the indicators their facts."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.demo.history import CONTRACTS, put_history
from services.contracts.models import Contract, ContractStatus
from services.indicators.queries import COMPUTED, table
from services.notices.models import Notice
from services.providers.models import Sector
from services.territories.actions import load_shipped
from services.territories.queries import TerritoryView, territories
from services.territories.rules import NonPublicRule, normal_code
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATE = [
    datetime(2026, 3, 1, 9, tzinfo=UTC),
    datetime(2026, 12, 31, 20, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 30, tzinfo=UTC),
    datetime(2027, 1, 9, 9, tzinfo=UTC),
    datetime(2027, 1, 16, 9, tzinfo=UTC),
    datetime(2028, 2, 29, 9, tzinfo=UTC),
]


async def _put_catalogue(session: AsyncSession, now: datetime) -> None:
    await load_shipped(session, now=now)
    for land in await territories(session):
        services = land.pack.services
        code = normal_code(services[0].code) if services else None
        for sector in (Sector.MUNICIPAL, Sector.PRIVATE):
            club = await add_provider(session, territory_id=land.id, sector=sector)
            program = await add_program(session, territory_id=land.id, provider_id=club, service_code=code)
            for day in (45, 20):
                starts_on = now.date() - timedelta(days=day)
                await add_group(
                    session,
                    program_id=program,
                    starts_on=starts_on,
                    ends_on=starts_on + timedelta(days=250),
                    capacity=8,
                )


async def _seeded(sessions: Sessions, now: datetime) -> list[TerritoryView]:
    async with sessions() as session:
        await _put_catalogue(session, now)
        await session.commit()
    async with sessions() as session:
        await put_history(session, now=now)
        await session.commit()
    async with sessions() as session:
        return await territories(session)


@pytest.mark.parametrize("now", [NOON, *LATE], ids=str)
async def test_every_territory_has_facts_of_this_year(sessions: Sessions, now: datetime) -> None:
    for land in await _seeded(sessions, now):
        year = now.astimezone(land.timezone).year
        async with sessions() as session:
            facts = {fact.code: fact for fact in await table(session, territory=land, year=year, now=now)}
        computed = {code: fact.fact for code, fact in facts.items() if code in COMPUTED}
        assert None not in computed.values(), (land.slug, computed)
        assert computed["3.4"] == CONTRACTS
        is_municipal_apart = land.policy.non_public_rule is NonPublicRule.SMOLENSK
        assert computed["3.5"] == (CONTRACTS if is_municipal_apart else 4)
        assert computed["5.3"] == 83.3
        assert facts["5.3"].denominator == CONTRACTS


async def test_the_past_is_past_and_tells_nobody(sessions: Sessions) -> None:
    await _seeded(sessions, NOON)
    async with sessions() as session:
        contracts = (await session.scalars(select(Contract))).all()
        assert len(contracts) == 5 * CONTRACTS
        assert all(one.status is ContractStatus.IN_FORCE for one in contracts)
        assert all(one.starts_on.year == NOON.year for one in contracts)
        assert all(one.first_lesson_ends_at and one.first_lesson_ends_at < NOON for one in contracts)
        assert await session.scalar(select(func.count(Notice.id))) == 0
        for column in ("surveys.opened_at", "answers.answered_at", "signatures.made_at", "applications.submitted_at"):
            name = column.split(".")
            later = await session.scalar(
                text(f"SELECT count(*) FROM {name[0]} WHERE {name[1]} > :now").bindparams(
                    now=NOON if session.get_bind().dialect.name == "postgresql" else NOON.strftime("%Y-%m-%d %H:%M:%S"),
                ),
            )
            assert later == 0
        assert await session.scalar(text("SELECT count(*) FROM doors")) == 0
        assert await session.scalar(text("SELECT count(*) FROM memberships")) == 0


async def test_twice_is_once(sessions: Sessions) -> None:
    await _seeded(sessions, NOON)
    async with sessions() as session:
        await put_history(session, now=NOON + timedelta(days=40))
        await session.commit()
    async with sessions() as session:
        assert await session.scalar(select(func.count(Contract.id))) == 5 * CONTRACTS


async def test_there_is_an_order_for_this_year_and_the_next(sessions: Sessions) -> None:
    lands = await _seeded(sessions, NOON)
    async with sessions() as session:
        for land in lands:
            rows = await session.execute(
                text("SELECT DISTINCT year FROM order_lines WHERE territory_id = :land").bindparams(land=land.id),
            )
            assert {year for (year,) in rows} == {2026, 2027}


async def test_without_a_catalogue_nothing_is_made_up(sessions: Sessions) -> None:
    async with sessions() as session:
        await load_shipped(session, now=NOON)
        await put_history(session, now=NOON)
        await session.commit()
        assert await session.scalar(select(func.count(Contract.id))) == 0
