"""How the clubs that end stand: figures; the deeds are on the page."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, show
from handlers.staff.departures import keyboards, texts
from handlers.staff.departures.keyboards import Departures
from handlers.staff.indicators.served import served
from services.core.actor import Actor
from services.departures import queries

IN_CHAT = 1
router = Router(name="staff.departures")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Departures.filter())
async def watch(query: CallbackQuery, callback_data: Departures, session: AsyncSession, actor: Actor) -> None:
    """Each with its figures, the latest first."""
    here = served(actor, callback_data.territory_id)
    found = await queries.departures(session, here)
    total = max(1, -(-len(found) // IN_CHAT))
    page = min(max(callback_data.page, 0), total - 1)
    shown = [(one, await queries.figures(session, one.id)) for one in found[page * IN_CHAT : (page + 1) * IN_CHAT]]
    await session.commit()
    await show(query, Screen(texts.listed(shown), keyboards.listed(here, page, total)))
