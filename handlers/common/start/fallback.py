"""The last router: every private touch that no room took is answered."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Screen, show
from handlers.common.start import screens, texts
from handlers.common.start.sight import keep_in_sight
from services.core.actor import Actor
from services.core.clock import Clock
from services.staff import actions

router = Router(name="common.fallback")
router.message.middleware(keep_in_sight)


@router.message(F.text.startswith("/"))
async def unknown_command(message: Message, session: AsyncSession, actor: Actor) -> None:
    """A command nobody knows: those that there are."""
    await session.commit()
    await show(message, Screen(texts.unknown_command(), screens.menu_rows(actor)))


@router.message()
async def unread(message: Message, session: AsyncSession, actor: Actor) -> None:
    """A sticker, a voice message, a photo out of place."""
    await session.commit()
    await show(message, Screen(texts.only_text(), screens.menu_rows(actor)))


@router.callback_query()
async def outdated(query: CallbackQuery, session: AsyncSession, actor: Actor) -> None:
    """A button of an earlier version, of a lost post, or forged."""
    await session.commit()
    await show(query, Screen(texts.old_button(), screens.menu_rows(actor)))


@router.my_chat_member(F.new_chat_member.status == "kicked")
async def left(_event: ChatMemberUpdated, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """The person blocked the desk: notices stop until they come back."""
    await actions.mark_unreachable(session, person_id=actor.person_id, now=clock())


@router.my_chat_member()
async def returned(_event: ChatMemberUpdated, session: AsyncSession, actor: Actor) -> None:
    """The person came back."""
    await actions.mark_reachable(session, actor)
