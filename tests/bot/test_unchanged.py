"""Two who draw the same message: the second is not sent."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import EditMessageText

from bot.unchanged import MESSAGES_KEPT, Unchanged
from tests.support.bot import TOKEN, RecordingSession


def _desk() -> tuple[Bot, RecordingSession, Unchanged]:
    session, unchanged = RecordingSession(), Unchanged()
    session.middleware(unchanged)
    return Bot(TOKEN, session=session), session, unchanged


async def test_the_same_drawing_is_sent_once() -> None:
    bot, session, _unchanged = _desk()
    for text in ("5 of 10", "5 of 10", "6 of 10", "5 of 10"):
        await bot.edit_message_text(text, chat_id=1, message_id=2)
    assert [call.text for call in session.calls if isinstance(call, EditMessageText)] == [
        "5 of 10",
        "6 of 10",
        "5 of 10",
    ]


async def test_another_message_and_another_keyboard_are_other_drawings() -> None:
    bot, session, _unchanged = _desk()
    await bot.edit_message_text("same", chat_id=1, message_id=2)
    await bot.edit_message_text("same", chat_id=1, message_id=3)
    await bot.edit_message_reply_markup(chat_id=1, message_id=2)
    await bot.edit_message_text("same", chat_id=1, message_id=2)
    assert len(session.calls) == 4


async def test_a_drawing_that_did_not_arrive_is_sent_again() -> None:
    bot, session, _unchanged = _desk()
    session.refuse = TelegramNetworkError(EditMessageText(text="a", chat_id=1, message_id=2), "gone")
    with pytest.raises(TelegramNetworkError):
        await bot.edit_message_text("a", chat_id=1, message_id=2)
    await bot.edit_message_text("a", chat_id=1, message_id=2)
    assert len(session.calls) == 2


async def test_old_messages_are_forgotten() -> None:
    _bot, _session, unchanged = _desk()
    for number in range(MESSAGES_KEPT + 10):
        unchanged._keep((1, number), 0)
    assert len(unchanged._drawn) == MESSAGES_KEPT
