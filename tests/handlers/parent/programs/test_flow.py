"""Press this, read that: the catalogue in the chat."""

from typing import Any

import pytest
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup

from bot.demo.catalogue import put_catalogue
from handlers.common.start.keyboards import ChooseTerritory
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.programs.keyboards import Find, GroupCard, Results
from services.core.clock import system_clock
from services.core.db import Database
from services.territories.actions import load_shipped
from services.territories.queries import territory_by_slug
from tests.support.bot import FedDesk, answered, texts

ANNA = 601


@pytest.fixture
async def desk(database: Database) -> FedDesk:
    now = system_clock()
    async with database.sessions() as session:
        await load_shipped(session, now=now)
        place = await territory_by_slug(session, "livny")
        await put_catalogue(session, territories={"livny": place.id}, today=now.date())
        await session.commit()
    desk = FedDesk(database)
    await desk.text(ANNA, "/start")
    await desk.press(ANNA, ChooseTerritory(territory_id=place.id).pack())
    return desk


def _buttons(calls: list[TelegramMethod[Any]]) -> dict[str, str]:
    """Callback data by the button's words, of the last screen."""
    markups = [
        call.reply_markup for call in calls if isinstance(getattr(call, "reply_markup", None), InlineKeyboardMarkup)
    ]  # type: ignore[attr-defined]
    return {one.text: one.callback_data or "" for row in markups[-1].inline_keyboard for one in row}


def _first(calls: list[TelegramMethod[Any]], prefix: str) -> str:
    return next(data for data in _buttons(calls).values() if data.split(":")[0] == prefix)


async def test_typed_text_leads_to_a_card_and_to_applying_in_one_press(desk: FedDesk) -> None:
    listed = await desk.text(ANNA, "робототехника для 8 лет по субботам")
    assert "✕ робототехника" in _buttons(listed)
    card = await desk.press(ANNA, _first(listed, "prgcard"))
    assert answered(card)
    assert "Робототехника: от колеса до манипулятора" in texts(card)[-1]
    assert _first(card, "certto").startswith(ApplyTo.__prefix__)
    back = await desk.press(ANNA, _first(card, "prglist"))
    assert texts(back)[-1] == texts(listed)[-1]


async def test_pages_of_a_typed_search_turn(desk: FedDesk) -> None:
    listed = await desk.press(ANNA, Results().pack())
    turned = await desk.press(ANNA, _buttons(listed)["›"])
    assert "2 / 3" in _buttons(turned)
    assert _buttons(turned).keys() != _buttons(listed).keys()


async def test_an_older_list_still_turns_its_own_pages(desk: FedDesk) -> None:
    older = await desk.text(ANNA, "кружок для 10 лет")
    newer = await desk.text(ANNA, "шахматы")
    turned = await desk.press(ANNA, _buttons(older)["›"])
    assert "✕ 10 лет" in _buttons(turned)
    assert texts(turned)[-1] not in {texts(older)[-1], texts(newer)[-1]}


async def test_a_list_whose_words_are_forgotten_says_so(desk: FedDesk) -> None:
    lost = await desk.press(ANNA, Results(query="deadbeef", page=1).pack())
    assert _first(lost, "prglist")
    assert texts(lost)[-1] not in texts(await desk.press(ANNA, Find().pack()))


async def test_where_nothing_fits_the_nearest_is_shown(desk: FedDesk) -> None:
    nearest = await desk.text(ANNA, "футбол для 10 лет после 21:00")
    assert any("Футбол" in name for name in _buttons(nearest))


@pytest.mark.parametrize("text", ["😀", "12345", "%_'; DROP TABLE programs;--", "ы" * 4096, "<b>привет", "8"])
async def test_odd_texts_are_answered(desk: FedDesk, text: str) -> None:
    calls = await desk.text(ANNA, text)
    assert len(texts(calls)) == 1
    assert len(texts(calls)[0]) <= 900
    assert _first(calls, "prglist") or _first(calls, "prgcard")


async def test_foreign_ids_and_forged_focuses_are_no_defects(desk: FedDesk) -> None:
    assert answered(await desk.press(ANNA, GroupCard(group_id=404).pack()))
    assert answered(await desk.press(ANNA, "prglist::nonsense:0"))
    assert answered(await desk.press(ANNA, Results(page=10**30).pack()))


async def test_a_link_opens_the_card(desk: FedDesk) -> None:
    listed = await desk.text(ANNA, "шахматы")
    card = await desk.press(ANNA, _first(listed, "prgcard"))
    linked = await desk.text(ANNA, "/start p_12")
    assert "Шашки и шахматы" in texts(card)[-1]
    assert "Шашки и шахматы" in texts(linked)[-1]


async def test_without_a_territory_it_is_asked_for_first(desk: FedDesk) -> None:
    newcomer = 602
    calls = await desk.text(newcomer, "шахматы")
    assert _first(calls, "terr")
    assert _first(await desk.press(newcomer, Find().pack()), "terr")
