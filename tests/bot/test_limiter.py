"""One mouth: a sliding second for notices, a bucket for each chat, Telegram's «retry after» once."""

from dataclasses import dataclass

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.limiter import CHAT_BURST, CHATS_KEPT, SECOND, ChatBuckets, Mouth, Window
from tests.support.bot import TOKEN, RecordingSession


@dataclass
class Hands:
    """A clock that the test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_no_sliding_second_holds_more_than_the_budget() -> None:
    hands = Hands()
    window = Window(30, hands)
    starts = []
    for number in range(200):
        hands.now += 0.003 * (number % 5)
        starts.append(hands.now + window.wait())
    assert starts == sorted(starts)
    for first in starts:
        assert sum(first <= start < first + 1 for start in starts) <= 30


def test_the_budget_is_spent() -> None:
    hands = Hands()
    window = Window(30, hands)
    last = max(hands.now + window.wait() for _number in range(300))
    assert 300 / (last - hands.now + SECOND) > 0.97 * 30 * 0.99


def test_a_named_pause_holds_everybody() -> None:
    hands = Hands()
    window = Window(30, hands)
    window.pause(7)
    assert window.wait() == 7
    assert window.wait() >= 7


def test_a_chat_hears_three_at_once_and_then_one_a_second() -> None:
    hands = Hands()
    chats = ChatBuckets(hands)
    waits = [chats.take(1)[1] for _number in range(CHAT_BURST + 2)]
    assert waits[:CHAT_BURST] == [0, 0, 0]
    assert 0.9 < waits[3] < 1.1
    assert 1.9 < waits[4] < 2.1
    assert chats.take(2)[1] == 0
    hands.now += 60
    assert chats.take(1)[1] == 0


def test_a_slow_answer_moves_the_refill() -> None:
    """Telegram counts a message when it arrives: after a send of half a second the fourth waits so much longer."""
    hands = Hands()
    chats = ChatBuckets(hands)
    begins, _wait = chats.take(1)
    hands.now += 0.5
    chats.heard(1, begins)
    waits = [chats.take(1)[1] for _number in range(CHAT_BURST)]
    assert waits[-1] == pytest.approx(SECOND)


def test_buckets_forget_old_chats() -> None:
    hands = Hands()
    chats = ChatBuckets(hands)
    for chat in range(CHATS_KEPT + 100):
        chats.take(chat)
    assert len(chats._full_at) == CHATS_KEPT


async def test_retry_after_is_obeyed_once_and_pauses_the_notices() -> None:
    session = RecordingSession()
    bot = Bot(TOKEN, session=session)
    hands = Hands()
    window = Window(30, hands)
    session.middleware(Mouth(chats=ChatBuckets(hands), notices=window))
    session.refuse = TelegramRetryAfter(SendMessage(chat_id=1, text="a"), "Too Many Requests", retry_after=0)
    await bot.send_message(1, "a")
    assert [type(call) for call in session.calls] == [SendMessage, SendMessage]
