"""What people enter for a year's table, and its way from figures to a published document."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid, NotAllowed, NotFound, ServiceError, Stale
from services.indicators import actions, queries
from services.indicators.actions import Entry, entering, periods
from services.indicators.errors import ReasonNeeded, SameHand, StillMissing, TableFixed
from services.indicators.models import PeriodState
from services.providers.models import Sector
from services.territories.queries import territory
from tests.support.factories import feedback as made_of
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
YEAR = 2026
ORDER = "приказ от 01.02.2026 № 7"


async def _staff(session: AsyncSession, land: int, role: Role) -> Actor:
    return Actor(await made_of.add_person(session), "ru", land, (Post(role, land),))


async def _row(session: AsyncSession, land: int, code: str, year: int = YEAR) -> queries.IndicatorFact:
    facts = await queries.table(session, territory=await territory(session, land), year=year, now=NOW)
    return next(fact for fact in facts if fact.code == code)


async def test_a_value_by_hand_stands_before_the_counted_one_until_it_is_taken_back(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, "smolensk")
        clerk = await _staff(session, land, Role.CLERK)
        place = {"territory_id": land, "year": YEAR, "now": NOW}
        await actions.enter(session, clerk, row="1.1", entry=Entry("значение: 30 700,", ORDER), **place)
        told = await _row(session, land, "1.1")
        assert (told.fact, told.source, told.reason, told.row()["reason"]) == (30700, "manual", None, None)
        with pytest.raises(ReasonNeeded):
            await actions.enter(session, clerk, row="5.1", entry=Entry("1", ORDER), **place)
        await actions.enter(session, clerk, row="5.1", entry=Entry("1", ORDER, "Опрос на бумаге"), **place)
        told = await _row(session, land, "5.1")
        assert (told.fact, told.source, told.counted) == (1, "manual", None)
        assert told.kept is not None
        assert told.kept.reason == "Опрос на бумаге"
        assert "Опрос" not in repr(told.kept)
        await actions.withdraw(session, clerk, row="5.1", **place)
        assert (await _row(session, land, "5.1")).reason == "no_surveys"
        with pytest.raises(NotFound):
            await actions.withdraw(session, clerk, row="5.1", **place)
        kept = await session.scalar(text("SELECT count(*) FROM indicator_values"))
        assert kept == 2, "a value taken back stays with who took it"


async def test_analysis_support_and_coverage_feed_their_rows(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, "livny")
        clerk = await _staff(session, land, Role.CLERK)
        code = (await territory(session, land)).pack.services[0].code
        charity = await add_provider(session, territory_id=land, sector=Sector.PRIVATE, is_npo=True, inn="7707083893")
        await made_of.add_contract(session, territory_id=land, provider_id=charity, service_code=code)
        assert (await _row(session, land, "2.4")).reason == "analysis"
        assert (await _row(session, land, "1.4")).reason == "no_support"
        values = {"3.4": ("1 200", ""), "5.3": ("80 %", "90")}
        found = actions.Findings(date(2026, 2, 1), ORDER, values, ("7707083893",))
        await actions.confirm_analysis(session, clerk, territory_id=land, findings=found, now=NOW)
        given = actions.Given("7707083893", date(2026, 3, 1), 100, ORDER)
        await actions.record_support(session, clerk, territory_id=land, given=given, now=NOW)
        assert (await _row(session, land, "2.4")).fact == 100
        assert (await _row(session, land, "1.4")).fact == 1
        told = await _row(session, land, "3.4")
        assert (told.base, str(told.target)[:5], told.analysed) == (1200, "будет", ORDER)
        assert (await _row(session, land, "5.3")).target == 90
        assert (await _row(session, land, "1.4", 2024)).reason == "no_data"
        land = await made_of.add_territory(session, "seversk")
        clerk = await _staff(session, land, Role.CLERK)
        assert (await _row(session, land, "3.2S")).reason == "external"
        told_by = {"territory_id": land, "year": YEAR, "now": NOW}
        for children in (11_000, 11_040):
            cover = actions.Cover(children, 12_000, "ЕАИС ДО")
            await actions.import_coverage(session, clerk, cover=cover, **told_by)
        told = await _row(session, land, "3.2S")
        assert (told.fact, told.source, told.numerator, told.denominator) == (92, "imported", 11_040, 12_000)
        with pytest.raises(Invalid):
            await actions.import_coverage(session, clerk, cover=actions.Cover(13_000, 12_000, "ЕАИС ДО"), **told_by)


async def test_a_year_is_collected_agreed_signed_published_and_corrected(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, "seversk")
        clerk, chief = await _staff(session, land, Role.CLERK), await _staff(session, land, Role.CHIEF)
        year = {"territory_id": land, "year": YEAR}
        assert await actions.collect(session, clerk, due_on=date(2026, 10, 1), now=NOW, **year) == 1
        with pytest.raises(StillMissing) as left:
            await actions.agree(session, clerk, now=NOW, **year)
        assert left.value.rows == ("4.1", "4.2")
        for row, value in (("4.1", "да"), ("4.2", "подготовка")):
            await actions.enter(session, clerk, row=row, entry=Entry(value, ORDER), now=NOW, **year)
        await actions.agree(session, chief, now=NOW, **year)
        with pytest.raises(TableFixed):
            await actions.enter(session, clerk, row="4.1", entry=Entry("да", ORDER), now=NOW, **year)
        for who, wrong in ((clerk, NotAllowed), (chief, SameHand)):
            with pytest.raises(wrong):
                await actions.sign(session, who, now=NOW, **year)
        await actions.send_back(session, clerk, **year)
        await actions.agree(session, clerk, now=NOW, **year)
        await actions.sign(session, chief, now=NOW, **year)
        await actions.publish(session, clerk, now=NOW, **year)
        with pytest.raises(Stale):
            await actions.publish(session, clerk, now=NOW, **year)
        assert await actions.collect(session, clerk, due_on=date(2026, 10, 1), now=NOW, **year) == 2
        found = await queries.versions(session, territory_id=land, year=YEAR)
        assert [(one.version, one.state) for one in found] == [
            (2, PeriodState.COLLECTING),
            (1, PeriodState.CORRECTED),
        ]
        frozen = await queries.frozen(session, territory_id=land, year=YEAR, version=1)
        assert len(frozen.rows) == 17
        assert frozen.rows[0]["text"] == (await _row(session, land, "1.S")).text
        assert frozen.is_whole
        with pytest.raises(NotFound):
            await queries.frozen(session, territory_id=land, year=YEAR, version=2)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"year": 2022}, "range"),
        ({"year": 2027}, "range"),
        ({"row": "9.9"}, "row"),
        ({"row": "1.S"}, "row"),
        ({"entry": Entry(" ", ORDER)}, "blank"),
        ({"entry": Entry("1", "")}, "blank"),
        ({"entry": Entry("1", "я" * 301)}, "long"),
        ({"territory_id": 10**9}, "staff"),
    ],
)
async def test_what_cannot_be_entered_says_why(sessions: Sessions, change: dict[str, object], wrong: str) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, "smolensk")
        clerk = await _staff(session, land, Role.CLERK)
        deed = {"territory_id": land, "year": YEAR, "row": "1.1", "entry": Entry("1", ORDER), "now": NOW} | change
        with pytest.raises(ServiceError) as refused:
            await actions.enter(session, clerk, **deed)  # type: ignore[arg-type]
        assert refused.value.args[-1] == wrong


async def test_of_two_colleagues_at_once_the_second_is_told_that_it_moved_on(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_what: object, **_more: object) -> int:
        return 1

    async with sessions() as session:
        land = await made_of.add_territory(session, "smolensk")
        clerk = await _staff(session, land, Role.CLERK)
        monkeypatch.setattr(entering, "_withdraw_value", nothing)
        monkeypatch.setattr(periods, "_next_version", nothing)
        year = {"territory_id": land, "year": YEAR, "now": NOW}
        deeds = (
            lambda: actions.enter(session, clerk, row="1.1", entry=Entry("1", ORDER), **year),
            lambda: actions.collect(session, clerk, due_on=date(2026, 10, 1), **year),
        )
        for deed in deeds:
            async with session.begin_nested():
                await deed()
            with pytest.raises(Stale):
                async with session.begin_nested():
                    await deed()
