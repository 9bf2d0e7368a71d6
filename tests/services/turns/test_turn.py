"""A whole turn of the year: rehearsed, killed half-way, run twice, answered, over; undone; by two persons."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions as certificates
from services.certificates.models import Application, ApplicationStatus
from services.core.actor import Actor
from services.core.errors import NotAllowed, NotFound, Stale
from services.notices.models import Notice
from services.orders.actions import set_line
from services.orders.models import Account, Model, Unit
from services.orders.queries import lines
from services.programs.queries import group
from services.turns import actions, queries
from services.turns.actions import Starter
from services.turns.errors import ClockBack, NotTheNextYear, OfferOver, OtherPersonStarts, TooLateToUndo
from services.turns.models import Renewal, Turn
from services.turns.rules import Answer, Figures, Outcome, Stage
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_territory, add_town
from tests.support.factories.families import add_own_child, add_parent
from tests.support.factories.programs import add_group

Sessions = async_sessionmaker[AsyncSession]
APRIL = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
YEAR = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 5, 31)}
one_engine = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Scene:
    """Three in the town's group (the second outgrows it, the third finds no seat), a fourth where no group follows."""

    town: Town
    heir: int
    numbers: tuple[int, ...]
    stranger: Actor
    other_territory: int


async def _scene(sessions: Sessions, **policy: str) -> Scene:
    async with sessions() as session:
        town = await add_town(session, "seversk", applications_per_child="9", **policy)
        lonely = await add_other_group(session, town)
        births = (date(2018, 5, 14), date(2016, 9, 2), date(2018, 7, 1))
        children = [await add_own_child(session, town.parent, now=NOW, birth_date=born) for born in births]
        wanted = [*((one, town.group_id) for one in children), (children[0], lonely)]
        numbers = [await add_application(session, town, child_id=one, group_id=where) for one, where in wanted]
        for number in numbers:
            await certificates.approve(session, town.clerk, application_id=number, now=NOW)
            await certificates.activate(session, application_id=number, now=NOW)
        heir = await add_group(session, program_id=town.program_id, capacity=1, opens_on=date(2027, 6, 1), **YEAR)
        stranger = await add_parent(session, territory_id=town.territory_id, phone="+79120000003")
        other = await add_territory(session, "kemerovo")
        await session.commit()
        return Scene(town, heir, tuple(numbers), stranger, other)


async def _turned(sessions: Sessions, scene: Scene, starter: Starter, now: datetime = APRIL) -> Stage:
    """Ask and do all of it, a child in a transaction."""
    async with sessions() as session:
        await actions.turn(session, starter, territory_id=scene.town.territory_id, school_year=2027, now=now)
        await session.commit()
    done = 1
    while done:
        async with sessions() as session:
            done = await actions.run(session, now=now, most=1)
            await session.commit()
    async with sessions() as session:
        return (await queries.latest_turn(session, scene.town.territory_id)).stage


async def _taken(sessions: Sessions, group_id: int) -> int:
    async with sessions() as session:
        return (await group(session, group_id)).taken


async def _offer(session: AsyncSession) -> Renewal:
    """The one offer there is, as it stands now."""
    offered = select(Renewal).where(Renewal.outcome == Outcome.OFFERED).execution_options(populate_existing=True)
    return (await session.scalars(offered)).one()


async def test_a_turn_is_rehearsed_killed_run_again_and_answered(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    clerk, here = scene.town.clerk, scene.town.territory_id
    expected = Figures(children=4, offered=1, outgrown=1, no_seat=1, no_group=1, waiting=1)
    async with sessions() as session:
        seen = await queries.rehearse(session, clerk, territory_id=here, school_year=2027, now=APRIL)
        assert seen == expected
        assert await session.scalar(select(func.count()).select_from(Turn)) == 0
        await actions.turn(session, Starter(clerk), territory_id=here, school_year=2027, now=APRIL)
        await actions.run(session, now=APRIL, most=2)
        await session.commit()
        await actions.run(session, now=APRIL, most=2)
        await session.rollback()  # killed here
    assert await _turned(sessions, scene, Starter(clerk), APRIL + timedelta(hours=1)) is Stage.OFFERED
    assert await _turned(sessions, scene, Starter(), APRIL + timedelta(hours=2)) is Stage.OFFERED
    async with sessions() as session:
        made = await queries.latest_turn(session, here)
        assert await queries.figures(session, made.id) == expected
        assert made.reply_by == date(2027, 4, 15)
        kinds = sorted(await session.scalars(select(Notice.kind).where(Notice.kind.like("renewal%"))))
        assert kinds == ["renewal_none"] * 3 + ["renewal_offer", "renewals_of_club"], "nobody is told twice"
        assert [line.year for line in await lines(session, here, 2027)] == [2027]
        assert len((await queries.unanswered(session, clerk, made.id, 0)).items) == 1
        assert (await queries.unanswered_of_clubs(session, scene.town.club, 0)).items[0].number == scene.numbers[0]
    assert await _taken(sessions, scene.heir) == 1, "the seat is held, once"
    await _say_yes(sessions, scene)


async def _say_yes(sessions: Sessions, scene: Scene) -> None:
    """One tap files it with the held seat, before recruitment is open; the approval takes no second one."""
    async with sessions() as session:
        offer = await _offer(session)
        with pytest.raises(NotFound):
            await actions.go_on_with(session, scene.stranger, renewal_id=offer.id, now=APRIL + timedelta(days=1))
        with pytest.raises(ClockBack):
            await actions.go_on_with(session, scene.town.parent, renewal_id=offer.id, now=NOW)
        receipt = await actions.go_on_with(
            session, scene.town.parent, renewal_id=offer.id, now=APRIL + timedelta(days=1)
        )
        with pytest.raises(Stale):
            await actions.decline(session, scene.town.parent, renewal_id=offer.id, now=APRIL + timedelta(days=1))
        await session.commit()
    async with sessions() as session:
        line = (await lines(session, scene.town.territory_id, 2027))[0]
        assert line.limit.children == 0, "opened, and nobody can promise from it"
        await _fill(session, scene.town.territory_id)
        await certificates.approve(
            session, scene.town.clerk, application_id=receipt.number, now=APRIL + timedelta(days=2)
        )
        await session.commit()
        row = await session.get_one(Application, receipt.number)
        assert (row.school_year, row.status, row.seat_held) == (2027, ApplicationStatus.AWAITING_CONTRACT, False)
    assert await _taken(sessions, scene.heir) == 1


async def _fill(session: AsyncSession, territory_id: int) -> None:
    amounts = {"children": 9, "hours": 9_000, "money": 10**9}
    await set_line(session, territory_id=territory_id, year=2027, service_code=None, **amounts)


async def test_silence_frees_the_seat_ends_the_money_and_archives_the_groups(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    here = scene.town.territory_id
    async with sessions() as session:
        session.add(_account(here, scene.town.child_id, 2026))
        session.add(_account(here, scene.town.child_id, 2027))
        session.add(_account(scene.other_territory, scene.town.child_id, 2026))
        await session.commit()
        assert await actions.warn_unused(session, now=datetime(2026, 11, 30, 9, tzinfo=UTC)) == 0
        for day in (date(2026, 12, 1), date(2026, 12, 24)):
            now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
            assert [await actions.warn_unused(session, now=now) for _each in range(3)] == [1, 1, 0]
        await session.commit()
    await _turned(sessions, scene, Starter(scene.town.clerk))
    async with sessions() as session:
        assert await actions.close_due(session, now=APRIL + timedelta(days=14)) == 0, "the last day is the families'"
        late = APRIL + timedelta(days=15)
        while await actions.close_due(session, now=late):
            await session.commit()
        made = await queries.latest_turn(session, here)
        assert (made.stage, made.accounts_closed) == (Stage.OPENED, 1)
        yearly = select(Account.year, Account.territory_id).where(Account.model == Model.ACCOUNT, Account.balance > 0)
        left = set((await session.execute(yearly)).all())
        assert left == {(2027, here), (2026, scene.other_territory)}, "of that year and territory only"
        assert (await queries.figures(session, made.id)).silent == 1
        assert (await queries.unanswered(session, scene.town.clerk, made.id, 0)).items[0].is_over
        with pytest.raises(TooLateToUndo):
            await actions.undo(session, Starter(), territory_id=here, now=late)
        offer = await _offer(session)
        with pytest.raises(OfferOver):
            await actions.go_on_with(session, scene.town.parent, renewal_id=offer.id, now=late)
        assert await actions.archive(session, now=late) == 0, "its lessons go on"
        assert await actions.archive(session, now=datetime(2027, 9, 1, 9, tzinfo=UTC)) == 2
        assert await actions.archive(session, now=datetime(2027, 9, 2, 9, tzinfo=UTC)) == 0
        await session.commit()
    assert await _taken(sessions, scene.heir) == 0


def _account(territory_id: int, child_id: int, year: int) -> Account:
    money = {"nominal": 50_000, "balance": 50_000, "reserved": 0, "committed": 0, "paid": 0, "entries": 0}
    key = {"territory_id": territory_id, "child_id": child_id, "year": year}
    return Account(model=Model.ACCOUNT, unit=Unit.ROUBLES, **key, **money)


@one_engine
async def test_undone_until_it_is_opened_and_what_families_filed_stays(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    clerk, here = scene.town.clerk, scene.town.territory_id
    await _turned(sessions, scene, Starter(clerk))
    async with sessions() as session:
        await actions.undo(session, Starter(clerk), territory_id=here, now=APRIL)
        await session.commit()
        assert await lines(session, here, 2027) == []
        with pytest.raises(TooLateToUndo):
            await actions.undo(session, Starter(clerk), territory_id=here, now=APRIL)
        assert (await _offer(session)).answer is Answer.UNDONE
    assert await _taken(sessions, scene.heir) == 0
    assert await _turned(sessions, scene, Starter(clerk), APRIL + timedelta(days=1)) is Stage.OFFERED
    async with sessions() as session:
        waits = (Renewal.answer.is_(None), Renewal.group_id.is_not(None))
        again = (await session.scalars(select(Renewal.id).where(*waits))).one()
        receipt = await actions.go_on_with(session, scene.town.parent, renewal_id=again, now=APRIL + timedelta(days=1))
        await session.commit()
        await actions.undo(session, Starter(), territory_id=here, now=APRIL + timedelta(days=2))
        await session.commit()
        assert (await session.get_one(Application, receipt.number)).seat_held
    assert await _taken(sessions, scene.heir) == 1
    async with sessions() as session:
        await certificates.withdraw(
            session, scene.town.parent, application_id=receipt.number, now=APRIL + timedelta(days=3)
        )
        await session.commit()
    assert await _taken(sessions, scene.heir) == 0, "an end gives the held seat back"


@one_engine
async def test_two_persons_start_it_where_the_territory_asks_and_bad_input_is_refused(sessions: Sessions) -> None:
    scene = await _scene(sessions, turn_four_eyes="1")
    clerk, here = scene.town.clerk, scene.town.territory_id
    async with sessions() as session:
        for year in (2026, 2028):
            with pytest.raises(NotTheNextYear):
                await actions.turn(session, Starter(clerk), territory_id=here, school_year=year, now=APRIL)
        with pytest.raises(NotAllowed):
            await actions.turn(session, Starter(scene.stranger), territory_id=here, school_year=2027, now=APRIL)
        asked = await actions.turn(session, Starter(clerk), territory_id=here, school_year=2027, now=APRIL)
        assert asked.stage is Stage.ASKED
        assert await actions.run(session, now=APRIL) == 0, "nobody is told yet"
        with pytest.raises(OtherPersonStarts):
            await actions.turn(session, Starter(clerk), territory_id=here, school_year=2027, now=APRIL)
        second = Starter(scene.town.second_clerk)
        with pytest.raises(ClockBack):
            await actions.turn(session, second, territory_id=here, school_year=2027, now=APRIL - timedelta(hours=1))
        late = APRIL + timedelta(days=3)
        begun = await actions.turn(session, second, territory_id=here, school_year=2027, now=late)
        assert (begun.stage, begun.reply_by) == (Stage.RUNNING, date(2027, 4, 18))
        with pytest.raises(ClockBack):
            await actions.run(session, now=APRIL)
        with pytest.raises(NotFound):
            await queries.latest_turn(session, scene.other_territory)
