"""From a refusal to a complaint, its answer and what follows; who may read and write what."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions as certificates
from services.certificates.models import ApplicationStatus
from services.certificates.queries import decider_of
from services.complaints import actions, queries
from services.complaints.actions import Ruling
from services.complaints.errors import NotProlonged, NotReopened, OwnDecision, ThreadClosed, TooLateToForward
from services.complaints.models import Kind, Outcome, Side, State, Subject
from services.complaints.rules.writing import Draft
from services.contracts.actions import decide
from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid, NotFound, Stale
from services.families.models import Child
from tests.support.factories.certificates import NOW, Town, add_application, add_town
from tests.support.factories.families import add_own_child, add_parent

Sessions = async_sessionmaker[AsyncSession]
DAY = timedelta(days=1)


@pytest.fixture
async def town(sessions: Sessions) -> Town:
    async with sessions() as session:
        made = await add_town(session, "smolensk")
        await session.commit()
        return made


async def _filed(session: AsyncSession, who: Actor, draft: Draft) -> int:
    await actions.keep_draft(session, who, draft=draft, now=NOW)
    return (await actions.file(session, who, now=NOW)).number


async def _refused(session: AsyncSession, town: Town) -> tuple[int, int]:
    """A refused application and the complaint about it."""
    case = await add_application(session, town)
    await certificates.refuse(session, town.clerk, application_id=case, ground="no_seats", now=NOW)
    draft = Draft(Kind.SERVICE, subject=Subject.REFUSAL, application_id=case, text="Места были")
    return case, await _filed(session, town.parent, draft)


async def test_a_refusal_that_does_not_stand_is_decided_anew(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        case, number = await _refused(session, town)
        line = (await queries.own_thread(session, town.parent, number)).line
        assert line.due_on == date(2026, 9, 28), "15 working days from a Monday, 210-FZ, article 11.2, part 6"
        ruling = Ruling(Outcome.SATISFIED, "Отказ отменён", reopens=True)
        with pytest.raises(NotFound):
            await actions.answer(session, town.clerk, number=number, ruling=ruling, now=NOW)  # heads only
        await actions.assign(session, town.second_clerk, number=number, person_id=town.clerk.person_id, now=NOW)
        with pytest.raises(OwnDecision):
            await actions.answer(session, town.clerk, number=number, ruling=ruling, now=NOW)
        await actions.answer(session, town.second_clerk, number=number, ruling=ruling, now=NOW + DAY)
        with pytest.raises(Stale):
            await actions.answer(session, town.second_clerk, number=number, ruling=ruling, now=NOW + DAY)
        again = await decider_of(session, case)
        assert again is not None
        assert (again.status, again.person_id, again.ground) == (ApplicationStatus.REGISTERED, None, None)
        approval = await decide(session, town.second_clerk, application_id=case, now=NOW + DAY)
        assert approval is not None, "the seat and the money come by the ordinary way"
        assert not await actions.dispute(session, town.parent, number=number, text="", now=NOW + DAY)
        line = (await queries.own_thread(session, town.parent, number)).line
        assert (line.state, line.is_settled) == (State.CLOSED, False), "nobody stands above the head here"
        told = set(await session.scalars(text("SELECT kind FROM notices")))
        assert {"complaint_filed", "complaint_answered", "application_reopened", "application_anew"} <= told
        steps = (await session.scalars(text("SELECT deed FROM complaint_steps ORDER BY id"))).all()
        assert list(steps) == ["file", "answer", "dissent"]
        assert b"\xd0\x9c\xd0\xb5" not in bytes(
            await session.scalar(text("SELECT text FROM complaint_messages LIMIT 1"))
        )


async def _refused_deed(session: AsyncSession, deed: Callable[[], Awaitable[Any]], error: type[Exception]) -> None:
    """A deed in a savepoint of its own is refused so, and leaves nothing."""
    with pytest.raises(error):
        async with session.begin_nested():
            await deed()


async def test_the_refusal_stays_where_another_application_lives(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        _case, number = await _refused(session, town)
        father = await add_parent(session, territory_id=town.territory_id, phone="+79120000001")
        snils = (await session.get_one(Child, town.child_id)).snils
        twin = await add_own_child(session, father, snils=snils, now=NOW)
        await add_application(session, town, parent=father, child_id=twin)
        ruling = Ruling(Outcome.SATISFIED, "Отказ отменён", reopens=True)
        said = {"number": number, "ruling": ruling, "now": NOW}
        await _refused_deed(session, lambda: actions.answer(session, town.second_clerk, **said), NotReopened)
        line = (await queries.own_thread(session, town.parent, number)).line
        assert (line.state, line.outcome) == (State.REGISTERED, None)


async def test_a_question_to_the_club_is_between_the_two(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        case = await add_application(session, town)
        draft = Draft(Kind.QUESTION, addressee=Side.CLUB, application_id=case, text="Что взять с собой?")
        number = await _filed(session, town.parent, draft)
        assert [one.number for one in (await queries.club_lines(session, town.club, 0)).items] == [number]
        with pytest.raises(Invalid):
            await actions.answer_as_club(session, town.club, number=number, text="  ", now=NOW)
        await actions.answer_as_club(session, town.club, number=number, text="Сменную обувь", now=NOW)
        with pytest.raises(Stale):
            await actions.answer_as_club(session, town.club, number=number, text="И воду", now=NOW)
        seen = await queries.own_thread(session, town.parent, number)
        assert [one.text for one in seen.messages] == ["Что взять с собой?", "Сменную обувь"]
        await actions.settle(session, town.parent, number=number, now=NOW)
        with pytest.raises(ThreadClosed):
            await actions.say(session, town.parent, number=number, side=Side.PARENT, text="Спасибо", now=NOW)


async def test_what_the_club_reads_of_a_complaint_about_it(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        case = await add_application(session, town)
        number = await _filed(session, town.parent, Draft(Kind.CLUB, application_id=case, text="Занятий нет"))
        ours = {"number": number, "now": NOW}
        with pytest.raises(NotFound):
            await queries.club_thread(session, town.club, number)
        await actions.ask_club(session, town.clerk, text="Объясните пропуски", **ours)
        assert [one.text for one in (await queries.club_thread(session, town.club, number)).messages] == [
            "Объясните пропуски"
        ]
        await actions.explain(session, town.club, text="Педагог болел", **ours)
        assert [one.text for one in (await queries.own_thread(session, town.parent, number)).messages] == [
            "Занятий нет"
        ]
        await actions.prolong(session, town.second_clerk, text="Ждём документы", **ours)
        await _refused_deed(
            session, lambda: actions.prolong(session, town.second_clerk, text="Ещё раз", **ours), NotProlonged
        )
        late = {"number": number, "where": "Прокуратура", "now": NOW + 8 * DAY}
        await _refused_deed(session, lambda: actions.forward(session, town.clerk, **late), TooLateToForward)
        await actions.forward(session, town.clerk, **late | {"now": NOW})
        line = (await queries.own_thread(session, town.parent, number)).line
        assert (line.state, line.forwarded_to) == (State.FORWARDED, "Прокуратура")


async def test_terms_are_watched(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        case = await add_application(session, town)
        number = await _filed(session, town.parent, Draft(Kind.CLUB, application_id=case, text="Занятий нет"))
        await actions.ask_club(session, town.clerk, number=number, text="Объясните", now=NOW)
        due = (await queries.own_thread(session, town.parent, number)).line.due_on
        seen = {}
        for days in range(45):
            done = await actions.watch(session, now=NOW + days * DAY)
            seen |= {what: days for what, many in done.items() if many}
        assert set(seen) == {"recalled", "warned", "late"}
        assert seen["recalled"] < seen["warned"] < seen["late"] == (due - NOW.date()).days + 1
        told = set(await session.scalars(text("SELECT kind FROM notices")))
        assert {"complaint_club_silent", "complaints_soon", "complaints_over", "complaint_late"} <= told
        ruling = Ruling(Outcome.PARTLY, "Занятия возобновлены")
        await actions.answer(session, town.clerk, number=number, ruling=ruling, now=NOW + 45 * DAY)
        assert (await actions.watch(session, now=NOW + 90 * DAY))["closed"] == 1


async def test_nobody_else_reads_or_does_anything(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        _case, number = await _refused(session, town)
        other = await add_parent(session, territory_id=town.territory_id, phone="+79120000002")
        elsewhere = replace(town.clerk, posts=(Post(Role.CHIEF, town.territory_id + 1),))
        club = replace(town.club, posts=(Post(Role.PROVIDER, town.territory_id, town.provider_id + 1),))
        ours: dict[str, Any] = {"number": number, "now": NOW}
        said = ours | {"text": "Слово"}
        for deed in (
            lambda: queries.own_thread(session, other, number),
            lambda: actions.withdraw(session, other, **ours),
            lambda: actions.settle(session, other, **ours),
            lambda: actions.share(session, other, **said),
            lambda: queries.staff_thread(session, elsewhere, number, now=NOW),
            lambda: actions.ask_club(session, elsewhere, **said),
            lambda: actions.assign(session, elsewhere, person_id=elsewhere.person_id, **ours),
            lambda: queries.club_thread(session, town.club, number),
            lambda: actions.explain(session, club, **said),
            lambda: actions.answer_as_club(session, club, **said),
        ):
            await _refused_deed(session, deed, NotFound)
