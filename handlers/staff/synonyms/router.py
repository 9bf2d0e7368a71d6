"""Synonyms of a territory's search, kept by its staff: list, add, take away."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.errors import sentence
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back, pages
from handlers.common.screen import Screen, button, show
from handlers.common.words import pick
from handlers.staff.indicators.served import all_served, served
from handlers.staff.synonyms import keyboards, texts
from handlers.staff.synonyms.keyboards import AddSynonym, DropSynonym, Synonyms, SynonymsOf
from handlers.staff.synonyms.states import Pairing
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid
from services.programs.actions.synonyms import add_synonym, remove_synonym
from services.programs.queries.synonyms import PAGE, synonym, synonyms
from services.territories.queries import territory

router = Router(name="staff.synonyms")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Synonyms.filter())
async def show_list(query: CallbackQuery, callback_data: Synonyms, session: AsyncSession, actor: Actor) -> None:
    """The pairs of a territory, by page."""
    here = served(actor, callback_data.territory_id)
    screen = await _list(session, actor, here, page=callback_data.page)
    await session.commit()
    await show(query, screen)


@router.callback_query(SynonymsOf.filter())
async def choose_whose(query: CallbackQuery, callback_data: SynonymsOf, session: AsyncSession, actor: Actor) -> None:
    """The territories that the person serves."""
    known = await all_served(session, actor)
    await session.commit()
    total = max(1, -(-len(known) // PAGE))
    page = min(max(callback_data.page, 0), total - 1)
    opens = [
        [button(pick(land.short_ru, land.short_en), Synonyms(territory_id=land.id))]
        for land in known[page * PAGE : (page + 1) * PAGE]
    ]
    turn = pages(page, total, lambda to: SynonymsOf(page=to))
    await show(query, Screen(texts.whose(), (*opens, *turn, back(Synonyms()))))


@router.callback_query(AddSynonym.filter())
async def ask(
    query: CallbackQuery, callback_data: AddSynonym, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """The next typed text is a pair."""
    actor.require_staff(callback_data.territory_id)
    await state.set_state(Pairing.words)
    await state.update_data(synonyms_of=callback_data.territory_id)
    await session.commit()
    await show(query, Screen(texts.ask(), keyboards.asking(callback_data.territory_id)))


@router.message(Pairing.words, F.text, ~F.text.startswith("/"))
async def take_pair(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """The typed pair. What cannot be read is asked for again."""
    here = int((await state.get_data()).get("synonyms_of", 0))
    try:
        await add_synonym(session, actor, territory_id=here, text=message.text or "", now=clock())
    except Invalid as unreadable:
        await session.commit()
        await show(message, Screen(sentence(unreadable), keyboards.asking(here)))
        return
    await state.set_state(None)
    screen = await _list(session, actor, here, said=True)
    await session.commit()
    await show(message, screen)


@router.callback_query(DropSynonym.filter(F.sure.is_(False)))
async def ask_sure(query: CallbackQuery, callback_data: DropSynonym, session: AsyncSession, actor: Actor) -> None:
    """Ask once."""
    one = await synonym(session, actor, callback_data.synonym_id)
    await session.commit()
    await show(query, Screen(texts.ask_sure(one), keyboards.sure(one)))


@router.callback_query(DropSynonym.filter())
async def drop(query: CallbackQuery, callback_data: DropSynonym, session: AsyncSession, actor: Actor) -> None:
    """The pair counts no more."""
    one = await synonym(session, actor, callback_data.synonym_id)
    await remove_synonym(session, actor, synonym_id=one.id)
    screen = await _list(session, actor, one.territory_id)
    await session.commit()
    await show(query, screen)


async def _list(session: AsyncSession, actor: Actor, territory_id: int, *, page: int = 0, said: bool = False) -> Screen:
    place = await territory(session, territory_id)
    found = await synonyms(session, actor, territory_id=territory_id, page=page)
    name = pick(place.short_ru, place.short_en)
    text = texts.listed(found.total, name)
    rows = keyboards.listed(found, territory_id, can_switch=len(actor.staff_territories) > 1)
    return Screen(f"{texts.added(name)}\n\n{text}" if said else text, rows)
