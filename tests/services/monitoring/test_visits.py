"""From a checklist in force to a closed check, and the figures of goal 4."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid, NotAllowed, NotFound, Stale
from services.indicators.queries import IndicatorFact, table
from services.monitoring import actions, queries
from services.monitoring.actions import Paper
from services.monitoring.errors import NoChecklist, NothingChecked, ObjectionOpen, ObjectionOver
from services.monitoring.models import Mark, VisitState
from services.monitoring.rules import Result
from services.territories.queries import territory
from tests.support.factories.certificates import NOW, Town, add_town
from tests.support.factories.feedback import add_contract, add_person

Sessions = async_sessionmaker[AsyncSession]
TODAY = NOW.date()
PAPER = Paper("приказ от 01.02.2026 № 7", TODAY)
CODES = ("licence", "program", "access", "survey")
MET, MISSED = Result(Mark.MET), Result(Mark.NOT_MET, "Нет на сайте", TODAY + timedelta(days=9))


@pytest.fixture
async def town(sessions: Sessions) -> Town:
    async with sessions() as session:
        made = await add_town(session, "smolensk")
        where = {"territory_id": made.territory_id, "paper": PAPER, "now": NOW}
        await actions.name_unit(session, made.clerk, name="Отдел мониторинга", **where)
        await actions.put_in_force(session, made.clerk, codes=CODES, **where)
        await session.commit()
        return made


async def _begun(session: AsyncSession, town: Town, actor: Actor) -> int:
    return await actions.begin(session, actor, provider_id=town.provider_id, held_on=TODAY, now=NOW)


async def _facts(session: AsyncSession, land: int) -> dict[str, IndicatorFact]:
    found = await table(session, territory=await territory(session, land), year=NOW.year, now=NOW)
    return {fact.code or "": fact for fact in found}


async def test_a_check_of_the_body_is_signed_objected_settled_and_closed(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        number = await _begun(session, town, town.clerk)
        with pytest.raises(NotFound):
            await queries.visit(session, town.club, number)  # not signed: nobody else's to read
        with pytest.raises(NothingChecked):
            await actions.sign(session, town.clerk, visit_id=number, now=NOW)
        marks = {"licence": MET, "program": MISSED, "access": Result(Mark.NOT_APPLICABLE), "survey": MISSED}
        await actions.mark(session, town.clerk, visit_id=number, results=marks)
        await actions.sign(session, town.clerk, visit_id=number, now=NOW)
        with pytest.raises(Stale):
            await actions.mark(session, town.clerk, visit_id=number, results=marks)
        seen = await queries.visit(session, town.club, number)
        assert [one.mark for one in seen.marks] == [one.mark for one in marks.values()]
        assert "Нет на сайте" not in repr(seen)
        assert (await _facts(session, town.territory_id))["4.5"].fact == 33.3
        said = {"visit_id": number, "measure": "program", "text": "Есть, вот ссылка"}
        with pytest.raises(ObjectionOver):
            await actions.object_to(session, town.club, now=NOW + timedelta(days=11), **said)
        await actions.object_to(session, town.club, now=NOW, **said)
        with pytest.raises(ObjectionOpen):
            await actions.close(session, town.clerk, visit_id=number, now=NOW)
        await actions.settle(session, town.clerk, visit_id=number, measure="program", upheld=True, now=NOW)
        await actions.remedied(session, town.clerk, visit_id=number, measure="survey", on=TODAY)
        await actions.close(session, town.clerk, visit_id=number, now=NOW)
        assert (await queries.visit(session, town.clerk, number)).state is VisitState.CLOSED
        met = "SELECT 100.0 * sum(CASE mark WHEN 'met' THEN 1 ELSE 0 END) / count(*) FROM visit_marks "
        share = await session.scalar(text(met + "WHERE mark IN ('met', 'not_met')"))
        assert (await _facts(session, town.territory_id))["4.5"].fact == pytest.approx(float(share or 0), abs=0.05)
        told = (await session.scalars(text("SELECT kind FROM notices WHERE kind LIKE 'visit_%' ORDER BY id"))).all()
        assert sorted(set(told)) == ["visit_answered", "visit_objected", "visit_signed"]


async def test_a_club_checks_itself_and_counts(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        facts = await _facts(session, town.territory_id)
        assert (facts["4.4"].reason, facts["4.5"].reason) == ("no_data", "no_visits")
        assert facts["4.3"].fact == 1
        code = (await territory(session, town.territory_id)).pack.services[0].code
        where = {"territory_id": town.territory_id, "provider_id": town.provider_id}
        await add_contract(session, service_code=code, **where)
        number = await _begun(session, town, town.club)
        await actions.mark(session, town.club, visit_id=number, results={"licence": MET})
        with pytest.raises(NotFound):
            await queries.visit(session, town.clerk, number)  # the body reads it when it is closed
        await actions.sign(session, town.club, visit_id=number, now=NOW)
        assert (await queries.visit(session, town.clerk, number)).state is VisitState.CLOSED
        facts = await _facts(session, town.territory_id)
        assert facts["4.4"].numerator == 1
        assert facts["4.5"].reason == "no_visits", "what a club says of itself is not conformity"


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ({"licence": Result(Mark.NOT_MET, "", TODAY)}, "blank"),
        ({"licence": Result(Mark.NOT_MET, "Нет")}, "day"),
        ({"licence": Result(Mark.NOT_MET, "Нет", TODAY - timedelta(days=1))}, "day"),
        ({"licence": Result(Mark.MET, "я" * 501)}, "long"),
    ],
)
async def test_a_mark_that_cannot_stand(sessions: Sessions, town: Town, results: dict[str, Result], why: str) -> None:
    async with sessions() as session:
        number = await _begun(session, town, town.clerk)
        with pytest.raises(Invalid) as wrong:
            await actions.mark(session, town.clerk, visit_id=number, results=results)
        assert wrong.value.why == why
        with pytest.raises(NotFound):
            await actions.mark(session, town.clerk, visit_id=number, results={"none": MET})


async def test_who_may_not(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        stranger = Actor(await add_person(session), "ru", None, (Post(Role.CLERK, 10**9),))
        where = {"territory_id": town.territory_id, "paper": PAPER, "now": NOW}
        with pytest.raises(NotAllowed):
            await actions.put_in_force(session, stranger, codes=CODES, **where)
        with pytest.raises(NotFound):
            await _begun(session, town, stranger)
        with pytest.raises(Invalid):
            await actions.put_in_force(session, town.clerk, codes=("none",), **where)
        held = {"provider_id": town.provider_id, "now": NOW}
        with pytest.raises(NoChecklist):
            await actions.begin(session, town.clerk, held_on=date(2020, 1, 1), **held)
        with pytest.raises(Invalid):
            await actions.begin(session, town.clerk, held_on=date(2099, 1, 1), **held)
