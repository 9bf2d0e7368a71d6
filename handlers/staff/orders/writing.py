"""Writing a change of the order: a question at a time, left and resumed at will, or a file; then the difference."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.errors import sentence
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show, tell
from handlers.staff.indicators.served import served
from handlers.staff.orders import asking, keyboards, texts
from handlers.staff.orders.keyboards import (
    ChangeLine,
    KeepAsIs,
    LeaveDraft,
    NewLine,
    OrderFile,
    Orders,
    SayOrder,
    WriteDraft,
)
from handlers.staff.orders.states import Ordering
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid, Refused
from services.orders import actions, gateway, queries
from services.orders.rules.changes import TYPED, Wanted, code_of

router = Router(name="staff.orders.writing")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(ChangeLine.filter())
async def change(
    query: CallbackQuery,
    callback_data: ChangeLine,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Begin to change a line of one's own territory, or to take it out."""
    one = await queries.own_line(session, actor, callback_data.line_id)
    wanted = Wanted(one.service_code, is_removed=callback_data.out)
    place = {"territory_id": one.territory_id, "year": one.year, "now": clock()}
    draft = await actions.begin(session, actor, **place, wanted=[wanted])  # type: ignore[arg-type]
    screen = await asking.following(session, actor, draft, state)
    await session.commit()
    await show(query, screen)


@router.callback_query(NewLine.filter())
@router.callback_query(OrderFile.filter())
async def ask_what(
    query: CallbackQuery, callback_data: NewLine | OrderFile, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """Ask for the code of a new line, or for a file."""
    here, year = served(actor, callback_data.territory_id), callback_data.year
    is_file = isinstance(callback_data, OrderFile)
    await state.set_state(Ordering.file if is_file else Ordering.code)
    await state.set_data({"territory_id": here, "year": year})
    await session.commit()
    text = texts.ask_file() if is_file else texts.ask_code()
    await show(query, Screen(text, (back(Orders(territory_id=here, year=year)),)))


@router.message(Ordering.code, F.text, ~F.text.startswith("/"))
async def take_code(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """A new line begins with its code; a line that is there already is changed."""
    kept = await state.get_data()
    try:
        wanted = Wanted(code_of(message.text or ""))
        place = {"territory_id": int(kept["territory_id"]), "year": int(kept["year"]), "now": clock()}
        draft = await actions.begin(session, actor, **place, wanted=[wanted])  # type: ignore[arg-type]
    except Invalid as unreadable:
        await session.commit()
        await show(message, Screen(sentence(unreadable), (back(Orders(territory_id=int(kept["territory_id"]))),)))
        return
    screen = await asking.following(session, actor, draft, state)
    await session.commit()
    await show(message, screen)


@router.message(Ordering.file, F.document)
async def take_file(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """A workbook: fetched outside any transaction, read whole or refused with its row."""
    kept = await state.get_data()
    here, year = int(kept["territory_id"]), int(kept["year"])
    await session.commit()
    try:
        wanted = gateway.read(await asking.fetched(message))
    except Refused as broken:
        await show(message, Screen(sentence(broken), (back(Orders(territory_id=here, year=year)),)))
        return
    name = message.document.file_name if message.document is not None else None
    origin = actions.Origin(name or "xlsx", is_whole=True)
    draft = await actions.begin(session, actor, territory_id=here, year=year, wanted=wanted, origin=origin, now=clock())
    screen = await asking.following(session, actor, draft, state)
    await session.commit()
    await show(message, screen)


@router.callback_query(WriteDraft.filter(F.field.in_(("", *asking.FIELDS))))
async def write(
    query: CallbackQuery, callback_data: WriteDraft, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """Go on where it was left, or go back to a question."""
    draft = await queries.own_draft(session, actor, callback_data.draft_id)
    field = callback_data.field
    is_own = field not in TYPED or len(draft.wanted) == 1
    asked = asking.question(session, draft, field, state) if field and is_own else None
    screen = await (asked or asking.following(session, actor, draft, state))
    await session.commit()
    await show(query, screen)


@router.message(Ordering.value, F.text, ~F.text.startswith("/"))
async def take_value(message: Message, session: AsyncSession, actor: Actor, state: FSMContext) -> None:
    """One answer; what cannot be read is asked for again, and nothing is lost."""
    kept = await state.get_data()
    screen = await asking.take(session, actor, state, (int(kept["draft_id"]), str(kept["field"])), message.text or "")
    await session.commit()
    await show(message, screen)


@router.callback_query(KeepAsIs.filter(F.field.in_(TYPED)))
async def keep(
    query: CallbackQuery, callback_data: KeepAsIs, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """The value that stands there; an empty sum is counted."""
    draft = await queries.own_draft(session, actor, callback_data.draft_id)
    typed = await asking.as_it_is(session, draft, callback_data.field)
    screen = await asking.take(session, actor, state, (draft.id, callback_data.field), typed)
    await session.commit()
    await show(query, screen)


@router.callback_query(SayOrder.filter())
async def confirm(
    query: CallbackQuery, callback_data: SayOrder, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock
) -> None:
    """Yes: the order changes and the amendment is written."""
    named = {"draft_id": callback_data.draft_id, "edition": callback_data.edition}
    draft = await queries.own_draft(session, actor, callback_data.draft_id)
    number = await actions.confirm(session, actor, **named, now=clock())
    await state.clear()
    await session.commit()
    order = Orders(territory_id=draft.territory_id, year=draft.year)
    await tell(query, Screen(texts.done(draft.year, number), (back(order),)))


@router.callback_query(LeaveDraft.filter())
async def leave(
    query: CallbackQuery, callback_data: LeaveDraft, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """Asked once, then thrown away."""
    draft = await queries.own_draft(session, actor, callback_data.draft_id)
    screen = Screen(texts.ask_leave(), keyboards.throw(draft))
    if callback_data.sure:
        await actions.leave(session, actor, draft_id=draft.id)
        await state.clear()
        screen = Screen(texts.left(), (back(Orders(territory_id=draft.territory_id, year=draft.year)),))
    await session.commit()
    await show(query, screen)
