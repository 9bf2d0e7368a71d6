"""News switched off by their own button; what was written stays in the chat as it is."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Screen, acknowledge
from handlers.parent.campaigns import keyboards, texts
from handlers.parent.campaigns.keyboards import NoNews
from services.core.actor import Actor
from services.core.clock import Clock
from services.notices.actions import opt_out
from services.notices.rules import NEWS

router = Router(name="parent.campaigns")


@router.callback_query(NoNews.filter())
async def no_news(query: CallbackQuery, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """No more news; the answer is a message of its own, for the news may be needed still."""
    await opt_out(session, actor, topic=NEWS, out=True, now=clock())
    await session.commit()
    await acknowledge(query)
    if query.message is not None:
        await query.message.answer(texts.switched_off(), reply_markup=Screen("", keyboards.switched_off()).keyboard)
