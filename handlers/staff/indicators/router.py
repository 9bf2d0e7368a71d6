"""The decree's table for the staff of a territory: goals, then the rows of one goal, and a picture of them."""

from aiogram import Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, acknowledge, show
from handlers.common.words import pick
from handlers.staff.indicators import keyboards, pictures, texts
from handlers.staff.indicators.keyboards import GoalPicture, Indicators, IndicatorsWhose
from handlers.staff.indicators.served import all_served, served
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.core.errors import NotFound
from services.indicators import queries
from services.indicators.queries import IndicatorFact
from services.territories import queries as territories
from services.territories.queries import TerritoryView

router = Router(name="staff.indicators")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
PER_PAGE = 6


@router.callback_query(Indicators.filter())
async def show_indicators(
    query: CallbackQuery,
    callback_data: Indicators,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
    desk: Desk,
) -> None:
    """The facts of the current year in a territory that the person serves."""
    land, year, facts = await _table(session, actor, callback_data.territory_id, clock)
    await session.commit()
    to_page = keyboards.entering(desk, territory_id=land.id, year=year)
    if callback_data.goal_no == 0:
        rows = keyboards.goals(
            list(texts.by_goal(facts)),
            territory_id=land.id,
            has_plan=bool(land.pack.plan),
            can_switch=len(actor.staff_territories) > 1,
        )
        await show(query, Screen(texts.goals(facts, territory=_short(land), year=year), (*to_page, *rows)))
        return
    screen = _goal(land, _rows(facts, callback_data.goal_no), callback_data, year)
    around = keyboards.beside(list(texts.by_goal(facts)), callback_data.goal_no, territory_id=land.id)
    await show(query, Screen(screen.text, (*around, *to_page, *screen.rows)))


@router.callback_query(GoalPicture.filter())
async def send_picture(
    query: CallbackQuery,
    callback_data: GoalPicture,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
    draw: pictures.Draw,
) -> None:
    """The goal as a photo, with its figures in words under it."""
    land, year, facts = await _table(session, actor, callback_data.territory_id, clock)
    rows = _rows(facts, callback_data.goal_no)
    if not any(map(pictures.has_numbers, rows)):
        raise NotFound("picture")
    await session.commit()
    await acknowledge(query)
    drawn = await draw(pictures.picture(rows, territory=_short(land), year=year))
    if query.message is not None:
        buttons = keyboards.under_picture(callback_data.goal_no, territory_id=land.id)
        await query.message.answer_photo(
            BufferedInputFile(drawn, f"{land.slug}-{year}-goal{callback_data.goal_no}.png"),
            caption=pictures.caption(rows, territory=_short(land), year=year),
            reply_markup=InlineKeyboardMarkup(inline_keyboard=list(buttons)),
        )


@router.callback_query(IndicatorsWhose.filter())
async def choose_whose(
    query: CallbackQuery,
    callback_data: IndicatorsWhose,
    session: AsyncSession,
    actor: Actor,
) -> None:
    """The territories that the person serves."""
    known = await all_served(session, actor)
    await session.commit()
    total = max(1, -(-len(known) // PER_PAGE))
    page = min(max(callback_data.page, 0), total - 1)
    shown = [(land.id, _short(land)) for land in known[page * PER_PAGE : (page + 1) * PER_PAGE]]
    await show(query, Screen(texts.whose(), keyboards.whose(shown, page=page, total=total)))


async def _table(
    session: AsyncSession,
    actor: Actor,
    territory_id: int,
    clock: Clock,
) -> tuple[TerritoryView, int, list[IndicatorFact]]:
    """The territory, its current year and the facts of it."""
    now = clock()
    land = await territories.territory(session, served(actor, territory_id))
    year = local_date(now, land.timezone).year
    return land, year, await queries.table(session, territory=land, year=year, now=now)


def _rows(facts: list[IndicatorFact], goal_no: int) -> list[IndicatorFact]:
    rows = texts.by_goal(facts).get(goal_no)
    if rows is None:
        raise NotFound("goal")
    return rows


def _goal(land: TerritoryView, rows: list[IndicatorFact], asked: Indicators, year: int) -> Screen:
    pages = texts.goal_pages(rows, territory=_short(land), year=year)
    page = min(max(asked.page, 0), len(pages) - 1)
    has_picture = any(map(pictures.has_numbers, rows))
    buttons = keyboards.goal(asked.goal_no, page, len(pages), territory_id=land.id, has_picture=has_picture)
    return Screen(pages[page], buttons)


def _short(land: TerritoryView) -> str:
    return pick(land.short_ru, land.short_en)
