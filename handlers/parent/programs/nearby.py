"""Near me: around a settlement, a typed street, or the place that the client sends. Where one is is never stored.

See ``asked``: the point stands, rounded and encrypted, in the dialogue of this very search and goes with it.
"""

from dataclasses import replace

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Screen, acknowledge, show
from handlers.common.start.keyboards import location
from handlers.common.start.screens import ask_territory
from handlers.parent.programs import chips, filter_texts, near_keyboards
from handlers.parent.programs.asked import HERE, RADII, Asked, keep, kept, point_of, settlements, stand
from handlers.parent.programs.find_buttons import Around, Locate, NearBy, Within
from handlers.parent.programs.keyboards import Results
from handlers.parent.programs.lists import Touch, give_touch, show_list, show_lost
from handlers.parent.programs.states import Seeking
from services.core.actor import Actor
from services.programs.queries import Sort
from services.programs.queries.placing import locate
from services.territories.queries import territory

located = Router(name="parent.located")
"""Asked before the doorway, which takes any other location for a choice of the territory."""
located.message.middleware(give_touch)
router = Router(name="parent.nearby")
router.message.middleware(give_touch)
router.callback_query.middleware(give_touch)
LONGEST_PLACE = 120


@router.callback_query(NearBy.filter())
async def ask(query: CallbackQuery, callback_data: NearBy, session: AsyncSession, actor: Actor, by: Touch) -> None:
    """Near what? From the first screen this is a search of its own."""
    if actor.territory_id is None:
        await ask_territory(query, session)
        return
    asked = await kept(by.state, callback_data.query) if callback_data.query else Asked()
    if asked is None:
        await show_lost(by)
        return
    key = await keep(by.state, asked, callback_data.query)
    await _ask(query, asked, NearBy(query=key, page=callback_data.page), by)


@router.callback_query(Around.filter())
async def around(_query: CallbackQuery, callback_data: Around, actor: Actor, by: Touch) -> None:
    """Around a settlement; a number below zero is anywhere."""
    asked = await kept(by.state, callback_data.query)
    if asked is None or actor.territory_id is None:
        await show_lost(by)
        return
    known = settlements(await territory(by.session, actor.territory_id))
    number = callback_data.number
    place = known[number].name if 0 <= number < len(known) else ""
    await by.state.set_state(None)
    await keep(by.state, _at(asked, place), callback_data.query)
    await show_list(by, Results(query=callback_data.query))


@router.callback_query(Within.filter())
async def within(query: CallbackQuery, callback_data: Within, actor: Actor, by: Touch) -> None:
    """So many kilometres; with a place already, the list at once."""
    asked = await kept(by.state, callback_data.query)
    if asked is None or actor.territory_id is None:
        await show_lost(by)
        return
    asked = replace(asked, km=callback_data.km) if callback_data.km in RADII else asked
    await keep(by.state, asked, callback_data.query)
    if asked.place and (asked.place != HERE or await point_of(by.state, callback_data.query)):
        await by.state.set_state(None)
        await show_list(by, Results(query=callback_data.query))
    else:
        await _ask(query, asked, NearBy(query=callback_data.query), by)


@router.callback_query(Locate.filter())
async def offer_location(query: CallbackQuery, callback_data: Locate, by: Touch) -> None:
    """The client's own location button; it goes as soon as it was used."""
    asked = await kept(by.state, callback_data.query)
    if asked is None:
        await show_lost(by)
        return
    await _wait(by.state, callback_data.query)
    await by.session.commit()
    await acknowledge(query)
    if query.message is not None:
        await query.message.answer(filter_texts.send_location(), reply_markup=location())


@located.message(Seeking.place, F.location)
async def take_location(message: Message, by: Touch) -> None:
    """The point that the client sent."""
    assert message.location is not None  # the filter has seen it
    await _stand(message, message.location.latitude, message.location.longitude, "", by)


@router.message(Seeking.place, F.text, ~F.text.startswith("/"))
async def take_typed(message: Message, actor: Actor, by: Touch) -> None:
    """A typed settlement or street, found in the territory's pack and in the addresses of its catalogue."""
    if actor.territory_id is None:
        await ask_territory(message, by.session)
        return
    place = await territory(by.session, actor.territory_id)
    found = await locate(by.session, territory=place, typed=(message.text or "")[:LONGEST_PLACE])
    if found is not None:
        await _stand(message, found.lat, found.lon, found.name, by)
        return
    key = await _sought(by.state)
    await by.session.commit()
    await show(message, Screen(filter_texts.unknown_place(), near_keyboards.unknown(key)))


async def _stand(message: Message, lat: float, lon: float, name: str, by: Touch) -> None:
    """Search around a point from now on. A settlement is kept by its name, any other point only for this search."""
    key = await _sought(by.state)
    asked = await kept(by.state, key) or Asked()
    known = [] if by.actor.territory_id is None else settlements(await territory(by.session, by.actor.territory_id))
    is_settlement = any(one.name == name for one in known)
    key = await keep(by.state, _at(asked, name if is_settlement else HERE), key)
    if not is_settlement:
        await stand(by.state, key, lat, lon)
    await by.state.set_state(None)
    await by.session.commit()
    await message.answer(filter_texts.located(name), reply_markup=ReplyKeyboardRemove())
    await show_list(by, Results(query=key))


def _at(asked: Asked, place: str) -> Asked:
    """Around a place the nearest stand first; anywhere there is no nearest."""
    near = replace(asked.wish, near=bool(place) and asked.wish.near)
    sort = Sort.DISTANCE if place else Sort.FIT if asked.sort is Sort.DISTANCE else asked.sort
    return replace(asked, wish=near, place=place, sort=sort, is_strict=False)


async def _ask(query: CallbackQuery, asked: Asked, here: NearBy, by: Touch) -> None:
    assert by.actor.territory_id is not None  # the callers have looked
    place = await territory(by.session, by.actor.territory_id)
    await _wait(by.state, here.query)
    await by.session.commit()
    now = chips.around(asked) if asked.place else ""
    await show(query, Screen(filter_texts.near(now), near_keyboards.near(asked, settlements(place), here)))


async def _wait(state: FSMContext, key: str) -> None:
    await state.set_state(Seeking.place)
    await state.update_data(seeking=key)


async def _sought(state: FSMContext) -> str:
    return str((await state.get_data()).get("seeking", ""))
