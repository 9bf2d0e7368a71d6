"""An opening from its announcement to the last certificate, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions as certificates
from services.certificates import queries as cases
from services.certificates.errors import InOrder
from services.certificates.models import Certificate
from services.contracts import actions as contracts
from services.core.actor import Actor
from services.core.errors import NotAllowed, NotFound, Stale
from services.notices.models import Notice
from services.openings import actions, queries
from services.openings.actions import filing
from services.openings.actions.drawing import GRACE
from services.openings.errors import (
    AlreadyAnnounced,
    NotOpenYet,
    OtherEyes,
    StillOpen,
    TooLateToCancel,
    WindowOver,
)
from services.openings.rules import Mode
from services.programs.queries import group
from tests.services.openings.repeating import repeat
from tests.support.factories.certificates import NOW, Town, add_other_group, add_town
from tests.support.factories.families import add_own_child, add_parent

Sessions = async_sessionmaker[AsyncSession]
OPENS, CLOSES = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
AFTER = CLOSES + GRACE


async def _announced(sessions: Sessions, mode: Mode, **town: Any) -> tuple[Town, int]:
    async with sessions() as session:
        made = await add_town(session, **town)
        opening = await actions.announce(
            session,
            made.clerk,
            territory_id=made.territory_id,
            school_year=2026,
            mode=mode,
            hours=(OPENS, CLOSES),
            now=NOW,
        )
        await session.commit()
    return made, opening.id


async def _family(session: AsyncSession, town: Town) -> tuple[Actor, int]:
    parent = await add_parent(session, territory_id=town.territory_id)
    return parent, await add_own_child(session, parent, now=NOW)


async def _published(sessions: Sessions, town: Town, opening: int) -> dict[str, Any]:
    """Draw by one, publish by another, settle all; the record."""
    async with sessions() as session:
        await actions.draw(session, town.clerk, opening_id=opening, now=AFTER)
        await actions.publish(session, town.second_clerk, opening_id=opening, now=AFTER)
        await session.commit()
    done = 1
    while done:
        async with sessions() as session:
            done = await actions.settle(session, now=AFTER)
            await session.commit()
    async with sessions() as session:
        return await queries.published(session, opening)


async def test_nobody_files_before_the_hour_nor_between_the_window_and_its_results(sessions: Sessions) -> None:
    town, opening = await _announced(sessions, Mode.DRAW)
    wish = {"group_id": town.group_id, "child_id": town.child_id}
    async with sessions() as session:
        for moment, refusal in ((OPENS - timedelta(seconds=1), NotOpenYet), (CLOSES, WindowOver)):
            with pytest.raises(refusal):
                await actions.apply(session, town.parent, **wish, now=moment)
        with pytest.raises(StillOpen):
            await actions.draw(session, town.clerk, opening_id=opening, now=CLOSES)
        with pytest.raises(TooLateToCancel):
            await actions.cancel(session, town.clerk, opening_id=opening, now=OPENS)
        with pytest.raises(AlreadyAnnounced):
            await actions.announce(
                session, town.clerk, territory_id=town.territory_id, school_year=2027, mode=Mode.TIME,
                hours=(OPENS, CLOSES), now=NOW,
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            await queries.figures(session, town.club, opening_id=opening, territory_id=town.territory_id)
        with pytest.raises(NotFound):
            await actions.draw(session, town.club, opening_id=opening, now=AFTER)
        receipt = (await actions.apply(session, town.parent, **wish, now=OPENS)).receipt
        assert (await queries.own_place(session, town.parent, number=receipt.number)).place is None  # all are equal
        with pytest.raises(NotFound):
            await queries.own_place(session, town.club, number=receipt.number)
        with pytest.raises(InOrder):  # nobody goes past the order, by hand either
            await contracts.approve(session, town.clerk, application_id=receipt.number, now=OPENS)
        assert await cases.next_to_decide(session, town.clerk, now=OPENS) is None
        await actions.cancel(session, town.clerk, opening_id=opening, now=NOW)
        assert await cases.next_to_decide(session, town.clerk, now=OPENS) == receipt.number
        await session.commit()
    async with sessions() as session:
        assert (await filing.gate(session, group_id=town.group_id, now=OPENS))[2] is None


@pytest.mark.parametrize("mode", list(Mode))
async def test_seats_go_in_the_order_and_the_record_repeats_it(sessions: Sessions, mode: Mode) -> None:
    town, opening = await _announced(sessions, mode, capacity=3)
    async with sessions() as session:
        other = await add_other_group(session, town, capacity=2)
        numbers = []
        for turn in range(6):
            parent, child = await _family(session, town)
            for wanted in (town.group_id, other):
                filed = OPENS + timedelta(seconds=10 - turn)  # the clock of the touches, not the order of the rows
                receipt = (await actions.apply(session, parent, group_id=wanted, child_id=child, now=filed)).receipt
                numbers.append((receipt.number, parent))
        gone, whose = numbers[0]
        await certificates.withdraw(session, whose, application_id=gone, now=OPENS)
        before = (await queries.opening(session, opening)).seed_digest
        tried = await actions.rehearse(session, town.clerk, opening_id=opening)
        await session.commit()
    assert (tried.applications, tried.children, tried.first_places + tried.further_places) == (11, 6, 5)
    assert tried.first_places == (5 if mode is Mode.DRAW else 3)
    record = await _published(sessions, town, opening)
    assert record["seed_digest"] == before
    assert repeat(record) == {row[0]: tuple(row[1:]) for row in record["places"]}
    assert gone not in repeat(record)
    async with sessions() as session:
        assert [(await group(session, one)).taken for one in (town.group_id, other)] == [3, 2]
        assert await session.scalar(select(func.count()).select_from(Certificate)) == 5
        told = select(func.count()).select_from(Notice).where(Notice.kind == "opening_result")
        assert await session.scalar(told) == 6
        for number, parent in numbers[1:]:
            own = await queries.own_place(session, parent, number=number)
            assert (own.turn, own.round, own.place, own.seat) == repeat(record)[number]


async def test_what_a_rule_refuses_is_left_to_a_clerk(sessions: Sessions) -> None:
    town, opening = await _announced(sessions, Mode.TIME, children=1)  # the order pays for one child only
    async with sessions() as session:
        for _ in range(2):
            parent, child = await _family(session, town)
            await actions.apply(session, parent, group_id=town.group_id, child_id=child, now=OPENS)
        await session.commit()
    await _published(sessions, town, opening)
    async with sessions() as session:
        seen = await queries.figures(session, town.clerk, opening_id=opening, territory_id=town.territory_id)
        assert (seen.with_seat, seen.approved, seen.left, seen.waiting) == (2, 1, 1, 0)


async def test_who_drew_does_not_publish_where_the_territory_asks_for_four_eyes(sessions: Sessions) -> None:
    town, opening = await _announced(sessions, Mode.DRAW, opening_four_eyes="1")
    async with sessions() as session:
        with pytest.raises(Stale):
            await actions.publish(session, town.clerk, opening_id=opening, now=AFTER)
        await actions.draw(session, town.clerk, opening_id=opening, now=AFTER)
        with pytest.raises(Stale):
            await actions.draw(session, town.second_clerk, opening_id=opening, now=AFTER)
        with pytest.raises(OtherEyes):
            await actions.publish(session, town.clerk, opening_id=opening, now=AFTER)
        with pytest.raises(NotFound):
            await queries.published(session, opening)
        await actions.publish(session, town.second_clerk, opening_id=opening, now=AFTER)
        assert (await queries.opening(session, opening)).seed is not None
