"""A private desk keeps personal data out of the chat: what came is not read further, taken away, and answered."""

from contextlib import suppress
from typing import Any

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Filter
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.pages.keyboards import ways_to
from handlers.common.screen import Screen, show
from handlers.common.start.sight import keep_in_sight
from handlers.common.words import _
from services.core.actor import Actor
from services.core.clock import Clock
from services.forms.rules.private import private

router = Router(name="common.guard")
router.message.middleware(keep_in_sight)
STAFFS_OWN = ("Composing:", "Marking:")
"""Dialogues of the staff, where an office's telephone and its papers are what is wanted."""


class IsPrivate(Filter):
    """Personal data in a chat of a desk that has pages for them."""

    async def __call__(
        self, message: Message, desk: Desk, clock: Clock, actor: Actor, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        if not (desk.public_url or desk.public_info) or (actor.is_staff and (raw_state or "").startswith(STAFFS_OWN)):
            return False
        text = message.text or message.caption or ""
        if text.startswith("/start"):
            return False
        is_paper = message.photo is not None or message.document is not None or message.contact is not None
        return is_paper or private(text, clock().date()) is not None


@router.message(F.chat, IsPrivate())
async def not_here(message: Message, session: AsyncSession, desk: Desk) -> None:
    """Nothing of it is kept: not as a search, not as an answer, not in a log."""
    await session.commit()
    is_gone = False
    with suppress(TelegramBadRequest):
        is_gone = await message.delete()
    ways = ways_to(desk, _("Open the protected page"), "/my") if desk.public_url is not None else ()
    await show(message, Screen(_words(is_gone=is_gone), (*ways, home())))


def _words(*, is_gone: bool) -> str:
    end = (
        _("I have not kept your message and have removed it from the chat.")
        if is_gone
        else _("I have not kept your message. Please delete it here yourself: Telegram does not let me.")
    )
    start = _("This looks like personal data: a name, a birth date, a number or a paper. They don't belong in a chat.")
    return f"{start} {end} {_('The protected page takes them.')}"
