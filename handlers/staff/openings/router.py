"""The opening of a territory: how it stands, a dry run, the draw, the results."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.common.words import _
from handlers.staff.indicators.served import served
from handlers.staff.openings import announcing, keyboards, texts
from handlers.staff.openings.keyboards import CancelOpening, Draw, Openings, Publish, Rehearse
from services.core.actor import Actor
from services.core.clock import Clock
from services.openings import actions, queries

router = Router(name="staff.openings")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
router.include_router(announcing.router)


@router.callback_query(Openings.filter())
async def watch(
    query: CallbackQuery,
    callback_data: Openings,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
    state: FSMContext,
) -> None:
    """How it stands, with what can be done now."""
    await state.clear()
    screen = await _standing(session, actor, served(actor, callback_data.territory_id), clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Rehearse.filter())
async def rehearse(query: CallbackQuery, callback_data: Rehearse, session: AsyncSession, actor: Actor) -> None:
    """A dry run: nothing is changed."""
    told = await actions.rehearse(session, actor, opening_id=callback_data.opening_id)
    here = (await queries.opening(session, callback_data.opening_id)).territory.id
    await session.commit()
    await show(query, Screen(texts.rehearsed(told), (back(Openings(territory_id=here)),)))


@router.callback_query(CancelOpening.filter(F.sure.is_(False)))
@router.callback_query(Draw.filter(F.sure.is_(False)))
@router.callback_query(Publish.filter(F.sure.is_(False)))
async def ask(
    query: CallbackQuery,
    callback_data: CancelOpening | Draw | Publish,
    session: AsyncSession,
    actor: Actor,
) -> None:
    """Asked once: none of these can be undone."""
    here = served(actor, (await queries.opening(session, callback_data.opening_id)).territory.id)
    await session.commit()
    words = {
        CancelOpening: (texts.ask_cancel, _("Yes, call it off")),
        Draw: (texts.ask_draw, _("Yes, fix the order")),
        Publish: (texts.ask_publish, _("Yes, publish")),
    }
    text, label = words[type(callback_data)]
    certain = callback_data.model_copy(update={"sure": True})
    await show(query, Screen(text(), keyboards.sure(certain, label, here)))


@router.callback_query(CancelOpening.filter())
async def cancel(
    query: CallbackQuery, callback_data: CancelOpening, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Call it off before its hour."""
    await actions.cancel(session, actor, opening_id=callback_data.opening_id, now=clock())
    here = (await queries.opening(session, callback_data.opening_id)).territory.id
    screen = await _standing(session, actor, here, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Draw.filter())
async def draw(query: CallbackQuery, callback_data: Draw, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Fix the order."""
    told = await actions.draw(session, actor, opening_id=callback_data.opening_id, now=clock())
    opening = await queries.opening(session, callback_data.opening_id)
    await session.commit()
    rows = keyboards.running(opening, has_begun=True, has_closed=True)
    await show(query, Screen(texts.rehearsed(told, is_real=True), rows))


@router.callback_query(Publish.filter())
async def publish(
    query: CallbackQuery, callback_data: Publish, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Results out; the worker approves and tells."""
    await actions.publish(session, actor, opening_id=callback_data.opening_id, now=clock())
    here = (await queries.opening(session, callback_data.opening_id)).territory.id
    screen = await _standing(session, actor, here, clock)
    await session.commit()
    await show(query, screen)


async def _standing(session: AsyncSession, actor: Actor, here: int, clock: Clock) -> Screen:
    opening = await queries.latest(session, here)
    if opening is None:
        return Screen(texts.none_yet(), keyboards.none_yet(here))
    seen = await queries.figures(session, actor, opening_id=opening.id, territory_id=here)
    if opening.is_over:
        return Screen(texts.watch(opening, seen), keyboards.none_yet(here))
    now = clock()
    rows = keyboards.running(opening, has_begun=opening.opens_at <= now, has_closed=opening.closes_at <= now)
    return Screen(texts.watch(opening, seen), rows)
