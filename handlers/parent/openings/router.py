"""When it opens and in what order; my place, and why."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.keyboards import home
from handlers.common.screen import Screen, show
from handlers.parent.openings import keyboards, texts
from handlers.parent.openings.keyboards import MyPlace, OpeningHow
from services.core.actor import Actor
from services.openings import queries

router = Router(name="parent.openings")


@router.callback_query(OpeningHow.filter())
async def show_how(query: CallbackQuery, callback_data: OpeningHow, session: AsyncSession) -> None:
    """Public for everybody: an hour and a rule."""
    opening = await queries.opening(session, callback_data.opening_id)
    await session.commit()
    await show(query, Screen(texts.how(opening), (home(),)))


@router.callback_query(MyPlace.filter())
async def show_place(query: CallbackQuery, callback_data: MyPlace, session: AsyncSession, actor: Actor) -> None:
    """One's own place only; a stranger's application is not found."""
    own = await queries.own_place(session, actor, number=callback_data.application_id)
    await session.commit()
    await show(query, Screen(texts.my_place(own), keyboards.place(own.number, own.opening.id)))
