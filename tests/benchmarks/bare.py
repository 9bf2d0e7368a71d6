"""`python -m tests.benchmarks.bare SCREENS`: the baseline, aiogram and nothing else.

Makes the two calls that our touch makes, with the same texts and keyboards; reads and writes nothing.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

SCREENS: dict[str, dict[str, Any]] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))


def keyboard(screen: dict[str, Any]) -> InlineKeyboardMarkup:
    """Built anew for each touch, as bots do."""
    rows = [
        [InlineKeyboardButton(text=key["text"], callback_data=key["callback_data"]) for key in row]
        for row in screen["keyboard"]["inline_keyboard"]
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def pressed(query: CallbackQuery) -> None:
    screen = SCREENS[query.data or ""]
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(screen["text"], reply_markup=keyboard(screen))


async def typed(message: Message) -> None:
    screen = SCREENS[message.text or ""]
    await message.answer(screen["text"], reply_markup=keyboard(screen))


async def main() -> None:
    bot = Bot(
        os.environ["BOT_TOKEN"],
        session=AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(pressed)
    dispatcher.message.register(typed)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
