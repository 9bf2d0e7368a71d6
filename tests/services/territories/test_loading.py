"""Packs in the database: added, replaced, left alone; read back by another session."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.errors import NotFound
from services.territories import actions, queries
from services.territories.actions import Outcome
from services.territories.errors import PackBroken
from services.territories.models import Territory
from services.territories.rules import Level

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LIVNY = queries.shipped_texts()["livny.toml"]
OWN = LIVNY.replace("decision_days = { value = 7,", "decision_days = { value = 5,")
Sessions = async_sessionmaker[AsyncSession]


async def load(sessions: Sessions, text: str, now: datetime = NOW) -> actions.Loaded:
    async with sessions() as session, session.begin():
        return await actions.load(session, text=text, file="livny.toml", now=now)


async def load_shipped(sessions: Sessions, now: datetime = NOW) -> dict[str, Outcome]:
    async with sessions() as session, session.begin():
        return {loaded.slug: loaded.outcome for loaded in await actions.load_shipped(session, now=now)}


async def loaded_at(sessions: Sessions, slug: str) -> datetime | None:
    async with sessions() as session:
        return await session.scalar(select(Territory.loaded_at).where(Territory.slug == slug))


async def test_a_new_pack_is_added_and_found(sessions: Sessions) -> None:
    loaded = await load(sessions, LIVNY)
    async with sessions() as session:
        found = await queries.territory(session, loaded.territory_id)
        same = await queries.territory_by_slug(session, "livny")
    assert loaded.outcome is Outcome.ADDED
    assert found == same
    assert (found.slug, found.title, found.short_en, found.level) == ("livny", "город Ливны", "Livny", Level.MUNICIPAL)
    assert found.timezone.key == "Europe/Moscow"
    assert not found.is_project


async def test_the_same_text_changes_nothing(sessions: Sessions) -> None:
    first = await load(sessions, LIVNY)
    again = await load(sessions, LIVNY, LATER)
    assert again == actions.Loaded(first.territory_id, "livny", Outcome.UNCHANGED)
    assert await loaded_at(sessions, "livny") == NOW


async def test_another_text_replaces_and_keeps_the_id(sessions: Sessions) -> None:
    first = await load(sessions, LIVNY)
    second = await load(sessions, OWN, LATER)
    async with sessions() as session:
        found = await queries.territory(session, first.territory_id)
    assert second == actions.Loaded(first.territory_id, "livny", Outcome.REPLACED)
    assert found.policy.decision_days == 5
    assert await loaded_at(sessions, "livny") == LATER


async def test_a_broken_pack_changes_nothing(sessions: Sessions) -> None:
    await load(sessions, LIVNY)
    with pytest.raises(PackBroken):
        await load(sessions, OWN.replace("Europe/Moscow", "Europe/Livny"), LATER)
    assert await loaded_at(sessions, "livny") == NOW


async def test_all_shipped_packs_are_loaded_once(sessions: Sessions) -> None:
    first = await load_shipped(sessions)
    again = await load_shipped(sessions, LATER)
    async with sessions() as session:
        slugs = [view.slug for view in await queries.territories(session)]
    assert slugs == ["apanasenkovsky", "kemerovo", "livny", "seversk", "smolensk"]
    assert set(first.values()) == {Outcome.ADDED}
    assert set(again.values()) == {Outcome.UNCHANGED}


async def test_a_pack_loaded_by_hand_is_not_replaced_by_a_shipped_one(sessions: Sessions) -> None:
    await load(sessions, OWN)
    outcomes = await load_shipped(sessions, LATER)
    async with sessions() as session:
        found = await queries.territory_by_slug(session, "livny")
    assert outcomes["livny"] is Outcome.KEPT
    assert found.policy.decision_days == 5


async def test_an_older_shipped_pack_is_replaced(sessions: Sessions) -> None:
    await load(sessions, OWN)
    async with sessions() as session, session.begin():
        row = await session.scalar(select(Territory).where(Territory.slug == "livny"))
        assert row is not None
        row.shipped = True
    outcomes = await load_shipped(sessions, LATER)
    async with sessions() as session:
        found = await queries.territory_by_slug(session, "livny")
    assert outcomes["livny"] is Outcome.REPLACED
    assert found.policy.decision_days == 7


async def test_an_unknown_territory_is_not_found(sessions: Sessions) -> None:
    async with sessions() as session:
        for unknown in (queries.territory(session, 77), queries.territory_by_slug(session, "moscow")):
            with pytest.raises(NotFound, match="territory"):
                await unknown
        with pytest.raises(NotFound, match="territory"):
            await queries.nearest(session, lat=55.7, lon=37.6)


async def test_a_pack_is_parsed_once(sessions: Sessions) -> None:
    loaded = await load(sessions, LIVNY)
    async with sessions() as session:
        first = await queries.territory(session, loaded.territory_id)
    async with sessions() as session:
        second = await queries.territory(session, loaded.territory_id)
    assert first.pack is second.pack


@pytest.mark.parametrize(
    ("lat", "lon", "slug"),
    [
        (56.49, 84.95, "seversk"),  # Tomsk
        (55.0, 86.6, "kemerovo"),  # a village south of Kemerovo
        (52.97, 36.07, "livny"),  # Oryol
        (55.2, 34.3, "smolensk"),  # Vyazma: the oblast's own town, far from its centre
        (45.04, 41.97, "apanasenkovsky"),  # Stavropol
    ],
)
async def test_the_nearest_territory_is_chosen_by_place(sessions: Sessions, lat: float, lon: float, slug: str) -> None:
    await load_shipped(sessions)
    async with sessions() as session:
        assert (await queries.nearest(session, lat=lat, lon=lon)).slug == slug


async def test_where_the_act_names_no_body_the_responsible_answers(sessions: Sessions) -> None:
    await load_shipped(sessions)
    async with sessions() as session:
        views = {view.slug: view for view in await queries.territories(session)}
    assert views["kemerovo"].authority == "Управление образования администрации города Кемерово"
    assert views["kemerovo"].pack.authority is None
    assert views["seversk"].authority == "Управление образования Администрации ЗАТО Северск"
    assert views["smolensk"].authority == "Министерство образования и науки Смоленской области"
    assert (views["smolensk"].is_project, views["smolensk"].level) == (True, Level.STATE)
