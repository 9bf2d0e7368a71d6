"""The turn of the year: how it stands, a dry run, the start by one or two persons, undoing, who has not answered."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, show
from handlers.common.words import _
from handlers.staff.indicators.served import served
from handlers.staff.turns import keyboards, texts
from handlers.staff.turns.keyboards import Rehearse, SilentOnes, StartTurn, Turns, UndoTurn
from services.calendar.rules import is_arranged
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.core.errors import NotFound
from services.territories.queries import territory
from services.turns import actions, queries
from services.turns.actions import Starter
from services.turns.queries import TurnView
from services.turns.rules import Stage, next_year

IN_CHAT = 8
router = Router(name="staff.turns")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Turns.filter())
async def watch(query: CallbackQuery, callback_data: Turns, session: AsyncSession, actor: Actor) -> None:
    """How it stands, with what can be done now."""
    screen = await _standing(session, served(actor, callback_data.territory_id))
    await session.commit()
    await show(query, screen)


@router.callback_query(Rehearse.filter())
async def rehearse(
    query: CallbackQuery, callback_data: Rehearse, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """What it would do today: nothing is changed."""
    here, now = served(actor, callback_data.territory_id), clock()
    place = await territory(session, here)
    year = next_year(local_date(now, place.timezone), place.policy.school_year_start)
    seen = await queries.rehearse(session, actor, territory_id=here, school_year=year, now=now)
    await session.commit()
    text = texts.rehearsed(year, seen, is_arranged=is_arranged(year))
    await show(query, Screen(text, keyboards.rehearsed(here, year)))


@router.callback_query(StartTurn.filter(F.sure.is_(False)))
async def ask_start(query: CallbackQuery, callback_data: StartTurn, session: AsyncSession, actor: Actor) -> None:
    """Asked once: families hear of it."""
    here, year = served(actor, callback_data.territory_id), callback_data.year
    made = await _latest(session, here)
    by_two = bool((await territory(session, here)).policy.turn_four_eyes)
    await session.commit()
    is_second = made is not None and made.stage is Stage.ASKED
    certain = callback_data.model_copy(update={"sure": True, "territory_id": here})
    text = texts.ask_start(year, is_second=is_second, by_two=by_two)
    await show(query, Screen(text, keyboards.sure(certain, _("Yes, turn it"), here)))


@router.callback_query(StartTurn.filter())
async def start(
    query: CallbackQuery, callback_data: StartTurn, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Ask for it, or start what a colleague asked for; the worker does the rest, a few families at a time."""
    here = served(actor, callback_data.territory_id)
    await actions.turn(session, Starter(actor), territory_id=here, school_year=callback_data.year, now=clock())
    screen = await _standing(session, here)
    await session.commit()
    await show(query, screen)


@router.callback_query(UndoTurn.filter(F.sure.is_(False)))
async def ask_undo(query: CallbackQuery, callback_data: UndoTurn, session: AsyncSession, actor: Actor) -> None:
    """Asked once."""
    here = served(actor, callback_data.territory_id)
    await session.commit()
    certain = callback_data.model_copy(update={"sure": True, "territory_id": here})
    await show(query, Screen(texts.ask_undo(), keyboards.sure(certain, _("Yes, undo it"), here)))


@router.callback_query(UndoTurn.filter())
async def undo(
    query: CallbackQuery, callback_data: UndoTurn, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Take it back."""
    here = served(actor, callback_data.territory_id)
    await actions.undo(session, Starter(actor), territory_id=here, now=clock())
    screen = await _standing(session, here)
    await session.commit()
    await show(query, screen)


@router.callback_query(SilentOnes.filter())
async def show_silent(query: CallbackQuery, callback_data: SilentOnes, session: AsyncSession, actor: Actor) -> None:
    """Who has not answered."""
    here = served(actor, callback_data.territory_id)
    made = await queries.latest_turn(session, here)
    found = await queries.unanswered(session, actor, made.id, callback_data.page, size=IN_CHAT)
    await session.commit()
    await show(query, Screen(texts.silent(found), keyboards.silent(here, found)))


async def _latest(session: AsyncSession, here: int) -> TurnView | None:
    try:
        return await queries.latest_turn(session, here)
    except NotFound:
        return None


async def _standing(session: AsyncSession, here: int) -> Screen:
    made = await _latest(session, here)
    if made is None:
        return Screen(texts.none_yet(), keyboards.standing(here, None))
    seen = await queries.figures(session, made.id)
    return Screen(texts.standing(made, seen), keyboards.standing(here, made))
