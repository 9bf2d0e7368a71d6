"""The way to a child in the chat: press this, read that."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage, TelegramMethod
from aiogram.types import Sticker
from sqlalchemy import select

from handlers.common.context import Desk
from handlers.parent.certificates.keyboards import ApplyFor
from handlers.parent.families import keyboards, questions
from handlers.parent.families.keyboards import (
    AddChild,
    Afresh,
    Agree,
    Ask,
    Children,
    NotNow,
    Pause,
    Pick,
    Proceed,
    ReadGround,
    Sheets,
    WithdrawConsent,
)
from services.core.actor import Actor
from services.core.db import Database
from services.core.models import Person
from services.families.models import Child, Consent
from services.families.queries import children, consent_text, consents, representative
from services.families.rules import HEALTH, PERSONAL_DATA, SEEN
from tests.support.bot import FedDesk, texts
from tests.support.factories.families import next_snils

PERSON = 700
GROUP = 55
PHONE = "8 912 345 67 89"


@pytest.fixture
def desk(database: Database) -> FedDesk:
    return FedDesk(database)


def _agree(purpose: str, group_id: int = 0) -> str:
    return Agree(purpose=purpose, seen=consent_text(purpose).digest("ru")[:SEEN], group_id=group_id).pack()


def _buttons(calls: list[TelegramMethod[Any]]) -> list[str]:
    shown = [call for call in calls if isinstance(call, SendMessage | EditMessageText)]
    markup = shown[-1].reply_markup
    assert markup is not None
    rows: list[list[Any]] = markup.inline_keyboard  # type: ignore[union-attr]
    return [button.callback_data for row in rows for button in row]


def _screen(calls: list[TelegramMethod[Any]]) -> str:
    (shown,) = [call for call in calls if isinstance(call, SendMessage | EditMessageText)]
    assert shown.text is not None
    return shown.text


async def _begun(desk: FedDesk, group_id: int = 0) -> list[TelegramMethod[Any]]:
    """Through the warning and the ground to the first question."""
    await desk.press(PERSON, AddChild(group_id=group_id).pack())
    await desk.press(PERSON, ReadGround(group_id=group_id).pack())
    return await desk.press(PERSON, Proceed(group_id=group_id).pack())


async def _type(desk: FedDesk, *answers: str) -> list[TelegramMethod[Any]]:
    calls: list[TelegramMethod[Any]] = []
    for answer in answers:
        calls = await desk.text(PERSON, answer)
    return calls


async def _actor(database: Database) -> Actor:
    async with database.sessions() as session:
        return Actor((await session.scalars(select(Person.id))).first() or 0, "ru")


async def test_the_whole_way_with_a_group_waiting(desk: FedDesk, database: Database) -> None:
    warning = await desk.press(PERSON, AddChild(group_id=GROUP).pack())
    assert _buttons(warning)[0] == ReadGround(group_id=GROUP).pack()
    asked = await desk.press(PERSON, _buttons(warning)[0])
    assert "210" in _screen(asked)  # the article by which no consent is needed
    assert _buttons(asked)[0] == Proceed(group_id=GROUP).pack()
    assert questions.QUESTIONS["representative", "full_name"]() in _screen(await desk.press(PERSON, _buttons(asked)[0]))
    await _type(desk, "орлова анна", PHONE, "Орлова Мария", "14 мая 2018", next_snils())
    done = await desk.press(PERSON, Pick(form="child", field="category", number=0, group_id=GROUP).pack())
    actor = await _actor(database)
    async with database.sessions() as session:
        (child,) = await children(session, actor)
        known = await representative(session, actor.person_id)
    assert known is not None
    assert (known.full_name, known.phone) == ("Орлова Анна", "+79123456789")
    assert _buttons(done)[0] == ApplyFor(group_id=GROUP, child_id=child.id).pack()
    assert "Мария" in _screen(done)


async def test_typed_text_is_taken_away_and_one_screen_is_redrawn(desk: FedDesk) -> None:
    await _begun(desk)
    calls = await desk.text(PERSON, "Орлова Анна")
    assert [type(call) for call in calls] == [DeleteMessage, EditMessageText]
    assert "Анна" not in _screen(calls)
    assert questions.QUESTIONS["representative", "phone"]() in _screen(calls)


async def test_a_message_that_cannot_be_taken_away_is_no_harm(desk: FedDesk) -> None:
    await _begun(desk)
    desk.session.refuse = TelegramBadRequest(
        method=DeleteMessage(chat_id=PERSON, message_id=1), message="can't be deleted"
    )
    assert questions.QUESTIONS["representative", "phone"]() in _screen(await desk.text(PERSON, "Орлова Анна"))


@pytest.mark.parametrize("wrong", ["Анна", "я" * 10_000, "<b>Анна</b> Орлова", "1234 5678"])
async def test_a_wrong_answer_is_explained_above_the_same_question(desk: FedDesk, wrong: str) -> None:
    await _begun(desk)
    screen = _screen(await desk.text(PERSON, wrong))
    question = questions.QUESTIONS["representative", "full_name"]()
    assert question in screen
    assert not screen.startswith("<b>")  # the sentence stands above it
    assert len(screen) <= 900
    assert questions.QUESTIONS["representative", "phone"]() in _screen(await desk.text(PERSON, "Орлова Анна"))


@pytest.mark.parametrize("wrong", ["31.02.2018", "01.01.2099", "01.01.2007", "сегодня", "01.01.2025"])
async def test_a_wrong_birth_date_keeps_what_was_typed(desk: FedDesk, wrong: str) -> None:
    await _begun(desk)
    screen = _screen(await _type(desk, "Орлова Анна", PHONE, "Орлова Мария", wrong))
    assert questions.QUESTIONS["child", "birth_date"]() in screen
    assert questions.label("child", "full_name") in screen
    assert questions.QUESTIONS["child", "snils"]() in _screen(await desk.text(PERSON, "14.05.2018"))


async def test_a_sticker_leaves_the_question(desk: FedDesk) -> None:
    await _begun(desk)
    sticker = Sticker(
        file_id="a", file_unique_id="a", type="regular", width=1, height=1, is_animated=False, is_video=False
    )
    screen = _screen(await desk.feed(desk.message_update(PERSON, sticker=sticker)))
    assert questions.QUESTIONS["representative", "full_name"]() in screen
    assert questions.QUESTIONS["representative", "phone"]() in _screen(await desk.text(PERSON, "Орлова Анна"))


async def test_the_form_is_left_and_resumed(desk: FedDesk, database: Database) -> None:
    await _begun(desk)
    await _type(desk, "Орлова Анна", PHONE, "Орлова Мария", "14.05.2018")
    paused = await desk.press(PERSON, Pause(form="child", field="snils").pack())
    assert _buttons(paused)[0] == Ask(form="child", field="snils").pack()
    again = FedDesk(database)  # the process was started anew
    again._updates = desk._updates
    offered = await again.press(PERSON, AddChild(group_id=GROUP).pack())
    assert _buttons(offered)[:2] == [Proceed(group_id=GROUP).pack(), Afresh(group_id=GROUP).pack()]
    screen = _screen(await again.press(PERSON, Proceed(group_id=GROUP).pack()))
    assert questions.QUESTIONS["child", "snils"]() in screen
    screen = _screen(await again.press(PERSON, Afresh(group_id=GROUP).pack()))
    assert questions.QUESTIONS["child", "full_name"]() in screen


async def test_back_shows_the_question_before_and_leaves_it_as_it_is(desk: FedDesk) -> None:
    await _begun(desk)
    calls = await _type(desk, "Орлова Анна")
    assert _buttons(calls)[0] == Ask(form="representative", field="full_name").pack()
    back = await desk.press(PERSON, _buttons(calls)[0])
    assert _buttons(back)[0] == Ask(form="representative", field="phone").pack()
    assert questions.QUESTIONS["representative", "phone"]() in _screen(await desk.text(PERSON, "Орлова Нина"))


@pytest.mark.parametrize(("press", "category", "purposes"), [(0, "ovz", {HEALTH}), (1, "none", set())])
async def test_health_has_a_consent_of_its_own(
    desk: FedDesk, database: Database, press: int, category: str, purposes: set[str]
) -> None:
    await _begun(desk)
    asked = await _type(desk, "Орлова Анна", PHONE, "Орлова Мария", "14.05.2018", next_snils(), "овз")
    assert _buttons(asked)[:2] == [_agree(HEALTH), NotNow(purpose=HEALTH).pack()]
    await desk.press(PERSON, _buttons(asked)[press])
    actor = await _actor(database)
    async with database.sessions() as session:
        assert [child.category for child in await children(session, actor)] == [category]
        assert await consents(session, actor.person_id) == purposes


async def test_forged_consents_record_nothing(desk: FedDesk, database: Database) -> None:
    await desk.press(PERSON, AddChild().pack())
    await desk.press(PERSON, Agree(purpose=HEALTH, seen="0" * SEEN).pack())
    await desk.press(PERSON, Agree(purpose=PERSONAL_DATA, seen="0" * SEEN).pack())
    await desk.press(PERSON, Agree(purpose="photo", seen="0" * SEEN).pack())
    async with database.sessions() as session:
        assert (await session.scalars(select(Consent.id))).all() == []
        assert (await session.scalars(select(Child.id))).all() == []


async def test_consent_is_withdrawn_after_one_question(desk: FedDesk, database: Database) -> None:
    await _begun(desk)
    asked = await _type(desk, "Орлова Анна", PHONE, "Орлова Мария", "14.05.2018", next_snils(), "овз")
    await desk.press(PERSON, _buttons(asked)[0])
    family = await desk.press(PERSON, Children().pack())
    assert WithdrawConsent().pack() in _buttons(family)
    asked = await desk.press(PERSON, WithdrawConsent().pack())
    assert _buttons(asked)[0] == WithdrawConsent(purpose=HEALTH).pack()
    await desk.press(PERSON, _buttons(asked)[0])
    actor = await _actor(database)
    async with database.sessions() as session:
        assert await consents(session, actor.person_id) == frozenset()
        assert [child.category for child in await children(session, actor)] == ["none"]
    family = await desk.press(PERSON, Children().pack())
    assert WithdrawConsent().pack() not in _buttons(family)


@pytest.mark.parametrize("url", [None, "https://kruzhok.example.org/"])
async def test_without_a_trial_nothing_is_asked_in_the_chat(database: Database, url: str | None) -> None:
    desk = FedDesk(database, desk=Desk("kruzhok_bot", trial_forms=False, public_url=url))
    calls = await desk.press(PERSON, AddChild(group_id=GROUP).pack())
    assert Proceed(group_id=GROUP).pack() not in _buttons(calls)
    await desk.press(PERSON, _agree(HEALTH))
    await desk.press(PERSON, Proceed().pack())
    async with database.sessions() as session:
        assert (await session.scalars(select(Consent.id))).all() == []


async def test_the_own_children_are_listed(desk: FedDesk) -> None:
    await _begun(desk)
    await _type(desk, "Орлова Анна", PHONE, "Орлова Мария", "14.05.2018", next_snils(), "нет особой")
    await desk.press(PERSON, Pick(form="child", field="category", number=0).pack())
    shown = await desk.press(PERSON, Children().pack())
    assert "1. Мария, " in _screen(shown)
    assert _buttons(shown)[:4] == [
        AddChild().pack(),
        Ask(form="representative", field="full_name").pack(),
        Sheets().pack(),
        ReadGround().pack(),
    ]
    await desk.press(PERSON, _buttons(shown)[1])
    saved = await _type(desk, "Орлова Нина", "+7 912 000-11-22")
    assert _buttons(saved)[0] == Children().pack()
    assert texts(saved)


def test_the_choice_is_not_ticked_beforehand() -> None:
    agree, not_now = keyboards.consent(HEALTH, "0" * SEEN, 0)[0]
    assert "✅" not in agree.text + not_now.text
