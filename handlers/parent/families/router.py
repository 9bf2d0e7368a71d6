"""Own children, the consents, and the way to add a child."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.common.start.screens import own_territory
from handlers.parent.families import filling, keyboards, screens, texts
from handlers.parent.families.filling import turn
from handlers.parent.families.filters import IsTrial
from handlers.parent.families.keyboards import (
    AddChild,
    Afresh,
    Agree,
    Children,
    NotNow,
    Pause,
    Proceed,
    ReadGround,
    WithdrawConsent,
)
from handlers.parent.families.screens import Next
from services.core.actor import Actor
from services.core.clock import Clock
from services.families import actions, queries
from services.families.rules import HEALTH

router = Router(name="parent.families")
router.include_router(filling.router)


@router.callback_query(Children.filter())
async def show_children(
    query: CallbackQuery, callback_data: Children, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """Own children and what can be done with the family's data."""
    everybody = await queries.family_children(session, actor)
    family = screens.Family(
        children=[one for one in everybody if one.parent_id == actor.person_id],
        joined=[one for one in everybody if one.parent_id != actor.person_id],
        today=(await queries.limits(session, actor)).today(clock()),
        is_trial=desk.trial_forms,
        has_details=await queries.representative(session, actor.person_id) is not None,
        has_consent=bool(await queries.consents(session, actor.person_id)),
    )
    await session.commit()
    await show(query, screens.children(family, callback_data.page))


@router.callback_query(AddChild.filter(), IsTrial())
async def begin(
    query: CallbackQuery,
    callback_data: AddChild,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """The warning, an offer to go on, or the first question at once."""
    screen = screens.entry(await queries.standing(session, actor), callback_data.group_id)
    if screen is None:
        step = await actions.advance(session, actor, now=clock())
        await turn(query, session, actor, state, Next(step, callback_data.group_id), clock)
        return
    await session.commit()
    await show(query, screen)


@router.callback_query(ReadGround.filter())
async def show_ground(query: CallbackQuery, callback_data: ReadGround, session: AsyncSession, desk: Desk) -> None:
    """By what right the data are asked, before the first of them."""
    await session.commit()
    await show(query, screens.ground(callback_data.group_id, is_trial=desk.trial_forms))


@router.callback_query(AddChild.filter())
async def closed(
    query: CallbackQuery, callback_data: AddChild, session: AsyncSession, actor: Actor, desk: Desk
) -> None:
    """Not in this chat: why, and where then."""
    own = await own_territory(session, actor)
    await session.commit()
    authority = own.authority if own is not None else None
    await show(query, screens.closed(authority, desk, callback_data.group_id))


@router.callback_query(Proceed.filter(), IsTrial())
async def proceed(
    query: CallbackQuery,
    callback_data: Proceed,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """On to whatever is next."""
    step = await actions.advance(session, actor, now=clock())
    await turn(query, session, actor, state, Next(step, callback_data.group_id), clock)


@router.callback_query(Afresh.filter(), IsTrial())
async def start_over(
    query: CallbackQuery,
    callback_data: Afresh,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Forget the answers and ask the first question."""
    await actions.start_over(session, actor)
    step = await actions.advance(session, actor, now=clock())
    await turn(query, session, actor, state, Next(step, callback_data.group_id), clock)


@router.callback_query(Pause.filter(), IsTrial())
async def pause(query: CallbackQuery, callback_data: Pause, session: AsyncSession, state: FSMContext) -> None:
    """Leave the form; the answers are kept."""
    await state.set_state(None)
    await session.commit()
    await show(query, Screen(texts.paused(), keyboards.paused(callback_data)))


@router.callback_query(Agree.filter(), IsTrial())
async def agree(
    query: CallbackQuery,
    callback_data: Agree,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """A consent by a press under its text, then on."""
    now = clock()
    await actions.give_consent(
        session, actor, purpose=callback_data.purpose, seen=callback_data.seen, way="chat", now=now
    )
    step = await actions.advance(session, actor, now=now)
    await turn(query, session, actor, state, Next(step, callback_data.group_id), clock)


@router.callback_query(NotNow.filter(), IsTrial())
async def decline_health(
    query: CallbackQuery,
    callback_data: NotNow,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Go on without health data."""
    step = await actions.decline_health(session, actor, now=clock())
    await turn(query, session, actor, state, Next(step, callback_data.group_id, is_health_declined=True), clock)


@router.callback_query(WithdrawConsent.filter(F.purpose == HEALTH))
async def withdraw(
    query: CallbackQuery,
    callback_data: WithdrawConsent,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Withdraw after the question."""
    await actions.withdraw_consent(session, actor, purpose=callback_data.purpose, now=clock())
    await state.set_state(None)
    await session.commit()
    await show(query, Screen(texts.withdrawn(), (back(Children()),)))


@router.callback_query(WithdrawConsent.filter())
async def ask_withdraw(query: CallbackQuery, session: AsyncSession, actor: Actor) -> None:
    """Ask once, and say what becomes of the data."""
    is_given = await queries.has_consent(session, actor.person_id, HEALTH)
    await session.commit()
    await show(query, screens.ask_withdraw(is_given=is_given))
