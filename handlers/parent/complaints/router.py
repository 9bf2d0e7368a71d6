"""A parent asks, complains, reads the answer and says whether it settles the matter."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import back, home
from handlers.common.screen import Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.complaints import screens, texts, writing
from handlers.parent.complaints.keyboards import Dispute, Letter, Letters, Reply, Settled, TakeBack
from handlers.parent.complaints.states import Writing
from services.complaints import actions, queries
from services.complaints.models import Side
from services.complaints.queries import Leaf
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.territories.queries import territory

router = Router(name="parent.complaints")
router.include_router(writing.router)


@router.message(Command("letters", ignore_case=True))
@router.callback_query(Letters.filter())
async def list_letters(
    touch: Message | CallbackQuery, session: AsyncSession, actor: Actor, callback_data: Letters | None = None
) -> None:
    """Own questions and complaints, by page."""
    found = await queries.own_lines(session, actor, callback_data.page if callback_data else 0)
    await session.commit()
    await show(touch, screens.letters(found))


@router.callback_query(Letter.filter())
async def open_letter(
    query: CallbackQuery, callback_data: Letter, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """One thread; opened, its news are read."""
    leaf = Leaf(callback_data.page, 1)
    screen = await _opened(session, actor, callback_data.complaint_id, leaf, callback_data.piece, desk, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Settled.filter())
async def settle(
    query: CallbackQuery, callback_data: Settled, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """The answer settles the matter: one press."""
    await actions.settle(session, actor, number=callback_data.complaint_id, now=clock())
    await session.commit()
    await show(query, Screen(texts.settled(), ([button(_("📬 What I have written"), Letters())], home())))


@router.callback_query(Dispute.filter())
async def dispute(
    query: CallbackQuery, callback_data: Dispute, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock
) -> None:
    """It does not, without more words."""
    screen = await _disputed(session, actor, callback_data.complaint_id, "", clock)
    await state.set_state(None)
    await session.commit()
    await show(query, screen)


@router.callback_query(TakeBack.filter(F.sure.is_(False)))
async def ask_take_back(query: CallbackQuery, callback_data: TakeBack, session: AsyncSession, actor: Actor) -> None:
    """Ask once."""
    number = (await queries.own_thread(session, actor, callback_data.complaint_id)).line.number
    await session.commit()
    yes = [button(_("Yes, withdraw"), TakeBack(complaint_id=number, sure=True))]
    await show(query, Screen(texts.ask_withdraw(number), (yes, back(Letter(complaint_id=number)))))


@router.callback_query(TakeBack.filter())
async def take_back(
    query: CallbackQuery, callback_data: TakeBack, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """Withdraw it."""
    number = callback_data.complaint_id
    await actions.withdraw(session, actor, number=number, now=clock())
    screen = await _opened(session, actor, number, Leaf(size=1), 0, desk, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Reply.filter(F.deed.in_(("say", "share", "dispute"))))
async def ask_reply(
    query: CallbackQuery, callback_data: Reply, session: AsyncSession, actor: Actor, state: FSMContext, desk: Desk
) -> None:
    """A message of a thread is awaited; a chat may carry that of a signed letter at a trial desk only."""
    number, deed = callback_data.complaint_id, callback_data.deed
    found = await queries.own_thread(session, actor, number)
    types = desk.trial_forms or not screens.is_signed(found.line)
    if types:
        await state.set_state(Writing.reply)
        await state.set_data({"complaint_id": number, "deed": deed})
    await session.commit()
    await show(query, screens.ask_reply(number, deed, desk, types=types))


@router.message(Writing.reply, ~F.text.startswith("/"))
async def take_reply(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """The typed message, into the thread that waits for it; what cannot be kept is refused and asked again."""
    kept = await state.get_data()
    number, deed, typed = int(kept.get("complaint_id", 0)), kept.get("deed"), message.text or ""
    screen = Screen(texts.written(), (back(Letter(complaint_id=number)),))
    if deed == "dispute":
        screen = await _disputed(session, actor, number, typed, clock)
    elif deed == "share":
        await actions.share(session, actor, number=number, text=typed, now=clock())
    else:
        await actions.say(session, actor, number=number, side=Side.PARENT, text=typed, now=clock())
    await state.set_state(None)
    await session.commit()
    await tell(message, screen)


async def _disputed(session: AsyncSession, actor: Actor, number: int, text: str, clock: Clock) -> Screen:
    goes_on = await actions.dispute(session, actor, number=number, text=text, now=clock())
    due = (await queries.own_thread(session, actor, number)).line.due_on
    return Screen(texts.disputed(due if goes_on else None), (back(Letter(complaint_id=number)),))


async def _opened(
    session: AsyncSession, actor: Actor, number: int, leaf: Leaf, piece: int, desk: Desk, clock: Clock
) -> Screen:
    found = await queries.own_thread(session, actor, number, leaf)
    zone = (await territory(session, found.line.territory_id)).timezone
    await actions.see(session, number=number, side=Side.PARENT)
    return screens.thread(found, zone, local_date(clock(), zone), desk=desk, piece=piece)
