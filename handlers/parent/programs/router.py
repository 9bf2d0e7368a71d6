"""Finding a club: typed text, fields, paged lists, chips and order. All of it only reads."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Screen, show
from handlers.common.start.screens import ask_territory
from handlers.parent.programs import asked, chips, filter_keyboards, keyboards, texts
from handlers.parent.programs.asked import Asked, forget_point, keep, kept
from handlers.parent.programs.find_buttons import Chips, ForChild, Loosen, OfProvider, Order, Strict
from handlers.parent.programs.keyboards import Find, Results
from handlers.parent.programs.lists import Touch, asked_by, find, give_touch, ground_of, show_list, show_lost
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import family_child, family_children
from services.families.rules import Right
from services.programs import queries
from services.programs.queries import Sort
from services.territories.queries import territory

router = Router(name="parent.programs")
router.message.middleware(give_touch)
router.callback_query.middleware(give_touch)


@router.callback_query(Find.filter())
async def ask(query: CallbackQuery, session: AsyncSession, actor: Actor, by: Touch) -> None:
    """What to type, the family's children, and the fields."""
    if actor.territory_id is None:
        await ask_territory(query, session)
        return
    await forget_point(by.state)
    place = await territory(session, actor.territory_id)
    own = await family_children(session, actor)
    await session.commit()
    known = chips.Known(own, by.desk.trial_forms, local_date(by.clock(), place.timezone))
    await show(query, Screen(texts.find(), keyboards.find(filter_keyboards.own_children(known))))


@router.message(StateFilter(None), F.text, ~F.text.startswith("/"))
async def search_typed(message: Message, session: AsyncSession, actor: Actor, by: Touch) -> None:
    """Text that no dialogue waits for is a search."""
    if actor.territory_id is None:
        await ask_territory(message, session)
        return
    place = await territory(session, actor.territory_id)
    today = local_date(by.clock(), place.timezone)
    wish = await queries.understood(session, territory=place, text=message.text or "", today=today)
    await forget_point(by.state)
    if wish is None:
        await session.commit()
        await show(message, Screen(texts.unread(), keyboards.find()))
        return
    await show_list(by, Results(query=await keep(by.state, Asked(wish))))


@router.callback_query(Results.filter())
async def turn_page(_query: CallbackQuery, callback_data: Results, by: Touch) -> None:
    """A page of a list, or all of a field."""
    await show_list(by, callback_data)


@router.callback_query(Loosen.filter())
async def give_up(_query: CallbackQuery, callback_data: Loosen, by: Touch) -> None:
    """The same search without a condition; one that is gone already changes nothing."""
    now = await kept(by.state, callback_data.query)
    if now is None:
        await show_lost(by)
        return
    for part in asked.parts(now):
        if chips.Chip(part, "").sign == callback_data.part:
            now = replace(asked.less(now, part), is_strict=False)
    await keep(by.state, now, callback_data.query)
    await show_list(by, Results(query=callback_data.query))


@router.callback_query(Strict.filter())
async def give_nothing_up(_query: CallbackQuery, callback_data: Strict, by: Touch) -> None:
    """All conditions again; if nothing has them all, each says what giving it up would bring."""
    now = await kept(by.state, callback_data.query)
    if now is None:
        await show_lost(by)
        return
    await keep(by.state, replace(now, is_strict=True), callback_data.query)
    await show_list(by, Results(query=callback_data.query))


@router.callback_query(Chips.filter())
async def all_chips(query: CallbackQuery, callback_data: Chips, actor: Actor, by: Touch) -> None:
    """All conditions of a search."""
    now = await kept(by.state, callback_data.query)
    if now is None or actor.territory_id is None:
        await show_lost(by)
        return
    ground = await ground_of(by, now, callback_data.query)
    found = await find(by, now, ground)
    await by.session.commit()
    named = ground.chips(now)
    await show(query, Screen(texts.conditions(len(named)), chips.shelf(named, callback_data, found.relaxed)))


@router.callback_query(Order.filter())
async def order(query: CallbackQuery, callback_data: Order, by: Touch) -> None:
    """The orders of a list, or the list in the chosen one."""
    here = Results(query=callback_data.query, focus=callback_data.focus)
    now = await asked_by(by, here)
    if now is None:
        await show_lost(by)
        return
    if callback_data.by not in set(Sort):
        await by.session.commit()
        await show(query, Screen(texts.order(), filter_keyboards.orders(callback_data, now)))
        return
    key = await keep(by.state, replace(now, sort=Sort(callback_data.by)), callback_data.query)
    await show_list(by, Results(query=key))


@router.callback_query(ForChild.filter())
async def for_child(_query: CallbackQuery, callback_data: ForChild, by: Touch) -> None:
    """What suits a child of the family by its age on the first lesson. Raises NotFound for anybody else's."""
    child = await family_child(by.session, by.actor, callback_data.child_id, Right.SEE)
    await forget_point(by.state)
    await show_list(by, Results(query=await keep(by.state, Asked(child_id=child.id))))


@router.callback_query(OfProvider.filter())
async def of_provider(_query: CallbackQuery, callback_data: OfProvider, by: Touch) -> None:
    """Everything else that the organiser of a program offers."""
    view = await queries.group(by.session, callback_data.group_id)
    await forget_point(by.state)
    await show_list(by, Results(query=await keep(by.state, Asked(provider_id=view.provider_id))))
