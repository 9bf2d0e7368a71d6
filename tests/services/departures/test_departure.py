"""A club ends: rehearsed, told, chosen by families, over; taken back; on both databases."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions as certificates
from services.certificates.models import Application, ApplicationStatus
from services.contracts import actions as contracts
from services.contracts.models import Contract, ContractStatus
from services.core.actor import Actor
from services.core.db import Database
from services.core.errors import Invalid, NotAllowed, NotFound
from services.departures import actions, queries, rules
from services.departures.actions import Leaving
from services.departures.errors import ChoiceOver, ChosenAlready, ClubStays, NothingToLeave, PlaceGone, TooLateToUndo
from services.departures.models import Placement
from services.departures.rules import Answer, Figures, Stage, Subject
from services.notices.models import Notice
from services.openings import actions as openings
from services.programs.actions import take_seat
from services.programs.errors import EnrolmentClosed
from services.programs.queries import group
from services.turns.actions import Starter
from tests.support.books import unbalanced
from tests.support.factories.certificates import NOW, Town, add_application, add_town
from tests.support.factories.families import add_own_child, add_parent
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider
from tests.support.views import group_view

Sessions = async_sessionmaker[AsyncSession]
S = ApplicationStatus
LATER = NOW + timedelta(days=1)
one_engine = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Scene:
    """Two children of one family and one of another at a club that ends; elsewhere three seats and one."""

    town: Town
    numbers: tuple[int, ...]
    stranger: Actor
    wide: int
    narrow: int

    def leaving(self, **other: object) -> Leaving:
        facts = {"leaves_on": date(2026, 9, 30), "ground": "own_request", "document": "Приказ № 7 от 01.09.2026"}
        return Leaving(Subject(self.town.provider_id), **(facts | other))  # type: ignore[arg-type]


async def _scene(sessions: Sessions) -> Scene:
    async with sessions() as session:
        town = await add_town(session, "seversk", applications_per_child="1")
        second = await add_own_child(session, town.parent, now=NOW, birth_date=date(2018, 7, 1))
        stranger = await add_parent(session, territory_id=town.territory_id, phone="+79120000003")
        theirs = await add_own_child(session, stranger, now=NOW)
        numbers = []
        for parent, child in ((town.parent, town.child_id), (town.parent, second), (stranger, theirs)):
            number = await add_application(session, town, parent=parent, child_id=child)
            contract = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
            await contracts.agree_as_provider(session, town.club, contract_id=contract.id, now=NOW)
            code = (await contracts.ask_code(session, parent, contract_id=contract.id, now=NOW)).code
            await contracts.sign_as_parent(session, parent, contract_id=contract.id, code=code, now=NOW)
            numbers.append(number)
        other = await add_provider(session, territory_id=town.territory_id)
        places = []
        for capacity in (3, 1):
            program = await add_program(session, territory_id=town.territory_id, provider_id=other)
            places.append(await add_group(session, program_id=program, capacity=capacity))
        await session.commit()
        return Scene(town, tuple(numbers), stranger, *places)


async def _led(sessions: Sessions, now: datetime = NOW) -> None:
    """All that is due, each piece in its own transaction."""
    done = 1
    while done:
        async with sessions() as session:
            done = await actions.run(session, now=now)
            await session.commit()


async def _begun(sessions: Sessions, scene: Scene, **other: object) -> int:
    async with sessions() as session:
        starter, here = Starter(scene.town.clerk), scene.town.territory_id
        made = await actions.begin(session, starter, scene.leaving(**other), territory_id=here, now=NOW)
        await session.commit()
    await _led(sessions)
    return made.id


async def _rows(sessions: Sessions) -> list[Placement]:
    async with sessions() as session:
        return list(await session.scalars(select(Placement).order_by(Placement.application_id, Placement.id)))


async def _taken(sessions: Sessions, *ids: int) -> list[int]:
    async with sessions() as session:
        return [(await group(session, one)).taken for one in ids]


async def test_from_the_dry_run_to_the_report(sessions: Sessions, database: Database) -> None:
    scene = await _scene(sessions)
    town, clerk, here = scene.town, scene.town.clerk, scene.town.territory_id
    async with sessions() as session:
        seen = await queries.rehearse(session, clerk, territory_id=here, subject=Subject(town.provider_id), now=NOW)
        assert seen == Figures(children=3, with_places=3, waiting=3)
        with pytest.raises(NothingToLeave):
            await queries.rehearse(session, clerk, territory_id=here, subject=Subject(9_999), now=NOW)
        with pytest.raises(NotAllowed):
            await actions.begin(session, Starter(town.parent), scene.leaving(), territory_id=here, now=NOW)
    number = await _begun(sessions, scene)
    assert await _begun(sessions, scene) == number, "written down twice it is the same"
    rows = await _rows(sessions)
    assert [row.proposals for row in rows] == [[scene.wide, scene.narrow]] * 3
    assert await _taken(sessions, scene.wide, scene.narrow) == [3, 0], "a seat for each is held, none over"
    async with sessions() as session:
        told = list(await session.scalars(select(Notice).where(Notice.kind == "departure_offer")))
        assert sorted(len(one.data["rows"]) for one in told) == [1, 2], "one message for a family"
        with pytest.raises(EnrolmentClosed):
            await take_seat(session, town.group_id)
        with pytest.raises(NotFound):
            await actions.choose(session, scene.stranger, placement_id=rows[0].id, group_id=scene.wide, now=LATER)
        with pytest.raises(NotFound):
            await actions.choose(session, town.parent, placement_id=rows[0].id, group_id=town.group_id, now=LATER)
        chosen = await actions.choose(session, town.parent, placement_id=rows[0].id, group_id=scene.wide, now=LATER)
        assert chosen.is_approved
        await session.commit()
    async with sessions() as session:
        with pytest.raises(ChosenAlready):
            await actions.leave(session, town.parent, placement_id=rows[0].id, now=LATER)
        chosen = await actions.choose(session, town.parent, placement_id=rows[1].id, group_id=scene.narrow, now=LATER)
        await session.commit()
    assert await _taken(sessions, scene.wide, scene.narrow, town.group_id) == [2, 1, 1]
    async with sessions() as session:
        with pytest.raises(PlaceGone):
            await actions.choose(session, scene.stranger, placement_id=rows[2].id, group_id=scene.narrow, now=LATER)
    await _silent_and_over(sessions, scene, number)
    assert await unbalanced(database) == []


async def _silent_and_over(sessions: Sessions, scene: Scene, number: int) -> None:
    """Who is silent is reminded once, keeps the money, and nobody is left when the club's last day is over."""
    town = scene.town
    for days in (7, 8, 11, 24):
        await _led(sessions, NOW + timedelta(days=days))
    async with sessions() as session:
        kinds = select(Notice.kind).where(Notice.person_id == scene.stranger.person_id, Notice.kind.like("departure%"))
        told = list(await session.scalars(kinds.order_by(Notice.id)))
        assert told == [f"departure_{one}" for one in ("offer", "reminder", "silent", "ended")]
        lines = await queries.report(session, town.clerk, number)
        assert [line.answer for line in lines] == [Answer.MOVED, Answer.MOVED, Answer.SILENT]
        assert [line.status for line in lines] == [S.TRANSFERRED, S.TRANSFERRED, S.LEFT]
        assert [line.returned for line in lines] == [1_080_000] * 3
        assert [line.promised for line in lines] == [1_080_000, 1_080_000, 0]
        assert (await queries.departure(session, town.clerk, number)).stage is Stage.CLOSED
        assert await queries.figures(session, number) == Figures(children=3, with_places=3, moved=2, silent=1)
        ended = select(func.count()).where(Contract.status == ContractStatus.ENDED)
        assert await session.scalar(ended) == 3
    assert await _taken(sessions, scene.wide, scene.narrow, town.group_id) == [1, 1, 0]


@one_engine
async def test_what_came_to_nothing_is_chosen_anew_and_leaving_waits_for_the_last_day(
    sessions: Sessions, database: Database
) -> None:
    scene = await _scene(sessions)
    town = scene.town
    number = await _begun(sessions, scene, holds=False)
    rows = await _rows(sessions)
    assert await _taken(sessions, scene.wide, scene.narrow) == [0, 0]
    async with sessions() as session:
        await actions.leave(session, scene.stranger, placement_id=rows[2].id, now=LATER)
        assert (await queries.own_placement(session, scene.stranger, rows[2].id, now=LATER)).is_open, "not for good yet"
        wish = {"application_id": scene.numbers[0], "group_id": scene.narrow, "now": LATER}
        asked = await openings.ask_transfer(session, town.parent, **wish)  # type: ignore[arg-type]
        await session.commit()
    await _led(sessions, LATER)
    assert [row.answer for row in await _rows(sessions)] == [Answer.OTHER, None, Answer.LEFT]
    async with sessions() as session:
        await contracts.withdraw(session, town.parent, application_id=asked.receipt.number, now=LATER)
        await session.commit()
        with pytest.raises(NotFound):
            await actions.choose_for(session, town.parent, placement_id=rows[0].id, group_id=None, now=LATER)
    await _led(sessions, LATER)
    assert (await _rows(sessions))[0].answer is None, "the child is where it was, and chooses anew"
    late = NOW + timedelta(days=12)
    await _led(sessions, late)
    async with sessions() as session:
        with pytest.raises(ChoiceOver):
            await actions.choose(session, town.parent, placement_id=rows[1].id, group_id=scene.wide, now=late)
        await actions.choose_for(session, town.clerk, placement_id=rows[1].id, group_id=scene.wide, now=late)
        await session.commit()
        standing = await session.get_one(Application, scene.numbers[2])
        assert standing.status is S.ENROLLED, "through the last day"
    await _led(sessions, NOW + timedelta(days=24))
    async with sessions() as session:
        lines = await queries.report(session, town.clerk, number)
        assert [line.answer for line in lines] == [Answer.SILENT, Answer.MOVED, Answer.LEFT]
        assert [line.status for line in lines] == [S.LEFT, S.TRANSFERRED, S.LEFT]
    assert await unbalanced(database) == []


@one_engine
async def test_a_club_that_stays_or_comes_back(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    town = scene.town
    number = await _begun(sessions, scene)
    rows = await _rows(sessions)
    async with sessions() as session:
        chosen = await actions.choose(session, town.parent, placement_id=rows[0].id, group_id=scene.wide, now=LATER)
        await session.commit()
        with pytest.raises(NotAllowed):
            await actions.undo(session, Starter(town.parent), departure_id=number, now=LATER)
        await actions.undo(session, Starter(town.clerk), departure_id=number, now=LATER)
        await session.commit()
        with pytest.raises(TooLateToUndo):
            await actions.undo(session, Starter(town.clerk), departure_id=number, now=LATER)
        await take_seat(session, town.group_id)
        with pytest.raises(ClubStays):
            await actions.choose(session, scene.stranger, placement_id=rows[2].id, group_id=scene.wide, now=LATER)
    assert await _taken(sessions, scene.wide) == [1], "what the family has chosen stays"
    async with sessions() as session:
        assert (await session.get_one(Application, chosen.receipt.number)).status is S.AWAITING_CONTRACT
    async with sessions() as session:
        program = await add_program(session, territory_id=town.territory_id, provider_id=town.provider_id)
        full = await add_group(session, program_id=program, capacity=1, taken=1)
        await certificates.join(session, scene.stranger, group_id=full, children=[rows[2].child_id], now=LATER)
        await session.commit()
    again = await _begun(sessions, scene)
    assert again != number
    assert len(await _rows(sessions)) == 5
    await _led(sessions, NOW + timedelta(days=11))
    await _led(sessions, NOW + timedelta(days=24))
    async with sessions() as session:
        told = select(func.count()).where(Notice.kind == "seat_list_closed")
        assert await session.scalar(told) == 1, "nobody waits for a seat where nothing comes"
        assert (await queries.departure(session, town.clerk, again)).stage is Stage.CLOSED
        await actions.undo(session, Starter(), departure_id=again, now=NOW + timedelta(days=30))
        await take_seat(session, town.group_id)


async def test_of_two_who_take_the_last_seat_at_once_one_has_it_and_the_other_is_shown_others(
    sessions: Sessions, database: Database
) -> None:
    scene = await _scene(sessions)
    await _begun(sessions, scene, holds=False)
    rows = await _rows(sessions)

    async def take(actor: Actor, row: Placement) -> str:
        async with sessions() as session:
            try:
                await actions.choose(session, actor, placement_id=row.id, group_id=scene.narrow, now=LATER)
            except PlaceGone as gone:
                return f"gone {gone.placement_id == row.id}"
            await session.commit()
            return "taken"

    both = await asyncio.gather(take(scene.town.parent, rows[0]), take(scene.stranger, rows[2]))
    assert sorted(both) == ["gone True", "taken"]
    assert await _taken(sessions, scene.narrow) == [1]
    assert await unbalanced(database) == []


@one_engine
async def test_a_mind_is_changed_other_places_are_found_and_a_clerk_may_take_any(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    town = scene.town
    await _begun(sessions, scene, holds=False)
    rows = await _rows(sessions)
    async with sessions() as session:
        await actions.leave(session, town.parent, placement_id=rows[0].id, now=LATER)
        await actions.choose(session, town.parent, placement_id=rows[0].id, group_id=scene.narrow, now=LATER)
        for _each in range(3):
            await take_seat(session, scene.wide)
        await session.commit()
        full = {"placement_id": rows[1].id, "now": LATER}
        assert (await queries.own_placement(session, town.parent, **full)).places == []  # type: ignore[arg-type]
        assert not await actions.look_again(session, town.parent, **full)  # type: ignore[arg-type]
        places = []
        for provider in (town.provider_id, await add_provider(session, territory_id=town.territory_id)):
            program = await add_program(session, territory_id=town.territory_id, provider_id=provider)
            places.append(await add_group(session, program_id=program))
        late = places[1]  # the first would end with the club
        assert not await actions.look_again(session, scene.stranger, **full)  # type: ignore[arg-type]
        assert await actions.look_again(session, town.parent, **full)  # type: ignore[arg-type]
        assert [one.id for one in (await queries.own_placement(session, town.parent, **full)).places] == [late]  # type: ignore[arg-type]
        done = await actions.choose_for(session, town.clerk, placement_id=rows[2].id, group_id=late, now=LATER)
        assert isinstance(done, actions.Chosen)
        assert done.is_approved
        told = select(func.count()).where(Notice.kind == "application_to_decide", Notice.created_at == LATER)
        assert await session.scalar(told) == 0, "what is approved at once waits in nobody's queue"


def test_brothers_and_sisters_go_together_where_each_finds_a_place() -> None:
    here, there, far = (replace(group_view(id=at), address=where) for at, where in ((1, "А"), (2, "Б"), (3, "В")))
    also = replace(there, id=4)
    assert rules.together([[here, there], [far, also]]) == [[there, here], [also, far]]
    assert rules.together([[here, there, far, also]]) == [[here, there, far]]


@pytest.mark.parametrize(
    ("leaves", "reply", "field"),
    [(-1, 5, "departure_day"), (366, 5, "departure_day"), (0, 0, "departure_reply"), (0, 366, "departure_reply")],
)
def test_days_that_cannot_be(leaves: int, reply: int, field: str) -> None:
    today = NOW.date()
    rules.check_days(today, today, today + timedelta(days=1))
    with pytest.raises(Invalid) as wrong:
        rules.check_days(today, today + timedelta(days=leaves), today + timedelta(days=reply))
    assert wrong.value.field == field
