"""Messages to everyone: the list, the audience, the trial, the approval, the sending."""

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, show, tell
from handlers.staff.campaigns import composing, keyboards, reports, screens, sending, texts
from handlers.staff.campaigns.buttons import (
    Agree,
    Aim,
    AimAt,
    AskApproval,
    Campaigns,
    DropIt,
    GiveBack,
    OpenCampaign,
    TryIt,
)
from services.campaigns import actions, queries
from services.campaigns.rules import Audience
from services.core.actor import Actor
from services.core.clock import Clock

router = Router(name="staff.campaigns")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
router.include_routers(composing.router, sending.router)


@router.callback_query(Campaigns.filter())
async def show_shelf(query: CallbackQuery, callback_data: Campaigns, session: AsyncSession, actor: Actor) -> None:
    """All messages of the office."""
    found = await queries.shelf(session, actor, callback_data.page)
    await session.commit()
    await show(query, Screen(texts.shelf(found), keyboards.shelf(found)))


@router.callback_query(OpenCampaign.filter())
async def open_one(
    query: CallbackQuery,
    callback_data: OpenCampaign,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """One message as it stands; what was asked in words before is asked no more."""
    await state.set_state(None)
    screen = await screens.card(session, actor, callback_data.campaign_id, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Aim.filter())
async def show_audience(query: CallbackQuery, callback_data: Aim, session: AsyncSession, actor: Actor) -> None:
    """Who is meant, with the live count."""
    screen = await screens.audience(session, actor, callback_data.campaign_id)
    await session.commit()
    await show(query, screen)


@router.callback_query(AimAt.filter(F.whom.in_(set(keyboards.WHOM))))
async def choose_audience(query: CallbackQuery, callback_data: AimAt, session: AsyncSession, actor: Actor) -> None:
    """Another audience, counted at once."""
    chosen = Audience(*keyboards.WHOM[callback_data.whom], focus=callback_data.focus or None)
    await actions.set_audience(session, actor, campaign_id=callback_data.campaign_id, audience=chosen)
    screen = await screens.audience(session, actor, callback_data.campaign_id)
    await session.commit()
    await show(query, screen)


@router.callback_query(TryIt.filter())
async def try_it(query: CallbackQuery, callback_data: TryIt, session: AsyncSession, actor: Actor) -> None:
    """The message exactly as people get it, to the one who pressed alone."""
    found = await queries.sayable(session, actor, callback_data.campaign_id)
    after = await screens.after_trial(session, actor, found)
    await session.commit()
    try:
        await screens.put_in_chat(query, screens.as_seen(found))
    except TelegramBadRequest as refused:
        after = Screen(reports.refused_by_messenger(refused.message), keyboards.over(found.id))
    await tell(query, after)


@router.callback_query(AskApproval.filter())
async def ask_approval(
    query: CallbackQuery,
    callback_data: AskApproval,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Ask the colleagues."""
    number = callback_data.campaign_id
    await actions.ask_approval(session, actor, campaign_id=number, now=clock())
    await session.commit()
    await show(query, Screen(reports.asked(number), keyboards.over(number)))


@router.callback_query(Agree.filter())
async def agree(query: CallbackQuery, callback_data: Agree, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """A second person approves."""
    number = callback_data.campaign_id
    await actions.approve(session, actor, campaign_id=number, now=clock())
    await session.commit()
    await show(query, Screen(reports.approved(number), keyboards.over(number)))


@router.callback_query(GiveBack.filter())
async def give_back(
    query: CallbackQuery,
    callback_data: GiveBack,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """A draft again: at the author's own wish it opens at once."""
    number = callback_data.campaign_id
    found = await queries.campaign(session, actor, number)
    await actions.give_back(session, actor, campaign_id=number, now=clock())
    if found.author_id == actor.person_id:
        screen = await screens.card(session, actor, number, clock)
    else:
        screen = Screen(reports.returned(number), keyboards.ended())
    await session.commit()
    await show(query, screen)


@router.callback_query(DropIt.filter())
async def drop(query: CallbackQuery, callback_data: DropIt, session: AsyncSession, actor: Actor) -> None:
    """Delete a draft, asked once."""
    number = callback_data.campaign_id
    if not callback_data.sure:
        await queries.draft(session, actor, number)
        await session.commit()
        await show(query, Screen(reports.ask_drop(number), keyboards.to_drop(number)))
        return
    await actions.drop(session, actor, campaign_id=number)
    found = await queries.shelf(session, actor, 0)
    await session.commit()
    await show(query, Screen(texts.shelf(found), keyboards.shelf(found)))
