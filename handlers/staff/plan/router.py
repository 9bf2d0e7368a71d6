"""The plan of the trial for the staff of a territory: stages, rows, what is late, and the marks."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.keyboards import back, pages
from handlers.common.screen import Screen, button, show
from handlers.common.words import pick
from handlers.staff.indicators.served import all_served, served
from handlers.staff.indicators.texts import whose
from handlers.staff.plan import keyboards, marking, texts
from handlers.staff.plan.keyboards import PER_PAGE, Plan, PlanLate, PlanRow, PlanStage, PlanWhose
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import NotFound
from services.plan import queries
from services.plan.queries import Item
from services.plan.rules import State

router = Router(name="staff.plan")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
router.include_router(marking.router)


@router.callback_query(Plan.filter())
async def show_stages(
    query: CallbackQuery,
    callback_data: Plan,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """The stages of the plan."""
    plan = await queries.plan(session, actor, territory_id=served(actor, callback_data.territory_id), now=clock())
    await session.commit()
    can_switch = len(actor.staff_territories) > 1
    await show(query, Screen(texts.stages(plan), keyboards.stages(plan, can_switch=can_switch)))


@router.callback_query(PlanStage.filter())
async def show_stage(
    query: CallbackQuery,
    callback_data: PlanStage,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """The rows of a stage."""
    plan = await queries.plan(session, actor, territory_id=callback_data.territory_id, now=clock())
    await session.commit()
    number = callback_data.stage_no
    if number not in plan.stages():
        raise NotFound("stage")
    shown, page, total = _page(plan.stages()[number], callback_data.page)
    rows = keyboards.stage(plan.territory.id, shown, number=number, page=page, total=total)
    await show(query, Screen(texts.stage(plan, shown), rows))


@router.callback_query(PlanLate.filter(F.standing.in_([state.value for state in keyboards.STATES])))
async def show_late(
    query: CallbackQuery,
    callback_data: PlanLate,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """What is overdue, or in the archive, the earliest term first."""
    plan = await queries.plan(session, actor, territory_id=callback_data.territory_id, now=clock())
    await session.commit()
    standing = State(callback_data.standing)
    found = plan.in_state(standing)
    shown, page, total = _page(found, callback_data.page)
    rows = keyboards.late(plan.territory.id, shown, standing=standing, page=page, total=total)
    await show(query, Screen(texts.late(plan, shown, standing, len(found)), rows))


@router.callback_query(PlanRow.filter())
async def show_row(
    query: CallbackQuery,
    callback_data: PlanRow,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """One row."""
    plan = await queries.plan(session, actor, territory_id=callback_data.territory_id, now=clock())
    item = plan.item(callback_data.key)
    await session.commit()
    await show(query, Screen(texts.row(plan, item), keyboards.row(plan, item)))


@router.callback_query(PlanWhose.filter())
async def choose_whose(query: CallbackQuery, callback_data: PlanWhose, session: AsyncSession, actor: Actor) -> None:
    """The territories that the person serves."""
    known = await all_served(session, actor)
    await session.commit()
    total = max(1, -(-len(known) // PER_PAGE))
    page = min(max(callback_data.page, 0), total - 1)
    opens = [
        [button(pick(land.short_ru, land.short_en), Plan(territory_id=land.id))]
        for land in known[page * PER_PAGE : (page + 1) * PER_PAGE]
    ]
    turn = pages(page, total, lambda to: PlanWhose(page=to))
    await show(query, Screen(whose(), (*opens, *turn, back(Plan()))))


def _page(found: tuple[Item, ...], page: int) -> tuple[tuple[Item, ...], int, int]:
    """The items of a page, its number within bounds, and how many pages there are."""
    total = max(1, -(-len(found) // PER_PAGE))
    page = min(max(page, 0), total - 1)
    return found[page * PER_PAGE : (page + 1) * PER_PAGE], page, total
