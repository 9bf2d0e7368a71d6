"""The second step of an erasure: when the term is over, what tells of a person is destroyed, with an act."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access.actions import look
from services.access.models import Look
from services.certificates import actions as certificates
from services.certificates.models import Application
from services.contracts import actions as contracts
from services.contracts.actions import erasing, retention
from services.contracts.models import Contract, Destruction
from services.families.models import Child
from tests.support.factories.certificates import NOW, add_application, add_other_group, add_town

YEAR = timedelta(days=366)


async def test_closed_papers_lose_their_people_when_the_term_is_over(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        made = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await erasing.erase(session, town.parent, now=NOW)
        await retention.forget_old(session, now=NOW + 5 * YEAR)
        session.expire_all()
        assert (await session.get_one(Contract, made.id)).text, "five years are not over"
        over = NOW + 7 * YEAR
        assert await retention.destroy_due(session, now=over) == 1
        assert await retention.destroy_due(session, now=over) == 0
        session.expire_all()
        gone = await session.get_one(Contract, made.id)
        assert (gone.text, gone.facts, gone.digest) == ("", "", made.digest)
        child = await session.get_one(Child, town.child_id)
        assert (child.full_name, child.snils) == ("", "")
        acts = list(await session.scalars(select(Destruction).order_by(Destruction.id)))
        assert [(act.ground, act.destroyed.get("contracts")) for act in acts] == [("term", 1)], (
            "the first act went by its own term"
        )


async def test_refused_cases_and_old_looks_go_by_their_terms(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town = await add_town(session)
        waiting = await add_application(session, town)
        old = await add_application(session, town, group_id=await add_other_group(session, town))
        await certificates.withdraw(session, town.parent, application_id=old, now=NOW)
        seen = {"subject_id": town.parent.person_id, "what": "desk", "why": "desk"}
        await look(session, town.clerk, **seen, now=NOW)  # type: ignore[arg-type]
        for years, cases, looks in ((2, {waiting, old}, 1), (4, {waiting}, 0)):
            await retention.forget_old(session, now=NOW + years * YEAR)
            assert set(await session.scalars(select(Application.id))) == cases
            assert len(list(await session.scalars(select(Look.id)))) == looks
