"""Keep, wait, be told, apply: pressed and read."""

from typing import Any

import pytest
from sqlalchemy import update

from bot import watches
from services.core.db import Database
from services.programs.actions import free_seat, take_seat
from services.programs.models import Edition, Group, Offer
from tests.support.factories.certificates import add_application, add_other_group
from tests.support.journey import PARENT, STRANGER, Street, street
from tests.support.ways import to_card


@pytest.fixture
async def walk(database: Database) -> Street:
    """A town whose only group has one seat, and it is taken."""
    made = await street(database, capacity=1)
    await _seats(made, 1)
    return made


async def _seats(walk: Street, taken: int) -> None:
    async with walk.database.sessions() as session:
        deed = take_seat if taken else free_seat
        await deed(session, walk.town.group_id)
        await session.commit()


async def _set(walk: Street, table: Any, **values: Any) -> None:
    async with walk.database.sessions() as session:
        await session.execute(update(table).values(**values))
        await session.commit()


async def _open(walk: Street, person: int = PARENT) -> None:
    await walk.text(person, "/start")
    for piece in ("prgfind", "prglist", "prgcard"):
        await walk.press(person, piece)


async def test_a_freed_seat_leads_from_the_card_to_the_application(walk: Street) -> None:
    await _open(walk)
    assert not [data for data in walk.seen(PARENT).buttons.values() if data.startswith("certto")]
    shown = await walk.press(PARENT, "prgwait")
    assert any("Больше не ждать" in words or "Wait no more" in words for words in shown.buttons)
    assert await walk.deliver() == []
    await _seats(walk, 0)
    assert await watches.once(walk.database, lambda: walk.now) == 1
    ((person, told),) = await walk.deliver()
    assert person == PARENT
    assert "Робототехника: первые шаги" in told
    assert "1" in told
    card = await walk.press(PARENT, "prgcard")
    assert "1" in card.text
    for piece in ("certto", "certsend"):
        await walk.press(PARENT, piece)
    await _seats(walk, 1)
    await _seats(walk, 0)
    assert await watches.once(walk.database, lambda: walk.now) == 0, "the parent has applied"


async def test_the_others_are_told_how_many_have_answered(walk: Street) -> None:
    await to_card(walk, STRANGER)
    await walk.press(STRANGER, "prgwait")
    await _open(walk)
    await walk.press(PARENT, "prgwait")
    await _seats(walk, 0)
    assert await watches.once(walk.database, lambda: walk.now) == 2
    assert len(await walk.deliver()) == 2
    before = (await walk.press(STRANGER, "prgcard")).text.splitlines()
    for piece in ("prgcard", "certto", "certsend"):
        await walk.press(PARENT, piece)
    await walk.press(STRANGER, "prgmore")
    after = (await walk.press(STRANGER, "prgcard")).text.splitlines()
    ((then, now),) = [(then, now) for then, now in zip(before, after, strict=True) if then != now]
    assert (then[-1], now[-1]) == ("0", "1")


async def test_a_message_about_a_seat_can_be_answered_by_no(walk: Street) -> None:
    await _open(walk)
    await walk.press(PARENT, "prgwait")
    await _seats(walk, 0)
    await watches.once(walk.database, lambda: walk.now)
    await walk.deliver()
    shown = await walk.press(PARENT, "prgunw")
    assert not [data for data in shown.buttons.values() if data.startswith("prgcard")]
    await _seats(walk, 1)
    await _seats(walk, 0)
    assert await watches.once(walk.database, lambda: walk.now) == 0


async def test_waiting_is_turned_off_on_the_card_and_listed_among_the_favourites(walk: Street) -> None:
    await _open(walk)
    await walk.press(PARENT, "prgwait")
    await walk.text(PARENT, "/start")
    await walk.press(PARENT, "prgfav")
    listed = await walk.press(PARENT, "prgwish")
    assert "Робототехника" in next(iter(listed.buttons))
    await walk.press(PARENT, "prgcard")
    await walk.press(PARENT, "prgwait")
    await walk.text(PARENT, "/start")
    await walk.press(PARENT, "prgfav")
    empty = await walk.press(PARENT, "prgwish")
    assert not [data for data in empty.buttons.values() if data.startswith("prgcard")]


async def test_a_forged_wait_for_an_open_group_leads_to_its_card(walk: Street) -> None:
    await _open(walk)
    await _seats(walk, 0)
    shown = await walk.press(PARENT, "prgwait")
    assert [data for data in shown.buttons.values() if data.startswith("prgcard")]
    await walk.press(PARENT, "prgcard")


async def test_a_kept_program_tells_what_has_changed_until_its_card_is_opened(walk: Street) -> None:
    await _seats(walk, 0)
    await _open(walk)
    kept = await walk.press(PARENT, "prgkeep")
    assert any(words.startswith("★") for words in kept.buttons)
    await _seats(walk, 1)
    await walk.text(PARENT, "/start")
    (line,) = [words for words in (await walk.press(PARENT, "prgfav")).buttons if "Робототехника" in words]
    assert line.count(" · ") == 2
    await walk.press(PARENT, "prgcard")
    await walk.text(PARENT, "/start")
    (line,) = [words for words in (await walk.press(PARENT, "prgfav")).buttons if "Робототехника" in words]
    assert line.count(" · ") == 1
    await walk.press(PARENT, "prgcard")
    assert any(words.startswith("☆") for words in (await walk.press(PARENT, "prgkeep")).buttons)


async def test_a_kept_program_that_has_left_the_catalogue_is_taken_away_from_the_list(walk: Street) -> None:
    await _open(walk)
    await walk.press(PARENT, "prgkeep")
    await _set(walk, Edition, since=9)
    await walk.text(PARENT, "/start")
    await walk.press(PARENT, "prgfav")
    gone = await walk.press(PARENT, "prggone")
    assert not [data for data in gone.buttons.values() if data.startswith("prggone")]


async def test_a_group_closed_for_ever_is_not_waited_for(walk: Street) -> None:
    await _open(walk)
    await _set(walk, Edition, is_payable=False)
    shown = await walk.press(PARENT, "prgwait")
    assert not [data for data in shown.buttons.values() if data.startswith("prgwait")]


async def test_a_clash_is_told_on_the_card_and_before_sending(walk: Street) -> None:
    async with walk.database.sessions() as session:
        other = await add_other_group(session, walk.town)
        number = await add_application(session, walk.town, group_id=other)
        await session.execute(update(Group).values(taken=0))
        await session.commit()
    await walk.text(PARENT, "/start")
    await walk.press(PARENT, "prgfind")
    await walk.press(PARENT, "prglist")
    card = await walk.forge(PARENT, f"prgcard:{walk.town.group_id}:::0")
    assert f"№ {number}" in card.text or f"No. {number}" in card.text
    summary = await walk.press(PARENT, "certto")
    assert f"№ {number}" in summary.text or f"No. {number}" in summary.text


async def test_stop_has_a_switch_for_seats(walk: Street) -> None:
    shown = await walk.text(PARENT, "/stop")
    assert len([data for data in shown.buttons.values() if data.startswith("wanted:seats")]) == 1
    await _open(walk)
    await walk.press(PARENT, "prgwait")
    await walk.text(PARENT, "/stop")
    await _set(walk, Offer, capacity=5)
    await watches.once(walk.database, lambda: walk.now)
    assert await walk.deliver() == [], "switched off after asking"
