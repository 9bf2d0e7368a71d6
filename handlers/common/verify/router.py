"""A certificate's number sent to the bot, by anybody, in any language and in any state: genuine or not.

It stands before the guard of personal data: a number that was printed to be checked is nobody's secret.
"""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import InlineKeyboardButton, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.screen import Screen, show
from handlers.common.tries import GUESSES, Tries
from handlers.common.verify import texts
from handlers.common.words import _
from services.certificates.queries import genuine
from services.certificates.rules import is_like_number
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid, NotFound

router = Router(name="common.verify")
_tries = Tries(*GUESSES)


class IsCertificate(Filter):
    """A line that is a certificate's number, whole or without its end."""

    async def __call__(self, message: Message) -> bool:
        return is_like_number(message.text or "")


@router.message(IsCertificate())
async def check(message: Message, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock) -> None:
    """Tell what stands behind the number; the dialogue that may be open waits on."""
    await show_check(message, message.text or "", session, actor, desk=desk, now=clock())


async def show_check(
    message: Message, typed: str, session: AsyncSession, actor: Actor, *, desk: Desk, now: datetime
) -> None:
    """Check a number; whoever guesses is asked to come back later. A desk of public information leads to its page."""
    if desk.public_info and desk.public_url is not None:
        await session.commit()
        page = InlineKeyboardButton(text=_("Check a certificate"), url=f"{desk.public_url}/verify")
        await show(message, Screen(texts.how(), ([page], home())))
        return
    who = str(actor.person_id)
    if _tries.is_spent(who, now):
        text = texts.too_many()
    else:
        text, is_guess = await _said(session, typed, now)
        if is_guess:
            _tries.count(who, now)
    await session.commit()
    await show(message, Screen(text, (home(),)))


async def _said(session: AsyncSession, typed: str, now: datetime) -> tuple[str, bool]:
    """The words, and whether the number was nobody's."""
    try:
        return texts.genuine(await genuine(session, typed, now=now)), False
    except NotFound:
        return texts.unknown(), True
    except Invalid as wrong:
        return (texts.slip() if wrong.why == "slip" else texts.how()), wrong.why == "slip"
