"""Filed through the staff: the visitor's code is spent, the number and the terms are ordinary ones."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates.errors import AlreadyApplied
from services.certificates.models import Application, ApplicationStatus, ApplicationStep
from services.core.actor import Role
from services.core.errors import Invalid, NotFound
from services.identity import actions
from services.notices.models import Notice
from services.openings import actions as openings
from tests.support.factories.certificates import NOW, add_post, add_territory, add_town
from tests.support.factories.families import next_snils

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture(scope="session", params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def test_a_visitors_code_files_once_and_only_here(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, level_apply="2")
        foreign = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        code = str(await actions.ask_desk_code(session, town.parent, now=NOW))
        what = {"typed": code, "group_id": town.group_id, "child_id": town.child_id, "now": NOW}
        children = await openings.visitors_children(session, town.clerk, typed=code, now=NOW)
        assert [one.id for one in children or []] == [town.child_id]
        with pytest.raises(NotFound):
            await openings.file_for_visitor(session, foreign, **what)  # type: ignore[arg-type]
        receipt = await openings.file_for_visitor(session, town.clerk, **what)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            await openings.file_for_visitor(session, town.clerk, **what)  # type: ignore[arg-type]
        await session.commit()
        row = await session.get_one(Application, receipt.number)
        assert (row.status, row.filed_by, row.filed_how) == (
            ApplicationStatus.REGISTERED,
            town.clerk.person_id,
            "code",
        )
        step = await session.scalar(select(ApplicationStep).order_by(ApplicationStep.id))
        assert step is not None
        assert (step.party, step.person_id, step.code) == ("body", town.clerk.person_id, "code")
        told = await session.scalars(select(Notice.kind).where(Notice.person_id == town.parent.person_id))
        assert "application_assisted" in set(told)


async def test_a_paper_form_makes_a_record_and_finds_the_same_child(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        parent = {"full_name": "Седова Ирина Львовна", "phone": "+79120000777"}
        snils = next_snils()
        child = {"full_name": "Седов Лев Ильич", "birth_date": "2018-02-01", "snils": snils, "category": "none"}
        what = {"parent": parent, "child": child, "group_id": town.group_id, "now": NOW}
        receipt = await openings.file_from_paper(session, town.clerk, **what)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            await openings.file_from_paper(session, town.parent, **what)  # type: ignore[arg-type]
        with pytest.raises(AlreadyApplied) as twice:
            await openings.file_from_paper(session, town.clerk, **what)  # type: ignore[arg-type]
        assert twice.value.number == receipt.number
