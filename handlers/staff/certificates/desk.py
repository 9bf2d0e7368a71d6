"""The desk beside the decision: filters, several at once, the next case, history, notes, colleagues."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.errors import sentence
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show, tell
from handlers.staff.certificates import beside, history, many
from handlers.staff.certificates import desk_keyboards as keys
from handlers.staff.certificates.desk_keyboards import (
    ApproveMany,
    Clubs,
    Colleagues,
    Filters,
    Give,
    History,
    Many,
    Note,
    Services,
)
from handlers.staff.certificates.keyboards import Case
from handlers.staff.certificates.states import Noting
from services.certificates import actions, queries
from services.contracts.actions import decide
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid, ServiceError
from services.staff.queries import posts_of_body

LINES = 5
router = Router(name="staff.certificates.desk")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Filters.filter())
async def choose_filter(query: CallbackQuery, session: AsyncSession) -> None:
    """What of the queue to see."""
    await session.commit()
    await show(query, Screen(beside.choose_filter(), keys.filters()))


@router.callback_query(Clubs.filter())
async def choose_club(query: CallbackQuery, callback_data: Clubs, session: AsyncSession, actor: Actor) -> None:
    """The clubs that applications wait for."""
    known = await queries.clubs_in_queue(session, actor)
    await session.commit()
    await show(query, Screen(beside.choose_filter(), keys.clubs(known, callback_data.page)))


@router.callback_query(Services.filter())
async def choose_service(query: CallbackQuery, callback_data: Services, session: AsyncSession, actor: Actor) -> None:
    """The services that applications wait for."""
    codes = await queries.services_in_queue(session, actor)
    await session.commit()
    await show(query, Screen(beside.choose_filter(), keys.services(codes, callback_data.page)))


@router.callback_query(Many.filter())
async def look_at_many(
    query: CallbackQuery, callback_data: Many, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """What speaks against any of them, before anything is decided."""
    found = await queries.checked(session, actor, keys.unpacked(callback_data.numbers), now=clock())
    await session.commit()
    ordinary = [one.found.facts.number for one in found if one.is_ordinary]
    await show(query, Screen(many.preview(found), keys.confirm(ordinary)))


@router.callback_query(ApproveMany.filter())
async def approve_many(
    query: CallbackQuery, callback_data: ApproveMany, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Each by itself: what could not be approved is told with its reason."""
    made, said = [], []
    for number in keys.unpacked(callback_data.numbers):
        try:
            async with session.begin_nested():
                made.append(await decide(session, actor, application_id=number, now=clock()))
        except ServiceError as refused:
            said.append((number, sentence(refused)))
    await session.commit()
    proposed = made.count(None)
    await tell(query, Screen(many.done(len(made) - proposed, proposed, said), keys.after_many()))


@router.callback_query(History.filter())
async def show_history(
    query: CallbackQuery, callback_data: History, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """All that happened to a case, the last page first."""
    number = callback_data.application_id
    found = await queries.case(session, actor, number, now=clock())
    events = await queries.history(session, actor, number)
    await session.commit()
    total = max(1, -(-len(events) // LINES))
    page = callback_data.page if 0 <= callback_data.page < total else total - 1
    shown = events[page * LINES : (page + 1) * LINES]
    text = history.screen(shown, number, actor.person_id, found.territory.timezone, page=page, pages=total)
    await show(query, Screen(text, keys.turning(number, page, total)))


@router.callback_query(Note.filter())
async def ask_note(
    query: CallbackQuery,
    callback_data: Note,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Ask for the note; on a desk with pages personal data belong there."""
    number = callback_data.application_id
    await queries.case(session, actor, number, now=clock())
    await state.set_state(Noting.text)
    await state.set_data({"number": number})
    await session.commit()
    text = beside.ask_note(number, is_private=not desk.trial_forms)
    await show(query, Screen(text, (back(Case(application_id=number)),)))


@router.message(Noting.text, ~F.text.startswith("/"))
async def take_note(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """Keep the note; what cannot be one is asked for again."""
    number = int((await state.get_data()).get("number", 0))
    rows = (back(Case(application_id=number)),)
    try:
        await actions.add_note(session, actor, application_id=number, text=message.text or "", now=clock())
    except Invalid as refused:
        await session.commit()
        await show(message, Screen(sentence(refused), rows))
        return
    await state.clear()
    await session.commit()
    await show(message, Screen(beside.noted(number), rows))


@router.callback_query(Colleagues.filter())
async def choose_colleague(
    query: CallbackQuery, callback_data: Colleagues, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Who may be given the case."""
    number = callback_data.application_id
    found = await queries.case(session, actor, number, now=clock())
    known = await posts_of_body(session, found.territory.id)
    await session.commit()
    rows = keys.colleagues(number, known, actor.person_id, callback_data.page)
    await show(query, Screen(beside.choose_colleague(number), rows))


@router.callback_query(Give.filter())
async def give(query: CallbackQuery, callback_data: Give, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Give the case; its screen says who has it."""
    number, whom = callback_data.application_id, callback_data.to or None
    await actions.assign(session, actor, application_id=number, person_id=whom, now=clock())
    await session.commit()
    await show(query, Screen(beside.given(number, whom, actor.person_id), (back(Case(application_id=number)),)))
