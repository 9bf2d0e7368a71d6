"""The order of a territory: how it is executed in this moment, its lines, its history, its report."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, acknowledge, show
from handlers.common.start.texts import short
from handlers.staff.indicators.served import served
from handlers.staff.orders import keyboards, texts, writing
from handlers.staff.orders.book import book
from handlers.staff.orders.keyboards import PER_PAGE, OrderHistory, OrderLineOf, OrderReport, Orders
from handlers.staff.orders.seen import execution, service_names
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.orders import queries
from services.territories.queries import territory

router = Router(name="staff.orders")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
router.include_router(writing.router)


@router.callback_query(Orders.filter())
async def show_order(
    query: CallbackQuery, callback_data: Orders, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock
) -> None:
    """Limits and what is promised, with the lines."""
    await state.clear()
    here = served(actor, callback_data.territory_id)
    place = await territory(session, here)
    year = callback_data.year or local_date(clock(), place.timezone).year
    lines = await queries.lines(session, here, year)
    edition = await queries.edition(session, here, year)
    draft = await queries.open_draft(session, actor, territory_id=here, year=year)
    await session.commit()
    page = min(max(callback_data.page, 0), max(len(lines) - 1, 0) // PER_PAGE)
    text = texts.order(short(place), year, lines, edition)
    await show(query, Screen(text, keyboards.order(here, year, lines, page, draft)))


@router.callback_query(OrderLineOf.filter())
async def show_line(query: CallbackQuery, callback_data: OrderLineOf, session: AsyncSession, actor: Actor) -> None:
    """One line in figures."""
    one = await queries.own_line(session, actor, callback_data.line_id)
    place = await territory(session, one.territory_id)
    await session.commit()
    name = service_names(place).get(one.service_code or "")
    await show(query, Screen(texts.line(one, name), keyboards.line(one, callback_data.page)))


@router.callback_query(OrderHistory.filter())
async def show_history(query: CallbackQuery, callback_data: OrderHistory, session: AsyncSession, actor: Actor) -> None:
    """What was changed, one amendment a screen, the latest first."""
    here, year = served(actor, callback_data.territory_id), callback_data.year
    place = await territory(session, here)
    total = max(1, await queries.edition(session, here, year))
    page = min(max(callback_data.page, 0), total - 1)
    found = await queries.history(session, actor, territory_id=here, year=year, limit=1, offset=page)
    await session.commit()
    text = texts.history(place, year, found[0] if found else None)
    await show(query, Screen(text, keyboards.history(here, year, page, total)))


@router.callback_query(OrderReport.filter())
async def send_report(query: CallbackQuery, callback_data: OrderReport, session: AsyncSession, actor: Actor) -> None:
    """The report by section, as a document that stays."""
    here, year = served(actor, callback_data.territory_id), callback_data.year
    told = await execution(session, actor, here, year)
    await session.commit()
    await acknowledge(query)
    if query.message is not None:
        file = BufferedInputFile(book(told), f"kruzhok-order-{year}.xlsx")
        on = InlineKeyboardMarkup(inline_keyboard=[back(Orders(territory_id=here))])
        await query.message.answer_document(file, caption=texts.report(), reply_markup=on)
