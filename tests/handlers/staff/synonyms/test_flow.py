"""A clerk adds a pair of words, reads it in the list and takes it away; nobody else does."""

from datetime import UTC, datetime

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.middlewares.actor import CHANNEL
from handlers.common.errors import invalid_words
from handlers.common.refusals.synonyms import INVALID
from handlers.common.words import use
from handlers.staff.synonyms import keyboards, texts
from handlers.staff.synonyms.keyboards import AddSynonym, DropSynonym, Synonyms, SynonymsOf
from services.core.actor import Post, Role
from services.core.db import Database
from services.programs.queries.synonyms import Pair, Pairs
from services.staff.actions import appoint, arrive
from tests.support.bot import FedDesk
from tests.support.bot import texts as said
from tests.support.factories import feedback as made_of

NOW = datetime(2026, 9, 3, 5, tzinfo=UTC)
CLERK, PARENT = 201, 202


@pytest.fixture
async def lands(database: Database) -> list[int]:
    """Two territories; the clerk serves the first."""
    async with database.sessions() as session:
        clerk = await arrive(session, channel=CHANNEL, address=str(CLERK), locale="ru", now=NOW)
        lands = [await made_of.add_territory(session, slug) for slug in ("livny", "seversk")]
        await appoint(session, person_id=clerk.person_id, post=Post(Role.CLERK, lands[0]), now=NOW)
        await arrive(session, channel=CHANNEL, address=str(PARENT), locale="ru", now=NOW)
        await session.commit()
    return lands


async def _screen(desk: FedDesk, person: int, *, press: str = "", say: str = "") -> tuple[str, dict[str, str]]:
    calls = await (desk.press(person, press) if press else desk.text(person, say))
    markups = [call.reply_markup for call in calls if hasattr(call, "reply_markup")]
    markup = markups[-1]
    assert isinstance(markup, InlineKeyboardMarkup)
    buttons = {one.text: one.callback_data or "" for row in markup.inline_keyboard for one in row}
    return said(calls)[-1], buttons


async def test_add_read_and_take_away(database: Database, lands: list[int]) -> None:
    desk = FedDesk(database, clock=lambda: NOW)
    _text, buttons = await _screen(desk, CLERK, press=Synonyms().pack())
    add = AddSynonym(territory_id=lands[0]).pack()
    assert add in buttons.values()
    await _screen(desk, CLERK, press=add)
    wrong, buttons = await _screen(desk, CLERK, say="робот")
    assert wrong == INVALID["synonym", "format"]()
    assert Synonyms(territory_id=lands[0]).pack() in buttons.values()
    _text, buttons = await _screen(desk, CLERK, say="робот = робототехника")
    (pair,) = [data for words, data in buttons.items() if "робот = робототехника" in words]
    await _screen(desk, CLERK, press=add)
    known, _buttons = await _screen(desk, CLERK, say="робототехника = робот")
    assert known == INVALID["synonym", "known"]()
    asked, buttons = await _screen(desk, CLERK, press=pair)
    assert "робототехника" in asked
    _text, left = await _screen(desk, CLERK, press=next(one for one in buttons.values() if one.endswith(":1")))
    assert not [words for words in left if "робот" in words]


async def test_a_typed_text_is_a_search_again_once_the_pair_is_in(database: Database, lands: list[int]) -> None:
    desk = FedDesk(database, clock=lambda: NOW)
    await _screen(desk, CLERK, press=AddSynonym(territory_id=lands[0]).pack())
    await _screen(desk, CLERK, say="робот = робототехника")
    _text, buttons = await _screen(desk, CLERK, say="аа = бб")
    assert not [data for data in buttons.values() if data.startswith(("synadd", "synout"))]


@pytest.mark.parametrize("person", [CLERK, PARENT])
async def test_others_find_nothing(database: Database, lands: list[int], person: int) -> None:
    desk = FedDesk(database, clock=lambda: NOW)
    for press in (
        *(Synonyms(territory_id=lands[1]), AddSynonym(territory_id=lands[1])),
        *(DropSynonym(synonym_id=404), DropSynonym(synonym_id=404, sure=True)),
    ):
        _text, buttons = await _screen(desk, person, press=press.pack())
        assert not [data for data in buttons.values() if data.startswith(("synadd", "synout"))]
        _text, buttons = await _screen(desk, person, say="вв = гг")
        assert not [data for data in buttons.values() if data.startswith(("synadd", "synout"))]


async def test_another_territory_can_be_chosen(database: Database, lands: list[int]) -> None:
    async with database.sessions() as session:
        clerk = await arrive(session, channel=CHANNEL, address=str(CLERK), locale="ru", now=NOW)
        await appoint(session, person_id=clerk.person_id, post=Post(Role.ADMIN, lands[1]), now=NOW)
        await session.commit()
    desk = FedDesk(database, clock=lambda: NOW)
    _text, buttons = await _screen(desk, CLERK, press=Synonyms().pack())
    assert SynonymsOf().pack() in buttons.values()
    _text, buttons = await _screen(desk, CLERK, press=SynonymsOf().pack())
    assert {Synonyms(territory_id=land).pack() for land in lands} <= set(buttons.values())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_screens_fit(language: str) -> None:
    use(language)
    longest = Pair(2**53, 2**53, "ы" * 64, "<b>" + "я" * 61)
    rows = keyboards.listed(Pairs((longest,) * 6, 10, 170, 1000), 2**53, can_switch=True)
    assert len(rows) <= 8
    assert all(len((one.callback_data or "").encode()) <= 64 and len(one.text) <= 60 for row in rows for one in row)
    for text in (texts.listed(1000, "М" * 60), texts.ask(), texts.ask_sure(longest), texts.added("М" * 60)):
        assert len(text) <= 450
        assert "<b>" not in text
    assert INVALID.items() <= invalid_words().items()
    assert len({words() for words in INVALID.values()}) == len(INVALID)
