"""A flood of one person is bounded, whatever the rate: the others' touches must still be fetched."""

import asyncio

from bot.middlewares.throttle import MOST_WAITING, PERSONS_KEPT, SPAN_SECONDS, Recent
from bot.tables import DoneUpdate
from handlers.common.start.keyboards import Help
from services.core.db import Database
from tests.bot.test_touch import _count
from tests.support.bot import FedDesk, texts

FLOOD = 40


async def test_only_so_many_touches_of_one_person_wait_at_once(database: Database) -> None:
    desk = FedDesk(database, throttle_touches=1000)
    await desk.text(501, "/help")
    presses = [desk.press_update(501, Help().pack()) for _number in range(FLOOD)]
    results = await asyncio.gather(*(desk.dispatcher.feed_update(desk.bot, press) for press in presses))
    assert len(results) == FLOOD
    refused = [said for said in texts(desk.session.calls) if "Слишком быстро" in said]
    assert len(refused) == FLOOD - MOST_WAITING
    assert await _count(database, DoneUpdate) == 1 + MOST_WAITING


async def test_the_others_are_not_slowed(database: Database) -> None:
    desk = FedDesk(database, throttle_touches=1000)
    flood = [desk.press_update(501, Help().pack()) for _number in range(FLOOD)]
    others = [desk.press_update(600 + number, Help().pack()) for number in range(5)]
    await asyncio.gather(*(desk.dispatcher.feed_update(desk.bot, press) for press in [*flood, *others]))
    assert await _count(database, DoneUpdate) == MOST_WAITING + len(others)


async def test_after_the_flood_the_person_is_served_again(database: Database) -> None:
    desk = FedDesk(database, throttle_touches=1000)
    flood = [desk.press_update(501, Help().pack()) for _number in range(FLOOD)]
    await asyncio.gather(*(desk.dispatcher.feed_update(desk.bot, press) for press in flood))
    assert "Слишком быстро" not in texts(await desk.text(501, "/help"))[-1]


def test_a_persons_touches_are_counted_in_a_sliding_span() -> None:
    now = [100.0]
    recent = Recent(3, lambda: now[0])
    assert [recent.hit(1) for _number in range(4)] == [True, True, True, False]
    assert recent.hit(2)
    now[0] += SPAN_SECONDS - 0.1
    assert not recent.hit(1)
    now[0] += 0.2
    assert recent.hit(1)


def test_persons_seen_long_ago_are_forgotten() -> None:
    recent = Recent(1)
    for person in range(PERSONS_KEPT + 50):
        assert recent.hit(person)
    assert recent.hit(0)
    assert len(recent._passed) == PERSONS_KEPT
