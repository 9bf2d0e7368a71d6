"""Words that can break: long foreign texts, every status, ground, notice and error."""

import re
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.common import words
from handlers.common.errors import sentence
from handlers.common.notices import render
from handlers.parent.certificates import money, texts
from handlers.parent.certificates.keyboards import ApplyTo, Mine, MyCase
from handlers.provider.certificates.keyboards import ProviderCase, ProviderCases
from handlers.staff.certificates import texts as staff_texts
from handlers.staff.certificates.keyboards import Case, Queue
from services.certificates.actions import refuse
from services.certificates.errors import AlreadyApplied, NotPayable, TooLateToWithdraw, TooManyApplications, WrongAge
from services.certificates.models import ApplicationStatus
from services.certificates.queries import Money, Waiting
from services.certificates.rules import GROUNDS
from services.certificates.rules.cover import Cover
from services.contracts.actions import approve
from services.core.errors import Invalid, ServiceError
from services.orders.errors import LimitBelowReserved, NoOrderLine, OrderExhausted
from tests.handlers.parent.certificates.chat import Conversation, check_screen
from tests.support.factories.certificates import NOW, Town, add_application, add_town
from tests.support.factories.families import add_own_child
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

DUE = "2026-09-16"
NOTICES = [
    ("application_received", {"number": 12, "due_on": DUE, "free": 1, "capacity": 12}),
    ("application_to_decide", {"number": 12, "due_on": DUE}),
    *(("application_refused", {"number": 12, "ground": ground}) for ground in GROUNDS),
    *(("application_draft_ends", {"number": 12, "confirm_by": DUE, "level": level}) for level in (1, 2)),
    *(("paper_brought", {"number": 12, "waiting": many, "runs_on": not many}) for many in (0, 1, 2)),
    ("application_closed", {"number": 12, "status": "refused"}),
    ("application_closed", {"number": 12, "status": "withdrawn"}),
]


@pytest.mark.parametrize(("kind", "data"), NOTICES)
def test_every_notice_has_its_number_and_a_next_action(kind: str, data: dict[str, object]) -> None:
    words.use("en")
    assert "No. 12" in check_screen(render(kind, data))


@pytest.mark.parametrize(
    "error",
    [
        NotPayable(),
        WrongAge(54, 60, 96),
        WrongAge(240, 216, 216),
        TooManyApplications(1),
        TooManyApplications(3),
        AlreadyApplied(7),
        TooLateToWithdraw(7),
        Invalid("ground", "unknown"),
        NoOrderLine(2026, None),
        *(OrderExhausted(what, 2026) for what in ("children", "hours", "money")),
        LimitBelowReserved("hours", 72),
        LimitBelowReserved("money", 7_200),
        *(Invalid(f"order_{what}", "range") for what in ("children", "hours", "money")),
    ],
    ids=repr,
)
def test_every_error_is_one_filled_sentence(error: ServiceError) -> None:
    words.use("en")
    told = sentence(error)
    assert told
    assert "{" not in told
    assert not told.startswith("That value can't be right")


def test_every_status_and_ground_has_words() -> None:
    words.use("en")
    assert len({texts.status(one) for one in ApplicationStatus}) == len(ApplicationStatus)
    assert len({texts.ground(one) for one in GROUNDS}) == len(GROUNDS)
    assert len({staff_texts.ground(one) for one in GROUNDS}) == len(GROUNDS)
    assert texts.ground(None) not in {texts.ground(one) for one in GROUNDS}


@pytest.mark.parametrize(
    ("waiting", "told"),
    [
        (Waiting(1, overdue=False), "no later than 16.09, 1 working day left"),
        (Waiting(7, overdue=False), "no later than 16.09, 7 working days left"),
        (Waiting(0, overdue=False), "no later than 16.09, today is the last day"),
        (Waiting(0, overdue=True), "the term ended on 16.09"),
    ],
)
def test_term(waiting: Waiting, told: str) -> None:
    words.use("en")
    assert texts.term("16.09", waiting) == told


def test_foreign_text_is_cut_and_escaped() -> None:
    assert texts.short("<b>R&D</b>", 20) == "&lt;b&gt;R&amp;D&lt;/b&gt;"
    assert texts.short("abcdef", 4) == "abc…"


DAY = date(2026, 11, 28)
HERE = "Осталось 6 240 ₽: этот кружок по ноябрь включительно"
FAR = [
    (
        Money(0, 624_000, 0, Cover(DAY, is_end=False, lessons=4)),
        f"{HERE} и ещё 4 занятия.",
    ),
    (
        Money(0, 624_000, 0, Cover(DAY, is_end=False, lessons=0)),
        f"{HERE}.",
    ),
    (
        Money(0, 1_440_000, 60_000, Cover(DAY, is_end=True, lessons=1)),
        "Осталось 14 400 ₽: этот кружок по 28 ноября 2026 включительно и ещё 1 занятие. За занятия уже оплачено 600 ₽.",
    ),
    (Money(50, 0, 0, Cover(None, is_end=False, lessons=5)), "Осталось 0,50 ₽: хватит на 5 занятий этого кружка."),
    (Money(0, 624_000, 0, None), "Осталось 6 240 ₽."),
]


@pytest.mark.parametrize(("of", "told"), FAR)
def test_what_is_left_is_said_in_lessons(of: Money, told: str) -> None:
    words.use("ru")
    assert re.sub("<[^>]*>", "", money.left(of)).replace("\u00a0", " ") == told


async def _wordy_town(session: AsyncSession) -> tuple[Town, int, list[int]]:
    """The longest texts that the tables hold, full of signs."""
    town = await add_town(session, "smolensk", applications_per_child="99")
    provider_id = await add_provider(session, territory_id=town.territory_id, name="<&>" * 100)
    child_id = await add_own_child(
        session, town.parent, full_name="Орлова-" + "Ж" + "ы" * 30 + " Мария-" + "А" + "н" * 30, now=NOW
    )
    numbers = []
    for _ in range(6):
        program_id = await add_program(
            session, territory_id=town.territory_id, provider_id=provider_id, title="<&>Ж" * 50
        )
        group_id = await add_group(session, program_id=program_id, title="«&»<" * 25)
        numbers.append(await add_application(session, town, child_id=child_id, group_id=group_id))
    return town, group_id, numbers


async def test_the_longest_texts_still_fit(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town, group_id, numbers = await _wordy_town(session)
        await approve(session, town.clerk, application_id=numbers[0], now=NOW)
        await refuse(session, town.clerk, application_id=numbers[1], ground=GROUNDS[3], now=NOW)
        await session.commit()
    parent, clerk = Conversation(sessions, town.parent), Conversation(sessions, town.clerk)
    assert await parent.press(ApplyTo(group_id=group_id))
    assert await parent.press(Mine())
    assert await clerk.press(Queue())
    for number in numbers[:3]:
        assert await parent.press(MyCase(application_id=number))
        assert await clerk.press(Case(application_id=number))


async def test_the_providers_screens_fit_too(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        await session.commit()
    club = Conversation(sessions, town.club)
    assert await club.press(ProviderCases())
    assert await club.press(ProviderCase(application_id=number))
