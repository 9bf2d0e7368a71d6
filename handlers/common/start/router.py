"""The doorway: /start with deep links, language, territory, help, messages wanted. Works in any state."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import words
from handlers.common.context import Desk
from handlers.common.keyboards import Home, Noop, home
from handlers.common.screen import Screen, acknowledge, button, show
from handlers.common.start import links, screens, texts
from handlers.common.start.keyboards import (
    ChooseTerritory,
    Help,
    Language,
    Languages,
    NearMe,
    Territories,
    Wanted,
    location,
)
from handlers.common.start.sight import keep_in_sight
from handlers.parent.programs.asked import forget_point
from services.core.actor import Actor
from services.core.clock import Clock
from services.notices.actions import opt_out
from services.notices.queries import opted_out
from services.notices.rules import TOPICS
from services.staff import actions
from services.territories.queries import nearest, territory
from services.territories.rules import nearness_km

router = Router(name="common.start")
router.message.middleware(keep_in_sight)
NEAR_KM = 300
LANGUAGES = {"ru": "Русский", "en": "English"}


@router.message(CommandStart(ignore_case=True))
async def start(
    message: Message,
    command: CommandObject,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """The door: a deep link goes where it points, a newcomer chooses the territory, the others see the menu."""
    await state.clear()
    await actions.mark_reachable(session, actor)
    if command.args:
        await links.follow(message, command.args, session=session, actor=actor, desk=desk, now=clock())
        return
    if actor.territory_id is None:
        around = texts.menu(None, takes_applications=desk.takes_applications)
        screen = await screens.territory_screen(session, first=f"{texts.hello()}\n\n{around}")
    else:
        screen = await screens.menu(
            session,
            actor,
            takes_applications=desk.takes_applications,
            first=texts.hello(),
        )
    await session.commit()
    await show(message, screen)


@router.callback_query(F.data.regexp(r"(?:[0-9]_?){19}", mode="search"))
async def forged(query: CallbackQuery, session: AsyncSession, actor: Actor) -> None:
    """A number that no row can have: the database would not even take it."""
    await session.commit()
    await show(query, Screen(texts.old_button(), screens.menu_rows(actor)))


@router.callback_query(Home.filter())
async def go_home(query: CallbackQuery, session: AsyncSession, actor: Actor, state: FSMContext, desk: Desk) -> None:
    """The menu, from anywhere; a half-filled form is kept, the place of a search is not."""
    await state.set_state(None)
    await forget_point(state)
    screen = await screens.menu(session, actor, takes_applications=desk.takes_applications)
    await session.commit()
    await show(query, screen)


@router.callback_query(Noop.filter())
async def label(query: CallbackQuery, session: AsyncSession) -> None:
    """A label between buttons was pressed."""
    await session.commit()
    await acknowledge(query)


@router.message(Command("cancel", ignore_case=True))
async def cancel(message: Message, session: AsyncSession, actor: Actor, state: FSMContext) -> None:
    """Leave a dialogue; what was typed is kept."""
    was_open = await state.get_state() is not None
    await state.set_state(None)
    await session.commit()
    text = texts.cancelled() if was_open else texts.nothing_to_cancel()
    await show(message, Screen(text, screens.menu_rows(actor)))


@router.message(Command("help", ignore_case=True))
@router.callback_query(Help.filter())
async def help_page(touch: Message | CallbackQuery, session: AsyncSession, actor: Actor) -> None:
    """What the desk does."""
    own = await screens.own_territory(session, actor)
    await session.commit()
    await show(touch, Screen(texts.help_page(own), (home(),)))


@router.message(Command("language", ignore_case=True))
@router.callback_query(Languages.filter())
async def ask_language(touch: Message | CallbackQuery, session: AsyncSession) -> None:
    """Offer the languages."""
    await session.commit()
    rows = tuple([button(name, Language(code=code))] for code, name in LANGUAGES.items())
    await show(touch, Screen(texts.ask_language(), (*rows, home())))


@router.callback_query(Language.filter(F.code.in_(LANGUAGES)))
async def choose_language(
    query: CallbackQuery,
    callback_data: Language,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
) -> None:
    """Speak the chosen language from now on."""
    actor = await actions.choose_locale(session, actor, locale=callback_data.code)
    words.use(actor.locale)
    screen = await screens.menu(session, actor, takes_applications=desk.takes_applications)
    await session.commit()
    await show(query, screen)


@router.message(Command("territory", ignore_case=True))
@router.callback_query(Territories.filter())
async def list_territories(
    touch: Message | CallbackQuery,
    session: AsyncSession,
    callback_data: Territories | None = None,
) -> None:
    """The territories, by page."""
    await screens.ask_territory(touch, session, page=callback_data.page if callback_data else 0)


@router.callback_query(ChooseTerritory.filter())
async def choose_territory(
    query: CallbackQuery,
    callback_data: ChooseTerritory,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
) -> None:
    """Be at this territory's desk; NotFound for a forged one."""
    chosen = await territory(session, callback_data.territory_id)
    actor = await actions.choose_territory(session, actor, territory_id=chosen.id)
    screen = await screens.menu(session, actor, takes_applications=desk.takes_applications)
    await session.commit()
    await show(query, screen)


@router.callback_query(NearMe.filter())
async def ask_location(query: CallbackQuery, session: AsyncSession) -> None:
    """Offer the client's own location button."""
    await session.commit()
    await acknowledge(query)
    if query.message is not None:
        await query.message.answer(texts.ask_location(), reply_markup=location())


@router.message(F.location)
async def by_location(message: Message, session: AsyncSession, actor: Actor, desk: Desk) -> None:
    """The nearest territory; the point itself is not stored."""
    assert message.location is not None  # the filter has seen it
    lat, lon = message.location.latitude, message.location.longitude
    found = await nearest(session, lat=lat, lon=lon)
    is_near = nearness_km(found.pack, lat, lon) <= NEAR_KM
    if is_near:
        actor = await actions.choose_territory(session, actor, territory_id=found.id)
        screen = await screens.menu(session, actor, takes_applications=desk.takes_applications)
    else:
        screen = await screens.territory_screen(session, first=texts.far_away())
    await session.commit()
    if is_near:
        await message.answer(texts.territory_chosen(found), reply_markup=ReplyKeyboardRemove())
    await show(message, screen)


@router.message(Command("stop", ignore_case=True))
async def stop(message: Message, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Every topic off at once, and a switch for each; messages about own cases stay."""
    for topic in TOPICS:
        await opt_out(session, actor, topic=topic, out=True, now=clock())
    screen = await _wanted(session, actor)
    await session.commit()
    await show(message, screen)


@router.callback_query(Wanted.filter(F.topic.in_(TOPICS)))
async def switch_messages(
    query: CallbackQuery,
    callback_data: Wanted,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """One topic, switched back and forth."""
    await opt_out(session, actor, topic=callback_data.topic, out=not callback_data.on, now=clock())
    screen = await _wanted(session, actor)
    await session.commit()
    await show(query, screen)


async def _wanted(session: AsyncSession, actor: Actor) -> Screen:
    out = await opted_out(session, actor)
    rows = []
    for topic in TOPICS:
        is_out = topic in out
        rows.append([button(texts.topic_switch(topic, on=not is_out), Wanted(topic=topic, on=is_out))])
    return Screen(texts.messages_wanted(), (*rows, home()))
