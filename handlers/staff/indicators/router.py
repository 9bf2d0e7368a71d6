"""The decree's table for the staff of a territory: goals, then the rows of one goal."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, show
from handlers.common.words import pick
from handlers.staff.indicators import keyboards, texts
from handlers.staff.indicators.keyboards import Indicators
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.core.errors import NotFound
from services.indicators import queries
from services.territories import queries as territories

router = Router(name="staff.indicators")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Indicators.filter())
async def show_indicators(
    query: CallbackQuery,
    callback_data: Indicators,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """The facts of the current year in the territory that the person serves."""
    now = clock()
    land = await territories.territory(session, _served(actor))
    year = local_date(now, land.timezone).year
    facts = await queries.table(session, territory=land, year=year, now=now)
    await session.commit()
    await show(query, _screen(facts, callback_data, territory=pick(land.short_ru, land.short_en), year=year))


def _served(actor: Actor) -> int:
    """The chosen territory if the person serves it, else the first that they serve."""
    served = actor.staff_territories
    return actor.territory_id if actor.territory_id in served and actor.territory_id else served[0]


def _screen(facts: list[queries.IndicatorFact], asked: Indicators, *, territory: str, year: int) -> Screen:
    goals = texts.by_goal(facts)
    if asked.goal_no == 0:
        return Screen(texts.goals(facts, territory=territory, year=year), keyboards.goals(list(goals)))
    if asked.goal_no not in goals:
        raise NotFound("goal")
    pages = texts.goal_pages(goals[asked.goal_no], territory=territory, year=year)
    page = min(max(asked.page, 0), len(pages) - 1)
    return Screen(pages[page], keyboards.goal(asked.goal_no, page, len(pages)))
