"""Marks on the plan, on both databases."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Date, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.common import words
from handlers.common.notices.plan import RENDERERS
from services.core.actor import Actor, Post, Role
from services.core.db import Database
from services.core.errors import Invalid, NotFound
from services.notices.models import Notice
from services.plan import actions, queries
from services.plan.errors import AlreadyDone, NotDone
from services.plan.queries import Plan
from services.plan.rules import State
from services.territories.queries import territory
from tests.support.factories.certificates import add_post
from tests.support.factories.feedback import add_person, add_territory

Sessions = async_sessionmaker[AsyncSession]
IN_TIME = datetime(2023, 5, 20, 5, tzinfo=UTC)
LATER = datetime(2026, 9, 10, 5, tzinfo=UTC)


async def _clerk(sessions: Sessions, slug: str = "apanasenkovsky") -> tuple[Actor, int]:
    async with sessions() as session:
        land = await add_territory(session, slug)
        person = await add_person(session)
        await session.commit()
    return Actor(person, "ru", land, (Post(Role.CLERK, land),)), land


async def _plan(sessions: Sessions, clerk: Actor, land: int, now: datetime = IN_TIME) -> Plan:
    async with sessions() as session:
        return await queries.plan(session, clerk, territory_id=land, now=now)


async def _mark(sessions: Sessions, clerk: Actor, land: int, key: str, **how: object) -> None:
    async with sessions() as session:
        now = how.pop("now", IN_TIME)
        assert isinstance(now, datetime)
        await actions.mark_done(session, clerk, territory_id=land, key=key, now=now, **how)  # type: ignore[arg-type]
        await session.commit()


@pytest.mark.parametrize(
    ("slug", "rows"), [("apanasenkovsky", 24), ("seversk", 0), ("smolensk", 30), ("livny", 13), ("kemerovo", 20)]
)
async def test_every_row_of_the_act_is_there(sessions: Sessions, slug: str, rows: int) -> None:
    clerk, land = await _clerk(sessions, slug)
    plan = await _plan(sessions, clerk, land)
    assert [item.number for item in plan.items] == list(range(1, rows + 1))
    assert sum(len(items) for items in plan.stages().values()) == rows
    assert all(item.responsible and item.result for item in plan.items)


async def test_the_territory_s_own_day_decides_what_is_overdue(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)  # Europe/Moscow, UTC+3
    before, after = datetime(2023, 6, 1, 20, 59, tzinfo=UTC), datetime(2023, 6, 1, 21, 0, tzinfo=UTC)
    late = [item.label for item in (await _plan(sessions, clerk, land, before)).in_state(State.OVERDUE)]
    later = [item.label for item in (await _plan(sessions, clerk, land, after)).in_state(State.OVERDUE)]
    assert set(late) == {"1.1", "2.1", "2.2", "3.1", "3.4", "4.1"}
    assert set(later) - set(late) == {"2.3", "2.4", "2.5", "2.6", "2.8"}
    assert late == ["1.1", "2.1", "2.2", "4.1", "3.1", "3.4"]  # the earliest term first


async def test_an_act_that_is_over_leaves_an_archive(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    plan = await _plan(sessions, clerk, land, LATER)
    assert plan.is_over
    assert {item.state for item in plan.items} == {State.ARCHIVE}
    await _mark(sessions, clerk, land, plan.items[0].key, done_on=date(2023, 2, 27), note="Письмо № 5", now=LATER)
    plan = await _plan(sessions, clerk, land, LATER)
    assert plan.items[0].state is State.DONE
    assert len(plan.in_state(State.ARCHIVE)) == 23


async def test_a_mark_with_a_day_and_a_note_is_kept_sealed(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    key = (await _plan(sessions, clerk, land)).items[2].key
    await _mark(sessions, clerk, land, key, done_on=date(2023, 5, 14), note="приказ № 5")
    item = (await _plan(sessions, clerk, land)).item(key)
    assert item.mark is not None
    assert (item.state, item.mark.done_on, item.mark.note) == (State.DONE, date(2023, 5, 14), "приказ № 5")
    assert item.is_late
    async with sessions() as session:
        row = (await session.execute(text("SELECT note, marked_by FROM plan_marks"))).one()
    assert "приказ".encode() not in bytes(row.note)
    assert row.marked_by == clerk.person_id


async def test_today_is_the_territory_s_today(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions, "kemerovo")  # UTC+7
    key = (await _plan(sessions, clerk, land)).items[0].key
    await _mark(sessions, clerk, land, key, now=datetime(2023, 5, 20, 18, tzinfo=UTC))
    mark = (await _plan(sessions, clerk, land, LATER)).item(key).mark
    assert mark is not None
    assert mark.done_on == date(2023, 5, 21)


async def test_a_mark_taken_back_stays_in_the_history_and_can_be_made_again(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    key = (await _plan(sessions, clerk, land)).items[0].key
    for _each in range(2):
        await _mark(sessions, clerk, land, key)
        async with sessions() as session:
            await actions.undo(session, clerk, territory_id=land, key=key, now=IN_TIME)
            await session.commit()
    assert (await _plan(sessions, clerk, land)).item(key).mark is None
    async with sessions() as session:
        rows = (await session.execute(text("SELECT undone_by FROM plan_marks"))).all()
        assert [row.undone_by for row in rows] == [clerk.person_id] * 2
        with pytest.raises(NotDone):
            await actions.undo(session, clerk, territory_id=land, key=key, now=IN_TIME)


async def test_a_second_mark_is_refused_and_changes_nothing(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    key = (await _plan(sessions, clerk, land)).items[0].key
    await _mark(sessions, clerk, land, key, done_on=date(2023, 5, 1))
    with pytest.raises(AlreadyDone):
        await _mark(sessions, clerk, land, key)
    mark = (await _plan(sessions, clerk, land)).item(key).mark
    assert mark is not None
    assert mark.done_on == date(2023, 5, 1)


async def test_of_two_clerks_at_once_one_marks(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    key = (await _plan(sessions, clerk, land)).items[0].key
    done = await asyncio.gather(*(_mark(sessions, clerk, land, key) for _each in range(4)), return_exceptions=True)
    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, AlreadyDone) for one in done) == 3


async def test_another_territory_and_an_unknown_row_are_not_found(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    stranger, _elsewhere = await _clerk(sessions, "kemerovo")
    key = (await _plan(sessions, clerk, land)).items[0].key
    for actor, of in ((stranger, key), (Actor(stranger.person_id, "ru", land), key), (clerk, "nothing")):
        for deed in (actions.mark_done, actions.undo):
            async with sessions() as session:
                with pytest.raises(NotFound):
                    await deed(session, actor, territory_id=land, key=of, now=IN_TIME)
    async with sessions() as session:
        with pytest.raises(NotFound):
            await queries.plan(session, stranger, territory_id=land, now=IN_TIME)
        assert await session.scalar(text("SELECT count(*) FROM plan_marks")) == 0


async def test_a_day_to_come_is_refused(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    key = (await _plan(sessions, clerk, land)).items[0].key
    with pytest.raises(Invalid):
        await _mark(sessions, clerk, land, key, done_on=date(2023, 5, 21))


async def test_progress_of_a_stage_against_plain_sql(database: Database, sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions, "smolensk")
    plan = await _plan(sessions, clerk, land)
    acts = plan.stages()[2]
    for item, day in zip(acts, (date(2023, 3, 1), date(2023, 12, 31), date(2024, 1, 1)), strict=False):
        await _mark(sessions, clerk, land, item.key, done_on=day, now=LATER)
    await _mark(sessions, clerk, land, plan.items[0].key, done_on=date(2023, 3, 1), now=LATER)
    async with database.reads() as session:
        view = await territory(session, land)
        found = [
            await queries.progress(session, territory=view, stage_no=2, until=date(year, 12, 31)) for year in YEARS
        ]
        counted = text("SELECT count(*) FROM plan_marks WHERE undone_at IS NULL AND done_on <= :until").bindparams(
            bindparam("until", type_=Date)
        )
        marked = [await session.scalar(counted, {"until": date(year, 12, 31)}) for year in YEARS]
    assert [(one.total, one.done, one.marked) for one in found] == [(15, 0, 0), (15, 2, 3), (15, 3, 4)]
    assert [one.marked for one in found] == marked


YEARS = (2022, 2023, 2024)


async def test_a_row_that_comes_again_is_marked_each_time(sessions: Sessions) -> None:
    clerk, land = await _clerk(sessions)
    again = next(item for item in (await _plan(sessions, clerk, land)).items if item.label == "3.1")
    assert (again.time.period, again.state) == ("2023-Q1", State.OVERDUE)
    await _mark(sessions, clerk, land, again.key)
    now = (await _plan(sessions, clerk, land)).item(again.key)
    assert (now.time.period, now.state, now.mark) == ("2023-Q2", State.WAITING, None)
    await _mark(sessions, clerk, land, again.key)
    done = (await _plan(sessions, clerk, land)).item(again.key)
    assert (done.time.period, done.state) == ("2023-Q2", State.DONE)
    with pytest.raises(AlreadyDone):
        await _mark(sessions, clerk, land, again.key)
    async with sessions() as session:
        await actions.undo(session, clerk, territory_id=land, key=again.key, now=IN_TIME)
        await session.commit()
    assert (await _plan(sessions, clerk, land)).item(again.key).state is State.WAITING, "the newest mark is taken back"


async def test_the_desk_hears_once_of_what_is_near_and_its_heads_of_what_is_late(sessions: Sessions) -> None:
    async with sessions() as session:
        land = await add_territory(session, "apanasenkovsky")
        clerk, chief = await add_post(session, Role.CLERK, land), await add_post(session, Role.CHIEF, land)
        assert await actions.remind(session, now=IN_TIME) > 0
        first = (await session.execute(select(Notice.kind, Notice.person_id, Notice.data))).all()
        assert await actions.remind(session, now=IN_TIME) == 0
        assert await actions.remind(session, now=LATER) == 0, "the act is over"
        await session.commit()
    assert {(one.kind, one.person_id) for one in first} == {
        ("plan_soon", clerk.person_id),
        ("plan_soon", chief.person_id),
        ("plan_late", chief.person_id),
    }
    plan = await _plan(sessions, clerk, land)
    late = next(one.data for one in first if one.kind == "plan_late")
    assert late["count"] == len(plan.in_state(State.OVERDUE))
    words.use("ru")
    for one in first:
        assert RENDERERS[one.kind](one.data).rows
