"""The sending: start, watch, pause, stop."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, show
from handlers.staff.campaigns import keyboards, reports, screens
from handlers.staff.campaigns.buttons import Hold, SendAgain, SendIt, StopIt, Watch
from services.campaigns import actions, queries
from services.core.actor import Actor
from services.core.clock import Clock

router = Router(name="staff.campaigns.sending")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(SendIt.filter())
async def send(query: CallbackQuery, callback_data: SendIt, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Start, and show the progress on this very message."""
    await actions.send(session, actor, campaign_id=callback_data.campaign_id, now=clock())
    await _follow(query, session, actor, callback_data.campaign_id, clock)


@router.callback_query(SendAgain.filter())
async def send_again(
    query: CallbackQuery, callback_data: SendAgain, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Start after the question whether the same text is meant once more."""
    await actions.send(session, actor, campaign_id=callback_data.campaign_id, now=clock(), again=True)
    await _follow(query, session, actor, callback_data.campaign_id, clock)


@router.callback_query(Watch.filter())
async def watch(query: CallbackQuery, callback_data: Watch, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """How far it is now; from here on this message follows it."""
    await _follow(query, session, actor, callback_data.campaign_id, clock)


@router.callback_query(Hold.filter())
async def hold(query: CallbackQuery, callback_data: Hold, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Pause, or go on."""
    number = callback_data.campaign_id
    if callback_data.on:
        await actions.pause(session, actor, campaign_id=number, now=clock())
    else:
        await actions.resume(session, actor, campaign_id=number, now=clock())
    await _follow(query, session, actor, number, clock)


@router.callback_query(StopIt.filter())
async def stop(query: CallbackQuery, callback_data: StopIt, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Stop, asked once."""
    number = callback_data.campaign_id
    if not callback_data.sure:
        await queries.going(session, actor, number)
        await session.commit()
        await show(query, Screen(reports.ask_stop(number), keyboards.to_stop(number)))
        return
    await actions.stop(session, actor, campaign_id=number, now=clock())
    screen = await screens.card(session, actor, number, clock)
    await session.commit()
    await show(query, screen)


async def _follow(query: CallbackQuery, session: AsyncSession, actor: Actor, number: int, clock: Clock) -> None:
    if (shown := screens.message_id(query)) is not None:
        await actions.watch(session, actor, campaign_id=number, message_id=shown)
    screen = await screens.card(session, actor, number, clock)
    await session.commit()
    await show(query, screen)
