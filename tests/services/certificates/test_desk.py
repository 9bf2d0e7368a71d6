"""The clerk's desk: what the queue is narrowed to, two persons, who has a case, notes, history with its rules."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions, queries
from services.certificates.errors import SecondPersonNeeded
from services.certificates.models import ApplicationStatus, MarkKind
from services.certificates.queries import Sift
from services.certificates.rules.eligibility import RULES
from services.certificates.rules.lifecycle import Deed
from services.certificates.rules.ordinary import Bar, bars
from services.contracts.actions import decide
from services.core.errors import Invalid, NotFound, Stale
from services.notices.models import Notice
from services.programs.models import Edition
from tests.services.certificates.test_queries import _busy_town, _strangers
from tests.support.factories.certificates import NOW

Sessions = async_sessionmaker[AsyncSession]
one_engine = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
CODE = "804200О.99.0.ББ52АЖ72000"
PLAIN: dict[str, Any] = {
    "can_be_approved": True,
    "is_undecided": True,
    "waits_for_club": False,
    "assignee": None,
    "proposer": None,
    "four_eyes": True,
    "me": 1,
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ()),
        ({"assignee": 1, "proposer": 2}, ()),
        ({"can_be_approved": False, "is_undecided": False}, (Bar.DECIDED,)),
        ({"can_be_approved": False}, (Bar.RETURNED,)),
        ({"waits_for_club": True, "assignee": 2}, (Bar.CLUB, Bar.COLLEAGUE)),
        ({"proposer": 1}, (Bar.SECOND,)),
        ({"proposer": 1, "four_eyes": False}, ()),
    ],
)
def test_what_is_not_ordinary(change: dict[str, Any], said: tuple[Bar, ...]) -> None:
    assert bars(**PLAIN | change) == said


async def test_the_queue_is_narrowed_and_the_next_case_is_nobody_else_s(sessions: Sessions) -> None:
    town, numbers = await _busy_town(sessions, 4)
    fourth, first, second, third = numbers  # filed on a Monday, and from Sunday back to Friday: one term for those
    async with sessions() as session:
        await actions.assign(session, town.clerk, application_id=first, person_id=town.second_clerk.person_id, now=NOW)
        await actions.send_back(session, town.clerk, application_id=fourth, remark="call_us", now=NOW)
        await actions.propose(session, town.second_clerk, application_id=second, now=NOW)
        await session.execute(update(Edition).values(service_code=CODE))

        async def seen(actor: Any = town.clerk, **sift: Any) -> set[int]:
            found = await queries.queue(session, actor, 0, now=NOW, sift=Sift(**sift))
            return {line.facts.number for line in found.items}

        async def following(**asked: Any) -> int | None:
            return await queries.next_to_decide(session, town.clerk, now=NOW, **asked)

        assert await seen() == {first, second, third}
        assert await seen(state=ApplicationStatus.RETURNED) == {fourth}
        assert await seen(state=ApplicationStatus.ENROLLED) == set()
        assert await seen(is_proposed=True) == {second}
        assert await seen(town.second_clerk, is_proposed=True) == set()
        assert await seen(town.second_clerk, is_mine=True) == {first}
        assert await seen(is_assisted=True) == set()
        assert await seen(service=CODE) == {first, second, third}
        assert await seen(service="804200О.99.0.ББ52АА00000") == set()
        assert await queries.services_in_queue(session, town.clerk) == [CODE]
        shown = (await queries.queue(session, town.clerk, 0, now=NOW)).items
        dues = {line.facts.number: line.facts.due_on for line in shown}
        assert await seen(due_by=dues[first]) == {one for one, due in dues.items() if due <= dues[first]}
        assert await following() == second, "the first is a colleague's"
        assert await following(after=second) == third
        assert await following(after=third) is None
        told = list(await session.scalars(select(Notice.person_id).where(Notice.kind == "case_given")))
        assert told == [town.second_clerk.person_id]


async def test_two_persons_where_the_territory_asks(sessions: Sessions) -> None:
    town, (number,) = await _busy_town(sessions, 1, approval_four_eyes="1")
    async with sessions() as session:
        with pytest.raises(SecondPersonNeeded):
            await actions.approve(session, town.clerk, application_id=number, now=NOW)
        assert await decide(session, town.clerk, application_id=number, now=NOW) is None
        with pytest.raises(SecondPersonNeeded) as own:
            await decide(session, town.clerk, application_id=number, now=NOW)
        assert own.value.is_own
        with pytest.raises(Stale):
            await actions.propose(session, town.second_clerk, application_id=number, now=NOW)
        await actions.send_back(session, town.clerk, application_id=number, remark="call_us", now=NOW)
        await actions.mend(session, town.parent, application_id=number, now=NOW)
        assert await decide(session, town.second_clerk, application_id=number, now=NOW) is None, "a return voids it"
        assert await decide(session, town.clerk, application_id=number, now=NOW) is not None


@one_engine
async def test_the_history_holds_every_deed_with_its_rules_and_what_the_staff_added(sessions: Sessions) -> None:
    town, (number,) = await _busy_town(sessions, 1)
    me, later = town.clerk.person_id, NOW + timedelta(minutes=5)
    async with sessions() as session:
        await actions.add_note(session, town.clerk, application_id=number, text="  звонили \n дважды ", now=NOW)
        await actions.assign(session, town.clerk, application_id=number, person_id=me, now=NOW)
        await decide(session, town.clerk, application_id=number, now=later)
        events = await queries.history(session, town.clerk, number)
        assert [one.deed or one.mark for one in events] == [
            *(Deed.FILE, Deed.REGISTER, MarkKind.NOTE, MarkKind.ASSIGN),
            Deed.APPROVE,
        ]
        assert (events[2].text, events[3].other_id) == ("звонили дважды", me)
        kept = events[-1].verdicts
        assert [(one.rule, one.version) for one in kept] == [(rule.name, rule.version) for rule in RULES]
        assert all(one.basis for one in kept)
        assert [one.rule for one in kept if not one.fits] == ["service"], "the act lists one, the program has no code"
        assert {one.rule: one.value for one in kept}["age"] == "99", "the value that was applied, in months"
        with pytest.raises(Stale):
            await actions.assign(session, town.clerk, application_id=number, person_id=None, now=later)
        for wrong in ("  ", "я" * 1001):
            with pytest.raises(Invalid):
                await actions.add_note(session, town.clerk, application_id=number, text=wrong, now=later)


@one_engine
async def test_others_cases_and_strangers_are_not_found(sessions: Sessions) -> None:
    town, (number,) = await _busy_town(sessions, 1)
    parent, clerk, club = await _strangers(sessions, town)
    async with sessions() as session:
        for actor in (parent, clerk, club, replace(town.clerk, posts=())):
            with pytest.raises(NotFound):
                await actions.assign(session, actor, application_id=number, person_id=None, now=NOW)
            with pytest.raises(NotFound):
                await actions.add_note(session, actor, application_id=number, text="x", now=NOW)
            with pytest.raises(NotFound):
                await actions.propose(session, actor, application_id=number, now=NOW)
            with pytest.raises(NotFound):
                await queries.history(session, actor, number)
            assert await queries.checked(session, actor, [number], now=NOW) == []
        for stranger in (parent.person_id, clerk.person_id, club.person_id):
            with pytest.raises(NotFound):
                await actions.assign(session, town.clerk, application_id=number, person_id=stranger, now=NOW)
