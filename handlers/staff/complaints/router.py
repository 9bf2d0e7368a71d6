"""The body reads what was written to it, takes it, asks the club, answers."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.staff.complaints import screens, texts
from handlers.staff.complaints.keyboards import StaffLetter, StaffLetters, StaffTake, StaffWrite
from handlers.staff.complaints.states import Answering
from services.access import actions as access
from services.complaints import actions, queries
from services.complaints.actions import Ruling
from services.complaints.models import Kind, Outcome, Side
from services.complaints.queries import Leaf, Sift
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import NotFound

router = Router(name="staff.complaints")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
DEEDS = ["say", "ask_club", "prolong", *(one.value for one in Outcome)]


@router.message(Command("complaints", ignore_case=True))
@router.callback_query(StaffLetters.filter())
async def list_letters(
    touch: Message | CallbackQuery,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
    callback_data: StaffLetters | None = None,
) -> None:
    """What must be answered, by page and filter."""
    asked = callback_data or StaffLetters()
    sift = Sift(asked.show if asked.show in texts.shows() else "open")
    found = await queries.queue(session, actor, asked.page, now=clock(), sift=sift, size=screens.LINES)
    await session.commit()
    await show(touch, screens.letters(found, sift.show))


@router.callback_query(StaffLetter.filter())
async def open_letter(
    query: CallbackQuery, callback_data: StaffLetter, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """One thread; the look is written down."""
    leaf = Leaf(callback_data.page, 1)
    found = await queries.staff_thread(session, actor, callback_data.complaint_id, now=clock(), leaf=leaf)
    screen = await _opened(session, actor, found, desk, clock, piece=callback_data.piece)
    await session.commit()
    await show(query, screen)


@router.callback_query(StaffTake.filter())
async def take(
    query: CallbackQuery, callback_data: StaffTake, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """Mine from now on, or nobody's."""
    number, whom = callback_data.complaint_id, actor.person_id if callback_data.on else None
    await actions.assign(session, actor, number=number, person_id=whom, now=clock())
    found = await queries.staff_thread(session, actor, number, now=clock(), leaf=Leaf(size=1))
    screen = await _opened(session, actor, found, desk, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(StaffWrite.filter(F.deed.in_(DEEDS)))
async def ask_text(
    query: CallbackQuery,
    callback_data: StaffWrite,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """A text is awaited; that of a signed letter is typed here at a trial desk only."""
    number, deed = callback_data.complaint_id, callback_data.deed
    found = await queries.staff_thread(session, actor, number, now=clock(), leaf=Leaf(size=1))
    if not screens.types(found, desk):
        screen = await _opened(session, actor, found, desk, clock)
        await session.commit()
        await show(query, screen)
        return
    await state.set_state(Answering.text)
    await state.set_data({"complaint_id": number, "deed": deed})
    await session.commit()
    await show(query, Screen(texts.ask(deed), (back(StaffLetter(complaint_id=number)),)))


@router.message(Answering.text, ~F.text.startswith("/"))
async def take_text(
    message: Message, session: AsyncSession, actor: Actor, state: FSMContext, desk: Desk, clock: Clock
) -> None:
    """The typed text becomes what it was asked for."""
    kept = await state.get_data()
    number, deed, typed = int(kept.get("complaint_id", 0)), str(kept.get("deed", "")), message.text or ""
    now = clock()
    if deed == "say":
        await actions.say(session, actor, number=number, side=Side.BODY, text=typed, now=now)
    elif deed == "ask_club":
        await actions.ask_club(session, actor, number=number, text=typed, now=now)
    elif deed == "prolong":
        await actions.prolong(session, actor, number=number, text=typed, now=now)
    elif deed in set(Outcome):
        await actions.answer(session, actor, number=number, ruling=Ruling(Outcome(deed), typed), now=now)
    else:
        raise NotFound("complaint")
    await state.set_state(None)
    found = await queries.staff_thread(session, actor, number, now=now, leaf=Leaf(size=1))
    screen = await _opened(session, actor, found, desk, clock)
    await session.commit()
    await show(message, screen)


async def _opened(
    session: AsyncSession, actor: Actor, found: queries.StaffThread, desk: Desk, clock: Clock, *, piece: int = 0
) -> Screen:
    """The screen of a thread. Where its words are shown, the look is written down and they are new no more."""
    if screens.shows(found, desk):
        number = found.thread.line.number
        await actions.see(session, number=number, side=Side.BODY)
        if found.thread.line.kind is not Kind.QUESTION:
            what = f"complaint:{number}"
            await access.look(session, actor, subject_id=found.writer_id, what=what, why="complaint", now=clock())
    return screens.thread(found, actor, desk, piece=piece)
