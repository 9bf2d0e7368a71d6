"""Marking a row as done, with a typed day and note if staff want, and taking the mark back."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.errors import sentence
from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, show
from handlers.staff.plan import keyboards, texts
from handlers.staff.plan.keyboards import MarkRow, MarkToday, UndoRow
from handlers.staff.plan.states import Marking
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid
from services.plan import actions, queries, rules

router = Router(name="staff.plan.marking")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(MarkRow.filter())
async def ask(
    query: CallbackQuery,
    callback_data: MarkRow,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Ask once; a day and a note may be typed instead of the press."""
    here, key = callback_data.territory_id, callback_data.key
    plan = await queries.plan(session, actor, territory_id=here, now=clock())
    item = plan.item(key)
    if item.mark is None:
        await state.set_state(Marking.note)
        await state.set_data({"territory_id": here, "key": key})
    await session.commit()
    if item.mark is None:
        await show(query, Screen(texts.ask(plan, item), keyboards.asking(here, key)))
    else:
        await show(query, Screen(texts.row(plan, item), keyboards.row(plan, item)))


@router.callback_query(MarkToday.filter())
async def mark_today(
    query: CallbackQuery,
    callback_data: MarkToday,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Done today, without a note."""
    here, key = callback_data.territory_id, callback_data.key
    await actions.mark_done(session, actor, territory_id=here, key=key, now=clock())
    await state.clear()
    screen = await _row(session, actor, here, key, clock)
    await session.commit()
    await show(query, screen)


@router.message(Marking.note, ~F.text.startswith("/"))
async def take_note(
    message: Message,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """The typed day and note. What cannot be read is asked for again; the row stays as it was."""
    kept = await state.get_data()
    here, key = int(kept.get("territory_id", 0)), str(kept.get("key", ""))
    try:
        if not message.text:
            raise Invalid("plan_note", "format")  # noqa: TRY301 (one way out for all that cannot be read)
        day, note = rules.read_mark(message.text)
        await actions.mark_done(session, actor, territory_id=here, key=key, done_on=day, note=note, now=clock())
    except Invalid as unreadable:
        await session.commit()
        await show(message, Screen(sentence(unreadable), keyboards.asking(here, key)))
        return
    await state.clear()
    screen = await _row(session, actor, here, key, clock)
    await session.commit()
    await show(message, screen)


@router.callback_query(UndoRow.filter(F.sure.is_(False)))
async def ask_undo(
    query: CallbackQuery,
    callback_data: UndoRow,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Ask once."""
    here, key = callback_data.territory_id, callback_data.key
    item = (await queries.plan(session, actor, territory_id=here, now=clock())).item(key)
    await session.commit()
    await show(query, Screen(texts.ask_undo(item), keyboards.sure(here, key)))


@router.callback_query(UndoRow.filter())
async def undo(
    query: CallbackQuery,
    callback_data: UndoRow,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Take the mark back."""
    here, key = callback_data.territory_id, callback_data.key
    await actions.undo(session, actor, territory_id=here, key=key, now=clock())
    screen = await _row(session, actor, here, key, clock)
    await session.commit()
    await show(query, screen)


async def _row(session: AsyncSession, actor: Actor, here: int, key: str, clock: Clock) -> Screen:
    plan = await queries.plan(session, actor, territory_id=here, now=clock())
    item = plan.item(key)
    return Screen(texts.row(plan, item), keyboards.row(plan, item))
