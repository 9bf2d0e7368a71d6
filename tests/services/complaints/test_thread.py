"""From a refusal to a complaint, its answer and what follows; who may read and write what."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions as certificates
from services.certificates.models import ApplicationStatus
from services.certificates.queries import decider_of
from services.complaints import actions, queries
from services.complaints.actions import Ruling
from services.complaints.errors import (
    OwnDecision,
)
from services.complaints.models import Kind, Outcome, State, Subject
from services.complaints.rules.writing import Draft
from services.contracts.actions import decide
from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from tests.support.factories.certificates import NOW, Town, add_application, add_town

Sessions = async_sessionmaker[AsyncSession]
DAY = timedelta(days=1)


@pytest.fixture
async def town(sessions: Sessions) -> Town:
    async with sessions() as session:
        made = await add_town(session, "smolensk")
        await session.commit()
        return made


async def _filed(session: AsyncSession, who: Actor, draft: Draft) -> int:
    await actions.keep_draft(session, who, draft=draft, now=NOW)
    return (await actions.file(session, who, now=NOW)).number


async def _refused(session: AsyncSession, town: Town) -> tuple[int, int]:
    """A refused application and the complaint about it."""
    case = await add_application(session, town)
    await certificates.refuse(session, town.clerk, application_id=case, ground="no_seats", now=NOW)
    draft = Draft(Kind.SERVICE, subject=Subject.REFUSAL, application_id=case, text="Места были")
    return case, await _filed(session, town.parent, draft)


async def test_a_refusal_that_does_not_stand_is_decided_anew(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        case, number = await _refused(session, town)
        line = (await queries.own_thread(session, town.parent, number)).line
        assert line.due_on == date(2026, 9, 28), "15 working days from a Monday, 210-FZ, article 11.2, part 6"
        ruling = Ruling(Outcome.SATISFIED, "Отказ отменён", reopens=True)
        with pytest.raises(NotFound):
            await actions.answer(session, town.clerk, number=number, ruling=ruling, now=NOW)  # heads only
        await actions.assign(session, town.second_clerk, number=number, person_id=town.clerk.person_id, now=NOW)
        with pytest.raises(OwnDecision):
            await actions.answer(session, town.clerk, number=number, ruling=ruling, now=NOW)
        await actions.answer(session, town.second_clerk, number=number, ruling=ruling, now=NOW + DAY)
        with pytest.raises(Stale):
            await actions.answer(session, town.second_clerk, number=number, ruling=ruling, now=NOW + DAY)
        again = await decider_of(session, case)
        assert again is not None
        assert (again.status, again.person_id, again.ground) == (ApplicationStatus.REGISTERED, None, None)
        approval = await decide(session, town.second_clerk, application_id=case, now=NOW + DAY)
        assert approval is not None, "the seat and the money come by the ordinary way"
        assert not await actions.dispute(session, town.parent, number=number, text="", now=NOW + DAY)
        line = (await queries.own_thread(session, town.parent, number)).line
        assert (line.state, line.is_settled) == (State.CLOSED, False), "nobody stands above the head here"
        told = set(await session.scalars(text("SELECT kind FROM notices")))
        assert {"complaint_filed", "complaint_answered", "application_reopened", "application_anew"} <= told
        steps = (await session.scalars(text("SELECT deed FROM complaint_steps ORDER BY id"))).all()
        assert list(steps) == ["file", "answer", "dissent"]
        assert b"\xd0\x9c\xd0\xb5" not in bytes(
            await session.scalar(text("SELECT text FROM complaint_messages LIMIT 1"))
        )
