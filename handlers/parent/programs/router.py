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
from services.programs.rules import LONGEST_QUERY, less, understand
from services.territories.queries import territory

router = Router(name="parent.programs")
KEPT = 8
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
    key = await _keep(state, (message.text or "")[:LONGEST_QUERY])
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
    wish = understand((await _kept(state)).get(callback_data.query, ""))
    if wish is None:
        await session.commit()
        await show(query, Screen(texts.lost(), keyboards.find()))
        return
    text = less(wish, callback_data.part).text
    key = await _keep(state, text) if text else ""
    await _list(query, Results(query=key), session=session, actor=actor, state=state, clock=clock)


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
    text = (await _kept(state)).get(here.query) if here.query else None
    if here.query and text is None:
        await session.commit()
        await show(touch, Screen(texts.lost(), keyboards.find()))
        return
    place = await territory(session, actor.territory_id)
    found = await queries.search(
        session,
        territory_id=place.id,
        text=text,
        focus=_focus(here),
        page=here.page,
        today=local_date(clock(), place.timezone),
    )
    await session.commit()
    await show(touch, _screen(found, here))


def _screen(found: queries.Found, here: Results) -> Screen:
    if found.understood is None:
        return Screen(texts.unread(), keyboards.find())
    if not found.items:
        return Screen(texts.nothing(found.understood, _focus(here)), keyboards.nothing(found.understood, here.query))
    return Screen(texts.results(found, _focus(here)), keyboards.results(found, here))


def _focus(here: Results) -> Focus | None:
    """A forged focus is no focus."""
    return Focus(here.focus) if here.focus in set(Focus) else None


async def _kept(state: FSMContext) -> dict[str, str]:
    kept: dict[str, str] = (await state.get_data()).get("searches", {})
    return kept


async def _keep(state: FSMContext, text: str) -> str:
    """Remember a typed search under a short name: the text itself does not fit into a button."""
    key = f"{crc32(text.encode(errors='replace')):08x}"
    others = [(name, typed) for name, typed in (await _kept(state)).items() if name != key]
    await state.update_data(searches=dict([*others, (key, text)][-KEPT:]))
    return key
