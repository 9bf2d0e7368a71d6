"""The demo's past is true, relative to today, and gives the indicators their facts."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.demo.history import CONTRACTS, put_history, put_territory
from services.contracts.models import Contract, ContractStatus
from services.indicators.queries import COMPUTED, table
from services.notices.models import Notice
from services.providers.models import Sector
from services.territories.actions import load_shipped
from services.territories.queries import TerritoryView, territories, territory_by_slug
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


async def _computed(sessions: Sessions, land: TerritoryView, now: datetime) -> dict[str | None, object]:
    year = now.astimezone(land.timezone).year
    async with sessions() as session:
        facts = await table(session, territory=land, year=year, now=now)
    return {fact.code: fact.fact for fact in facts if fact.code in COMPUTED}


async def _nobody_is_told_and_nothing_lies_ahead(sessions: Sessions) -> None:
    async with sessions() as session:
        contracts = (await session.scalars(select(Contract))).all()
        assert len(contracts) == 5 * CONTRACTS
        assert all(one.status is ContractStatus.IN_FORCE for one in contracts)
        assert all(one.starts_on.year == NOON.year for one in contracts)
        assert all(one.first_lesson_ends_at and one.first_lesson_ends_at < NOON for one in contracts)
        assert await session.scalar(select(func.count(Notice.id))) == 0
        for column in ("surveys.opened_at", "signatures.made_at", "applications.submitted_at"):
            name = column.split(".")
            later = await session.scalar(
                text(f"SELECT count(*) FROM {name[0]} WHERE {name[1]} > :now").bindparams(
                    now=NOON if session.get_bind().dialect.name == "postgresql" else NOON.strftime("%Y-%m-%d %H:%M:%S"),
                ),
            )
            assert later == 0
        assert await session.scalar(text("SELECT count(*) FROM doors")) == 0
        assert await session.scalar(text("SELECT count(*) FROM memberships")) == 0


ALWAYS = {"goal_no", "type", "text", "is_subrow", "formula", "as_of"}
"""Keys of a row that are never null; base, target and unit are null where the act prints none."""


async def _no_null_unexplained(sessions: Sessions, land: TerritoryView) -> None:
    async with sessions() as session:
        facts = await table(session, territory=land, year=NOON.year, now=NOON)
    for fact, act in zip(facts, land.pack.indicators, strict=True):
        row = fact.row()
        assert None not in {row[key] for key in ALWAYS}, row
        assert (row["fact"] is None) == bool(row["reason"]) == (row["source"] is None), row
        assert (row["base"] is None, row["target"] is None) == (act.base_value is None, act.target_value is None)
        assert row["denominator"] is None or row["numerator"] is not None, row
        assert row["fact"] is None or row["numerator"] is not None, row


async def test_every_territory_has_facts_of_this_year_and_the_past_is_past(sessions: Sessions) -> None:
    for land in await _seeded(sessions, NOON):
        await _no_null_unexplained(sessions, land)
        computed = await _computed(sessions, land, NOON)
        is_municipal_apart = land.policy.non_public_rule is NonPublicRule.SMOLENSK
        by_staff = {"1.4", "2.1", "2.4", "3.1", "3.2S", "4.3", "4.5"}  # the seed enters nothing for the staff
        assert None not in {fact for row, fact in computed.items() if row not in by_staff}, (land.slug, computed)
        assert computed["3.4"] == CONTRACTS
        assert computed["3.5"] == (CONTRACTS if is_municipal_apart else 4)
        assert computed["5.3"] == 83.3
    await _nobody_is_told_and_nothing_lies_ahead(sessions)


@pytest.mark.parametrize(
    ("engine_name", "now"),
    [*(("sqlite", now) for now in LATE), ("postgresql", LATE[1]), ("postgresql", LATE[-1])],
    ids=str,
    indirect=["engine_name"],
)
async def test_the_year_may_have_just_begun(sessions: Sessions, now: datetime) -> None:
    async with sessions() as session:
        await _put_catalogue(session, now)
        land = await territory_by_slug(session, "seversk")
        await put_territory(session, land, now=now)
        await session.commit()
    computed = await _computed(sessions, land, now)
    assert computed == computed | {"1.S": 50, "3.4": CONTRACTS, "3.5": 4, "5.3": 83.3}


async def test_twice_is_once_and_there_is_an_order_for_the_next_year_too(sessions: Sessions) -> None:
    async with sessions() as session:
        await _put_catalogue(session, NOON)
        land = await territory_by_slug(session, "smolensk")
        for later in (timedelta(), timedelta(days=40)):
            await put_territory(session, land, now=NOON + later)
        await session.commit()
    async with sessions() as session:
        assert await session.scalar(select(func.count(Contract.id))) == CONTRACTS
        years = await session.scalars(text("SELECT DISTINCT year FROM order_lines"))
        assert set(years) == {2026, 2027}


async def test_without_a_catalogue_nothing_is_made_up(sessions: Sessions) -> None:
    async with sessions() as session:
        await load_shipped(session, now=NOON)
        await put_history(session, now=NOON)
        await session.commit()
        assert await session.scalar(select(func.count(Contract.id))) == 0
