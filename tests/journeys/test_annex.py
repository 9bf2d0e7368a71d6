"""A year moves the act's table: each deed of the desk moves its rows and no other, and plain SQL counts the same."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import chores
from services.campaigns import actions as campaigns
from services.certificates.actions import apply
from services.contracts import actions as contracts
from services.core.actor import Actor, Role
from services.core.db import Database
from services.feedback.actions import answer
from services.feedback.models import Moment, Survey
from services.indicators import actions
from services.indicators.queries import table
from services.monitoring import actions as monitoring
from services.monitoring.actions import Paper
from services.monitoring.models import Mark
from services.monitoring.rules import Result
from services.notices import actions as notices
from services.notices.models import NoticeStatus
from services.plan import actions as marking
from services.plan import queries as plan
from services.providers.models import Sector
from services.territories.queries import territory
from services.territories.rules import normal_code
from tests.support.factories.campaigns import add_draft, add_people
from tests.support.factories.certificates import add_post, add_territory
from tests.support.factories.families import add_own_child, add_parent
from tests.support.factories.orders import add_line
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider
from tests.support.plain import PLAIN, counted

YEAR = 2026
BEGIN = datetime(YEAR, 8, 24, 7, tzinfo=UTC)
"""A Monday; the groups meet on Saturdays from 1 September."""
ASKED, SURVEYS_OVER = BEGIN + timedelta(days=45), BEGIN + timedelta(days=80)
YEAR_OVER = datetime(YEAR, 12, 31, 22, tzinfo=UTC)
"""The first hour of January at the territory's own clock: what was too little to be counted alone is counted now."""
CHARITY = "7707083893"
ORDER = "приказ от 01.02.2026 № 7"
GRADES = (5, 5, 4, 2, 4, 5, 1)
"""The last voice is of a contract outside the act."""
LEFT_OUT = {True: "state", False: "municipal"}
"""Whom rows 3.3 and 3.5 of Смоленск leave out, and 1.S of Северск."""
WAITS = {"2.2", "2.3"}
"""Rows that wait for the register of providers."""

Facts = dict[str, Any]


@dataclass
class Town:
    """A territory whose year goes by; the second of its clubs is a charity. ``rows`` are counted by plain SQL too."""

    database: Database
    land: int
    code: str
    clerk: Actor
    clubs: tuple[Actor, ...]
    rows: frozenset[str]
    now: datetime = BEGIN

    async def facts(self, year: int = YEAR) -> Facts:
        """What the product says."""
        async with self.database.sessions() as session:
            rows = await table(session, territory=await territory(session, self.land), year=year, now=self.now)
        assert {row.reason for row in rows if row.code in WAITS} == {"register"}
        return {row.code or "": row.fact for row in rows}

    async def moved(self, before: Facts) -> Facts:
        """The rows that are not as before, each as plain SQL counts it."""
        after = await self.facts()
        found = {row: fact for row, fact in after.items() if fact != before[row]}
        async with self.database.sessions() as session:
            zone = (await territory(session, self.land)).timezone
            named = {"land": self.land, "code": self.code, "out": LEFT_OUT[bool(self.code)]}
            named |= {"year": YEAR, "zone": zone, "now": self.now}
            plain = {row: await counted(session, row, **named) for row in self.rows}
        assert {row: after[row] or 0 for row in self.rows} == {row: plain[row] or 0 for row in self.rows}
        before.update(after)
        return found

    async def wait_until(self, moment: datetime) -> None:
        """Time goes on, and what happens by itself happens."""
        self.now = moment
        await chores.once(self.database, lambda: self.now, by_night=True)


async def _town(database: Database, slug: str, sectors: tuple[Sector, ...], rows: frozenset[str]) -> Town:
    async with database.sessions() as session:
        land = await add_territory(session, slug)
        services = (await territory(session, land)).pack.services
        code = normal_code(services[0].code) if services else ""
        clubs = []
        for sector in sectors:
            is_npo = sector is Sector.PRIVATE and len(clubs) == 1
            club = await add_provider(
                session, territory_id=land, sector=sector, is_npo=is_npo, inn=CHARITY if is_npo else None
            )
            clubs.append(await add_post(session, Role.PROVIDER, land, club))
        for of in {code or None, None}:
            await add_line(session, territory_id=land, service_code=of)
        clerk = await add_post(session, Role.CLERK, land)
        await session.commit()
        return Town(database, land, code, clerk, tuple(clubs), rows)


async def _signed(session: AsyncSession, town: Town, club: Actor, parent: Actor, child: int, code: str | None) -> None:
    """A family applies, the clerk approves, the club confirms, the parent signs by a code."""
    (provider,) = club.providers
    program = await add_program(session, territory_id=town.land, provider_id=provider, service_code=code)
    group = await add_group(session, program_id=program)
    number = (await apply(session, parent, group_id=group, child_id=child, now=town.now)).number
    made = await contracts.approve(session, town.clerk, application_id=number, now=town.now)
    await contracts.agree_as_provider(session, club, contract_id=made.id, now=town.now)
    code_sent = (await contracts.ask_code(session, parent, contract_id=made.id, now=town.now)).code
    await contracts.sign_as_parent(session, parent, contract_id=made.id, code=code_sent, now=town.now)


async def _families_sign(session: AsyncSession, town: Town, who: tuple[int, ...]) -> None:
    """A child for each number of a club; the first child goes to the third too, and beyond the act to the fourth."""
    first: tuple[Actor, int] | None = None
    for number, club in enumerate(who):
        parent = await add_parent(session, territory_id=town.land, phone=f"+7912345670{number}")
        child = await add_own_child(session, parent, now=town.now)
        await _signed(session, town, town.clubs[club], parent, child, town.code or None)
        first = first or (parent, child)
    assert first is not None
    await _signed(session, town, town.clubs[2], *first, town.code or None)
    for beyond in town.clubs[3:]:
        await _signed(session, town, beyond, *first, None)


async def _plan_rows_are_done(session: AsyncSession, town: Town) -> None:
    acts = (await plan.plan(session, town.clerk, territory_id=town.land, now=town.now)).stages()[2]
    for item in acts[:3]:
        await marking.mark_done(session, town.clerk, territory_id=town.land, key=item.key, now=town.now)


async def _a_campaign_is_held(session: AsyncSession, town: Town) -> None:
    await add_people(session, town.land, 2)
    number = await add_draft(session, town.clerk, now=town.now)
    await campaigns.send(session, town.clerk, campaign_id=number, now=town.now)
    while await notices.work_mailings(session, now=town.now, by_night=True):
        for one in await notices.claim(session, now=town.now + timedelta(days=1)):
            await notices.close(session, [notices.Outcome(one.id, NoticeStatus.SENT)], now=town.now)
    await campaigns.settle(session, campaign_id=number, now=town.now)


async def _monitoring_is_set_up(session: AsyncSession, town: Town) -> None:
    named = {"territory_id": town.land, "paper": Paper(ORDER, town.now.date()), "now": town.now}
    await monitoring.name_unit(session, town.clerk, name="Отдел мониторинга", **named)
    await monitoring.put_in_force(session, town.clerk, codes=("licence", "program", "access"), **named)


async def _checked(session: AsyncSession, town: Town, by: Actor, club: Actor) -> None:
    (provider,) = club.providers
    visit = await monitoring.begin(session, by, provider_id=provider, held_on=town.now.date(), now=town.now)
    missed = Result(Mark.NOT_MET, "Нет на сайте", town.now.date() + timedelta(days=9))
    marks = {"licence": Result(Mark.MET), "program": missed, "access": Result(Mark.MET)}
    await monitoring.mark(session, by, visit_id=visit, results=marks)
    await monitoring.sign(session, by, visit_id=visit, now=town.now)


async def _support_is_given(session: AsyncSession, town: Town) -> None:
    given = actions.Given(CHARITY, date(YEAR, 3, 1), 100, ORDER)
    await actions.record_support(session, town.clerk, territory_id=town.land, given=given, now=town.now)


async def _market_is_analysed(session: AsyncSession, town: Town) -> None:
    found = actions.Findings(date(YEAR, 2, 1), ORDER, {}, (CHARITY,))
    await actions.confirm_analysis(session, town.clerk, territory_id=town.land, findings=found, now=town.now)


async def _parents_answer(session: AsyncSession, town: Town) -> None:
    asked = select(Survey.id, Survey.person_id).where(Survey.moment == Moment.LESSONS).order_by(Survey.id)
    for (survey, person), grade in zip((await session.execute(asked)).all(), GRADES, strict=False):
        parent = Actor(person, "ru", town.land)
        await answer(session, parent, survey_id=survey, question="lessons", grade=grade, now=town.now)


async def _done(town: Town, deed: Any, *given: Any) -> None:
    async with town.database.sessions() as session:
        await deed(session, town, *given)
        await session.commit()


async def test_a_year_in_smolensk(database: Database) -> None:
    rows = frozenset(PLAIN) - {"1.S"}
    town = await _town(database, "smolensk", (Sector.STATE, Sector.PRIVATE, Sector.MUNICIPAL, Sector.PRIVATE), rows)
    facts = await town.facts()
    assert {facts[row] for row in rows} == {None}
    await _done(town, _plan_rows_are_done)
    assert await town.moved(facts) == {"2.1": 3}
    await _done(town, _a_campaign_is_held)
    assert await town.moved(facts) == {"3.1": 1}
    await _done(town, _monitoring_is_set_up)
    assert await town.moved(facts) == {"4.3": 1}
    await _done(town, _families_sign, (0, 0, 0, 1, 2))
    zero = {"4.4": 0, "5.2": 0}
    assert await town.moved(facts) == {"1.3": 1, "3.2": 3, "3.3": 2, "3.4": 5, "3.5": 3, **zero}
    await _done(town, _support_is_given)
    assert await town.moved(facts) == {"1.4": 1}
    await _done(town, _market_is_analysed)
    assert await town.moved(facts) == {"2.4": 1}
    await _done(town, _checked, town.clerk, town.clubs[0])
    assert await town.moved(facts) == {"4.5": 66.7}
    await _done(town, _checked, town.clubs[1], town.clubs[1])
    assert await town.moved(facts) == {"4.4": 1}
    await town.wait_until(ASKED)
    assert await town.moved(facts) == {"5.1": 1}
    await _done(town, _parents_answer)
    assert await town.moved(facts) == {}
    await town.wait_until(SURVEYS_OVER)
    assert await town.moved(facts) == {"5.2": 3}
    await town.wait_until(YEAR_OVER)
    assert await town.moved(facts) == {"5.3": 83.3}
    before = await town.facts(YEAR - 1)
    assert not any(before[row] for row in rows), "the year before stays as it was"


async def test_goal_1_of_seversk(database: Database) -> None:
    town = await _town(
        database, "seversk", (Sector.MUNICIPAL, Sector.PRIVATE, Sector.MUNICIPAL), frozenset({"1.S", "3.4", "3.5"})
    )
    facts = await town.facts()
    assert facts["1.S"] is None
    await _done(town, _families_sign, (0, 2))
    assert (await town.moved(facts))["1.S"] == 0
    await _done(town, _families_sign, (1,))
    assert (await town.moved(facts))["1.S"] == 33.3
