"""What was written goes with the person: no text is left, nobody finds the letter any more."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.complaints import actions, queries
from services.complaints.models import ComplaintMessage, Kind, Subject
from services.complaints.queries import records
from services.complaints.rules.writing import Draft
from services.contracts.actions import erasing
from services.core.errors import NotFound
from tests.support.factories.certificates import NOW, add_application, add_town


async def test_the_texts_go_with_the_person(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town = await add_town(session)
        case = await add_application(session, town)
        draft = Draft(Kind.SERVICE, subject=Subject.TERM, application_id=case, text="Ждём")
        await actions.keep_draft(session, town.parent, draft=draft, now=NOW)
        number = (await actions.file(session, town.parent, now=NOW)).number
        known = await records.known_of(session, town.parent.person_id)
        assert known["complaint_messages"][0]["text"] == "Ждём"
        await erasing.erase(session, town.parent, now=NOW)
        assert set(await session.scalars(select(ComplaintMessage.text))) == {""}
        with pytest.raises(NotFound):
            await queries.own_thread(session, town.parent, number)
