"""A held seat: looked at, taken, given up."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.keyboards import home
from handlers.common.screen import Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.turns import keyboards, texts
from handlers.parent.turns.keyboards import Decline, GoOn, Offer
from services.core.actor import Actor
from services.core.clock import Clock
from services.turns import actions, queries

router = Router(name="parent.turns")


@router.callback_query(Offer.filter())
async def look(query: CallbackQuery, callback_data: Offer, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """How an own offer stands; a stranger's is not found."""
    own = await queries.own_offer(session, actor, callback_data.renewal_id, now=clock())
    await session.commit()
    await show(query, Screen(texts.standing(own), keyboards.offer(own.id) if own.is_open else (home(),)))


@router.callback_query(GoOn.filter())
async def go_on(query: CallbackQuery, callback_data: GoOn, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """One tap: the application is filed with the held seat."""
    receipt = await actions.go_on_with(session, actor, renewal_id=callback_data.renewal_id, now=clock())
    await session.commit()
    rows = ([button(_("🗂 This case"), MyCase(application_id=receipt.number))], home())
    await tell(query, Screen(texts.filed(receipt), rows))


@router.callback_query(Decline.filter(F.sure.is_(False)))
async def ask_decline(
    query: CallbackQuery, callback_data: Decline, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Asked once."""
    own = await queries.own_offer(session, actor, callback_data.renewal_id, now=clock())
    await session.commit()
    await show(query, Screen(texts.ask_decline(own), keyboards.sure(own.id)))


@router.callback_query(Decline.filter())
async def decline(
    query: CallbackQuery, callback_data: Decline, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """The seat is free at once."""
    await actions.decline(session, actor, renewal_id=callback_data.renewal_id, now=clock())
    await session.commit()
    await show(query, Screen(texts.declined(), (home(),)))
