"""An answer outlives a while without Telegram; a notice goes back to the outbox, and a poll has pauses of its own."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import AnswerCallbackQuery, GetMe, SendMessage, TelegramMethod

from bot.limiter import AWAY_PAUSES, BULK, LONGEST_WAIT, ChatBuckets, Mouth, Window
from tests.support.bot import TOKEN, RecordingSession

CALL = SendMessage(chat_id=1, text="")
AWAY = (TelegramNetworkError(CALL, "reset"), TelegramServerError(CALL, "bad gateway"))


@dataclass
class Phone(RecordingSession):
    """Telegram that is away for the first calls; a clock that moves by the pauses and by each call's own time."""

    refusals: list[Exception] = field(default_factory=list)
    each_takes: float = 0.0
    now: float = 1000.0
    paused: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.bot = Bot(TOKEN, session=self)
        buckets, window = ChatBuckets(self._time), Window(30, self._time)
        self.middleware(Mouth(chats=buckets, notices=window, pause=self._pause, time=self._time))

    def _time(self) -> float:
        return self.now

    async def _pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        self.now += seconds

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        self.now += self.each_takes
        self.refuse = self.refusals.pop(0) if self.refusals else None
        return await super().make_request(bot, method, timeout)


async def test_an_answer_is_said_once_telegram_is_back() -> None:
    phone = Phone([*AWAY, *AWAY])
    await phone.bot.send_message(1, "a")
    assert phone.paused == list(AWAY_PAUSES[:4])
    phone.refusals = [AWAY[0]]
    await phone.bot(AnswerCallbackQuery(callback_query_id="1"))
    assert [type(call) for call in phone.calls] == [*[SendMessage] * 5, *[AnswerCallbackQuery] * 2]


async def test_an_answer_is_given_up_after_a_minute() -> None:
    phone = Phone([AWAY[0]] * 20)
    with pytest.raises(TelegramNetworkError):
        await phone.bot.send_message(1, "a")
    assert sum(phone.paused) <= LONGEST_WAIT
    assert len(phone.calls) == len(AWAY_PAUSES) + 1


async def test_a_line_that_hangs_is_not_asked_for_minutes() -> None:
    phone = Phone([AWAY[0]] * 20, each_takes=LONGEST_WAIT)
    with pytest.raises(TelegramNetworkError):
        await phone.bot.send_message(1, "a")
    assert len(phone.calls) == 1


async def test_retry_after_is_obeyed_between_the_tries() -> None:
    phone = Phone([AWAY[1], TelegramRetryAfter(CALL, "flood", 7), AWAY[0]])
    await phone.bot.send_message(1, "a")
    assert phone.paused == [AWAY_PAUSES[0], 7, AWAY_PAUSES[0]]


@pytest.mark.parametrize("method", [GetMe(), CALL])
async def test_neither_a_question_nor_a_notice_is_repeated_here(method: TelegramMethod[Any]) -> None:
    phone = Phone([AWAY[1]])
    BULK.set(method is CALL)
    with pytest.raises(TelegramServerError):
        await phone.bot(method)
    assert len(phone.calls) == 1


async def test_what_is_too_large_is_not_repeated() -> None:
    phone = Phone([TelegramEntityTooLarge(CALL, "too large")])
    with pytest.raises(TelegramEntityTooLarge):
        await phone.bot.send_message(1, "a")
    assert len(phone.calls) == 1
