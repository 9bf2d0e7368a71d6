"""Answers outlive a restart, and nobody reads another person's."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.forms.actions import drop, keep
from services.forms.queries import draft
from tests.support.factories.families import NOW, add_person

ANSWERS = {"full_name": "Орлова Мария", "snils": "11223344595"}


async def test_answers_survive(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        other = await add_person(session)
        await keep(session, actor, form="child", answers={"full_name": "Другая Анна"}, now=NOW)
        await keep(session, actor, form="child", answers=ANSWERS, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await draft(session, actor, "child") == ANSWERS
        assert await draft(session, actor, "representative") == {}
        assert await draft(session, other, "child") == {}


async def test_a_dropped_draft_is_gone(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        await keep(session, actor, form="child", answers=ANSWERS, now=NOW)
        await drop(session, actor, form="child")
        await session.commit()
    async with sessions() as session:
        assert await draft(session, actor, "child") == {}


async def test_the_table_holds_no_plain_answer(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        actor = await add_person(session)
        await keep(session, actor, form="child", answers=ANSWERS, now=NOW)
        await session.commit()
    async with sessions() as session:
        raw = bytes((await session.execute(text("SELECT answers FROM form_drafts"))).scalar_one())
    assert "Орлова".encode() not in raw
    assert b"11223344595" not in raw
