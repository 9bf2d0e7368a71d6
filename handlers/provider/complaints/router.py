"""A club reads what is for it, answers questions and explains."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.filters import IsProvider
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.provider.complaints import screens, texts
from handlers.provider.complaints.keyboards import ClubLetter, ClubLetters, ClubWrite
from handlers.provider.complaints.states import Explaining
from services.complaints import actions, queries
from services.complaints.models import Side
from services.complaints.queries import Leaf
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.territories.queries import territory

router = Router(name="provider.complaints")
router.message.filter(IsProvider())
router.callback_query.filter(IsProvider())


@router.callback_query(ClubLetters.filter())
async def list_letters(query: CallbackQuery, callback_data: ClubLetters, session: AsyncSession, actor: Actor) -> None:
    """What is asked of the club, by page."""
    found = await queries.club_lines(session, actor, callback_data.page)
    await session.commit()
    await show(query, screens.letters(found))


@router.callback_query(ClubLetter.filter())
async def open_letter(
    query: CallbackQuery, callback_data: ClubLetter, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """One thread: only what is for the club."""
    leaf = Leaf(callback_data.page, 1)
    screen = await _opened(session, actor, callback_data.complaint_id, leaf, desk, clock, callback_data.piece)
    await session.commit()
    await show(query, screen)


@router.callback_query(ClubWrite.filter(F.deed.in_(("say", "answer", "explain"))))
async def ask_text(
    query: CallbackQuery, callback_data: ClubWrite, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """A text is awaited."""
    number, deed = callback_data.complaint_id, callback_data.deed
    await queries.club_thread(session, actor, number)
    await state.set_state(Explaining.text)
    await state.set_data({"complaint_id": number, "deed": deed})
    await session.commit()
    await show(query, Screen(texts.ask(deed), (back(ClubLetter(complaint_id=number)),)))


@router.message(Explaining.text, ~F.text.startswith("/"))
async def take_text(
    message: Message, session: AsyncSession, actor: Actor, state: FSMContext, desk: Desk, clock: Clock
) -> None:
    """The typed text becomes what it was asked for."""
    kept = await state.get_data()
    number, deed, typed = int(kept.get("complaint_id", 0)), kept.get("deed"), message.text or ""
    if deed == "answer":
        await actions.answer_as_club(session, actor, number=number, text=typed, now=clock())
    elif deed == "explain":
        await actions.explain(session, actor, number=number, text=typed, now=clock())
    else:
        await actions.say(session, actor, number=number, side=Side.CLUB, text=typed, now=clock())
    await state.set_state(None)
    screen = await _opened(session, actor, number, Leaf(size=1), desk, clock)
    await session.commit()
    await show(message, screen)


async def _opened(
    session: AsyncSession, actor: Actor, number: int, leaf: Leaf, desk: Desk, clock: Clock, piece: int = 0
) -> Screen:
    found = await queries.club_thread(session, actor, number, leaf)
    zone = (await territory(session, found.line.territory_id)).timezone
    if screens.shows(found, desk, local_date(clock(), zone)):
        await actions.see(session, number=number, side=Side.CLUB)
    return screens.thread(found, zone, local_date(clock(), zone), desk=desk, piece=piece)
