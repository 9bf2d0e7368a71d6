"""Consents: recorded by the digest of the text that was shown, once, and withdrawn at any time."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.families import actions, queries
from services.families.models import Consent
from services.families.rules import HEALTH, PERSONAL_DATA, TEENAGER, Ground, Told
from services.forms.queries import draft
from tests.support.factories.certificates import add_territory
from tests.support.factories.families import NOW, add_own_child, add_parent, add_person, consent

Sessions = async_sessionmaker[AsyncSession]


async def _rows(sessions: Sessions, actor: Actor) -> list[Consent]:
    async with sessions() as session:
        rows = await session.scalars(select(Consent).where(Consent.person_id == actor.person_id).order_by(Consent.id))
        return list(rows)


async def test_a_consent_is_recorded_with_what_was_read(sessions: Sessions) -> None:
    text = queries.consent_text(HEALTH)
    async with sessions() as session:
        actor = await add_person(session, locale="en")
        mark = text.digest("en")[:16]
        await actions.give_consent(session, actor, purpose=HEALTH, seen=mark, way="chat", now=NOW)
        await session.commit()
    (row,) = await _rows(sessions, actor)
    assert (row.purpose, row.version, row.way, row.given_at) == (HEALTH, text.version, "chat", NOW)
    assert row.text_hash == text.digest("en") != text.digest("ru")
    async with sessions() as session:
        assert await queries.has_consent(session, actor.person_id, HEALTH)
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
            await actions.give_consent(session, actor, purpose=HEALTH, seen=seen, way="chat", now=NOW)


@pytest.mark.parametrize("purpose", ["photo", PERSONAL_DATA, "contract"])
async def test_only_a_consent_is_agreed_to(sessions: Sessions, purpose: str) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        with pytest.raises(NotFound):
            await actions.give_consent(session, actor, purpose=purpose, seen="0" * 64, way="chat", now=NOW)


async def test_withdrawing_keeps_the_record_and_can_be_given_again(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        await consent(session, actor)
        await actions.withdraw_consent(session, actor, purpose=HEALTH, now=NOW)
        await actions.withdraw_consent(session, actor, purpose=HEALTH, now=NOW)
        assert not await queries.has_consent(session, actor.person_id, HEALTH)
        await consent(session, actor)
        await session.commit()
    assert [row.withdrawn_at for row in await _rows(sessions, actor)] == [NOW, None]


async def test_withdrawing_health_erases_the_category_and_a_half_filled_form(sessions: Sessions) -> None:
    async with sessions() as session:
        actor, other = await add_parent(session), await add_parent(session)
        for one in (actor, other):
            await consent(session, one)
            await add_own_child(session, one, category="disabled")
        await actions.answer(session, actor, form="child", field="full_name", text="Орлова Анна", now=NOW)
        await actions.withdraw_consent(session, actor, purpose=HEALTH, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await queries.consents(session, actor.person_id) == frozenset()
        assert await draft(session, actor, "child") == {}
        assert [child.category for child in await queries.children(session, actor)] == ["none"]
        assert await queries.consents(session, other.person_id) == {HEALTH}
        assert [child.category for child in await queries.children(session, other)] == ["disabled"]


async def test_the_journal_keeps_what_was_given_and_withdrawn(sessions: Sessions) -> None:
    later = NOW + timedelta(days=1)
    async with sessions() as session:
        actor, other = await add_person(session), await add_person(session)
        for one in (actor, other):
            await consent(session, one)
        await actions.withdraw_consent(session, actor, purpose=HEALTH, now=later)
        await consent(session, actor, now=later)
        await session.commit()
    async with sessions() as session:
        rows = await queries.consent_journal(session, actor.person_id)
    assert [(row.purpose, row.way, row.given_at, row.withdrawn_at) for row in rows] == [
        (HEALTH, "chat", later, None),
        (HEALTH, "chat", NOW, later),
    ]


async def test_a_consent_of_former_days_is_history_only(sessions: Sessions) -> None:
    """One to personal data was asked once; it gives no right now, and breaks nothing."""
    async with sessions() as session:
        actor = await add_person(session)
        digest = queries.consent_text(PERSONAL_DATA, version="1").digest("ru")
        session.add(
            Consent(
                person_id=actor.person_id,
                purpose=PERSONAL_DATA,
                version="1",
                text_hash=digest,
                way="chat",
                given_at=NOW,
            )
        )
        await session.commit()
    async with sessions() as session:
        assert await queries.consents(session, actor.person_id) == frozenset()
        assert [row.purpose for row in await queries.consent_journal(session, actor.person_id)] == [PERSONAL_DATA]


async def test_a_consent_names_the_body_of_the_territory(sessions: Sessions) -> None:
    async with sessions() as session:
        actor = await add_person(session, territory_id=await add_territory(session, "livny"))
        operator = await queries.operator(session, actor)
        assert operator
        assert operator in queries.consent_text(HEALTH, operator).ru
        seen = queries.consent_text(HEALTH).digest("ru")
        with pytest.raises(Stale):  # the text of another body was shown
            await actions.give_consent(session, actor, purpose=HEALTH, seen=seen, way="chat", now=NOW)
        await consent(session, actor)
        assert await queries.has_consent(session, actor.person_id, HEALTH)


def test_every_purpose_has_its_ground_in_both_languages() -> None:
    known = {one.code: one for one in queries.purposes()}
    assert known[PERSONAL_DATA].ground is Ground.LAW
    assert {one.code for one in known.values() if one.ground is Ground.CONSENT} == {HEALTH, TEENAGER}
    for one in known.values():
        assert one.words("ru") != one.words("en")
        assert all(getattr(one.words(locale), name) for locale in ("ru", "en") for name in Told.__slots__)


def test_the_consent_says_what_the_law_wants() -> None:
    """152-FZ, article 9, part 4: the operator, purpose, data, actions, recipients, term, the way of withdrawal."""
    text = queries.consent_text(HEALTH, "Отдел образования").ru
    assert all(
        word in text for word in ("Отдел образования", "Зачем", "Какие", "Что с ними", "Кому", "Срок", "Отозвать")
    )
    assert text != queries.consent_text(HEALTH, version="1").ru


def test_the_text_fits_a_screen() -> None:
    text = queries.consent_text(HEALTH, "Управление образования " * 6)
    assert max(len(text.ru), len(text.en)) <= 900
