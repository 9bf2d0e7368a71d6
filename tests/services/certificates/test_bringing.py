"""A clerk writes down that a promised paper was brought: who may, what ends, who hears of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access.models import Look
from services.certificates import actions
from services.certificates.models import Application, ApplicationStatus
from services.core.actor import Role
from services.core.errors import NotFound, Stale
from services.families.actions.papers import promise_paper
from services.notices.models import Notice
from services.uploads.models import Promise
from tests.support.factories.certificates import NOW, add_application, add_post, add_territory, add_town
from tests.support.factories.families import add_kin


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_promised_paper_is_brought_once_and_the_case_runs_on(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions() as session:
        town = await add_town(session)
        other = await add_kin(session, town.parent, town.child_id, now=NOW)
        elsewhere = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        number = await add_application(session, town)
        await actions.send_back(session, town.clerk, application_id=number, remark="paper_missing", now=NOW)
        for kind in ("birth", "residence"):
            await promise_paper(session, town.parent, child_id=town.child_id, kind=kind, now=NOW)
        case = {"application_id": number, "now": NOW}
        for who, kind in ((elsewhere, "birth"), (town.parent, "birth"), (town.club, "birth"), (town.clerk, "foreign")):
            with pytest.raises(NotFound):
                await actions.bring_paper(session, who, kind=kind, **case)  # type: ignore[arg-type]
        await actions.bring_paper(session, town.clerk, kind="birth", **case)  # type: ignore[arg-type]
        with pytest.raises(Stale):
            await actions.bring_paper(session, town.clerk, kind="birth", **case)  # type: ignore[arg-type]
        row = await session.get_one(Application, number, populate_existing=True)
        assert row.status is ApplicationStatus.RETURNED, "one more is awaited"
        await actions.bring_paper(session, town.second_clerk, kind="residence", **case)  # type: ignore[arg-type]
        await session.refresh(row)
        assert (row.status, row.answer_by) == (ApplicationStatus.REGISTERED, None)
        kept = (await session.scalars(select(Promise.brought_by).order_by(Promise.kind))).all()
        assert kept == [town.clerk.person_id, town.second_clerk.person_id]
        told = select(Notice.data).where(Notice.kind == "paper_brought", Notice.person_id == other.person_id)
        said = [(data["waiting"], data["runs_on"]) for data in await session.scalars(told.order_by(Notice.id))]
        assert said == [(1, False), (0, True)]
        looks = [(look.subject_id, look.what, look.why) for look in await session.scalars(select(Look))]
        assert looks == [(town.parent.person_id, f"application:{number}", "brought")] * 2
