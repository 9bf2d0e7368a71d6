"""Consents: recorded by the digest of the text that was shown, once, and withdrawn at any time."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.families import actions, queries
from services.families.models import Consent
from services.families.rules import HEALTH, PERSONAL_DATA
from services.forms.queries import draft
from tests.support.factories.families import NOW, add_own_child, add_parent, add_person, consent

Sessions = async_sessionmaker[AsyncSession]


async def _rows(sessions: Sessions, actor: Actor) -> list[Consent]:
    async with sessions() as session:
        rows = await session.scalars(select(Consent).where(Consent.person_id == actor.person_id).order_by(Consent.id))
        return list(rows)


async def test_a_consent_is_recorded_with_what_was_read(sessions: Sessions) -> None:
    text = queries.consent_text(PERSONAL_DATA)
    async with sessions() as session:
        actor = await add_person(session, locale="en")
        mark = text.digest("en")[:16]
        await actions.give_consent(session, actor, purpose=PERSONAL_DATA, seen=mark, way="chat", now=NOW)
        await session.commit()
    (row,) = await _rows(sessions, actor)
    assert (row.purpose, row.version, row.way, row.given_at) == (PERSONAL_DATA, text.version, "chat", NOW)
    assert row.text_hash == text.digest("en") != text.digest("ru")
    async with sessions() as session:
        assert await queries.has_consent(session, actor.person_id, PERSONAL_DATA)
        assert not await queries.has_consent(session, actor.person_id, HEALTH)
        assert not await queries.has_consent(session, actor.person_id, "photo")


async def test_a_double_press_is_one_consent(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        await consent(session, actor)
        await consent(session, actor)
        await session.commit()
    assert len(await _rows(sessions, actor)) == 1


@pytest.mark.parametrize("seen", ["", "0" * 64, "short"])
async def test_another_text_than_the_present_is_stale(sessions: Sessions, seen: str) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        with pytest.raises(Stale):
            await actions.give_consent(session, actor, purpose=PERSONAL_DATA, seen=seen, way="chat", now=NOW)


async def test_an_unknown_purpose_is_not_found(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        with pytest.raises(NotFound):
            await actions.give_consent(session, actor, purpose="photo", seen="0" * 64, way="chat", now=NOW)


async def test_withdrawing_keeps_the_record_and_can_be_given_again(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        await consent(session, actor)
        await actions.withdraw_consent(session, actor, purpose=PERSONAL_DATA, now=NOW)
        await actions.withdraw_consent(session, actor, purpose=PERSONAL_DATA, now=NOW)
        assert not await queries.has_consent(session, actor.person_id, PERSONAL_DATA)
        await consent(session, actor)
        await session.commit()
    assert [row.withdrawn_at for row in await _rows(sessions, actor)] == [NOW, None]


async def test_without_the_main_consent_nothing_else_stands(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        other = await add_parent(session)
        for one in (actor, other):
            await consent(session, one, HEALTH)
            await add_own_child(session, one, category="disabled")
        await actions.answer(session, actor, form="child", field="full_name", text="Орлова Анна", now=NOW)
        await actions.withdraw_consent(session, actor, purpose=PERSONAL_DATA, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await queries.consents(session, actor.person_id) == frozenset()
        assert await draft(session, actor, "child") == {}
        assert [child.category for child in await queries.children(session, actor)] == ["none"]
        assert await queries.consents(session, other.person_id) == {PERSONAL_DATA, HEALTH}
        assert [child.category for child in await queries.children(session, other)] == ["disabled"]


async def test_withdrawing_health_erases_the_category_only(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_parent(session)
        await consent(session, actor, HEALTH)
        await add_own_child(session, actor, category="ovz")
        await actions.withdraw_consent(session, actor, purpose=HEALTH, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await queries.consents(session, actor.person_id) == {PERSONAL_DATA}
        assert [child.category for child in await queries.children(session, actor)] == ["none"]


@pytest.mark.parametrize("purpose", [PERSONAL_DATA, HEALTH])
def test_the_texts_fit_a_screen_and_differ_by_language(purpose: str) -> None:
    text = queries.consent_text(purpose)
    assert text.ru != text.en
    assert max(len(text.ru), len(text.en)) <= 760
