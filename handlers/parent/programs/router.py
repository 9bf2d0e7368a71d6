"""Finding a club: typed text, focuses, paged lists. All of it only reads."""

from zlib import crc32

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Screen, show
from handlers.common.start.screens import ask_territory
from handlers.parent.programs import keyboards, texts
from handlers.parent.programs.keyboards import Find, Loosen, Results
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.programs import queries
from services.programs.models import Focus
from services.programs.rules import Wish, dump, less, load, parts
from services.territories.queries import territory

router = Router(name="parent.programs")
KEPT = 8
_BY_NAME = {"free": ["free", "certificate"]}
"""Typed searches whose lists still turn their pages."""


@router.callback_query(Find.filter())
async def ask(query: CallbackQuery, session: AsyncSession, actor: Actor) -> None:
    """What to type, and the focuses."""
    if actor.territory_id is None:
        await ask_territory(query, session)
        return
    await session.commit()
    await show(query, Screen(texts.find(), keyboards.find()))


@router.message(StateFilter(None), F.text, ~F.text.startswith("/"))
async def search_typed(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """Text that no dialogue waits for is a search."""
    if actor.territory_id is None:
        await ask_territory(message, session)
        return
    place = await territory(session, actor.territory_id)
    today = local_date(clock(), place.timezone)
    wish = await queries.understood(session, territory=place, text=message.text or "", today=today)
    if wish is None:
        await session.commit()
        await show(message, Screen(texts.unread(), keyboards.find()))
        return
    key = await _keep(state, wish)
    await _list(message, Results(query=key), session=session, actor=actor, state=state, clock=clock)


@router.callback_query(Results.filter())
async def turn_page(
    query: CallbackQuery,
    callback_data: Results,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """A page of a list, or all of a focus."""
    await _list(query, callback_data, session=session, actor=actor, state=state, clock=clock)


@router.callback_query(Loosen.filter())
async def search_less_strictly(
    query: CallbackQuery,
    callback_data: Loosen,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """The same search without its age, days, words or payment."""
    wish = await _wish(state, callback_data.query)
    if wish is None:
        await session.commit()
        await show(query, Screen(texts.lost(), keyboards.find()))
        return
    for part in _parts(wish, callback_data.part):
        wish = less(wish, part)
    await _list(query, Results(query=await _keep(state, wish)), session=session, actor=actor, state=state, clock=clock)


async def _list(
    touch: CallbackQuery | Message,
    here: Results,
    *,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Search and show a page; without a territory ask for it first."""
    if actor.territory_id is None:
        await ask_territory(touch, session)
        return
    wish = await _wish(state, here.query) if here.query else Wish()
    if wish is None:
        await session.commit()
        await show(touch, Screen(texts.lost(), keyboards.find()))
        return
    place = await territory(session, actor.territory_id)
    found = await queries.search(
        session,
        territory=place,
        wish=wish,
        filters=queries.Filters(focus=_focus(here)),
        page=here.page,
        today=local_date(clock(), place.timezone),
    )
    await session.commit()
    await show(touch, _screen(found, here))


def _screen(found: queries.Found, here: Results) -> Screen:
    if not found.items:
        return Screen(texts.nothing(found.wish, _focus(here)), keyboards.nothing(found.wish, here.query))
    return Screen(texts.results(found, _focus(here)), keyboards.results(found, here))


def _focus(here: Results) -> Focus | None:
    """A forged focus is no focus."""
    return Focus(here.focus) if here.focus in set(Focus) else None


async def _kept(state: FSMContext) -> dict[str, str]:
    kept: dict[str, str] = (await state.get_data()).get("searches", {})
    return kept


async def _wish(state: FSMContext, key: str) -> Wish | None:
    """A kept wish; None if it is not kept any more, or was kept by an older version."""
    try:
        return load((await _kept(state)).get(key, ""))
    except ValueError:
        return None


def _parts(wish: Wish, part: str) -> list[str]:
    """A condition of a wish, or all its words."""
    return [one for one in parts(wish) if one.startswith("word:")] if part == "words" else _BY_NAME.get(part, [part])


async def _keep(state: FSMContext, wish: Wish) -> str:
    """Remember a wish under a short name: it does not fit into a button."""
    text = dump(wish)
    key = f"{crc32(text.encode(errors='replace')):08x}"
    others = [(name, typed) for name, typed in (await _kept(state)).items() if name != key]
    await state.update_data(searches=dict([*others, (key, text)][-KEPT:]))
    return key
