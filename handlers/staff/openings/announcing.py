"""Announcing an opening: mode, hours typed once, a question, done."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.errors import sentence
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.parent.openings.texts import how
from handlers.staff.indicators.served import served
from handlers.staff.openings import keyboards, texts
from handlers.staff.openings.keyboards import NewOpening, Openings, SayOpening
from handlers.staff.openings.states import Announcing
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid, Stale
from services.openings import actions
from services.openings.queries import school_year_of
from services.openings.rules import Mode, check_hours
from services.territories.queries import territory

router = Router(name="staff.openings.announcing")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(NewOpening.filter(F.mode.in_([mode.value for mode in Mode])))
async def ask_hours(
    query: CallbackQuery, callback_data: NewOpening, session: AsyncSession, actor: Actor, state: FSMContext
) -> None:
    """Ask for the hours."""
    here = served(actor, callback_data.territory_id)
    await state.set_state(Announcing.hours)
    await state.set_data({"territory_id": here, "mode": callback_data.mode})
    await session.commit()
    await show(query, Screen(texts.ask_hours(Mode(callback_data.mode)), (back(Openings(territory_id=here)),)))


@router.message(Announcing.hours, ~F.text.startswith("/"))
async def take_hours(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """Read the hours and ask once; what cannot be read is asked for again."""
    kept = await state.get_data()
    here, mode = served(actor, int(kept["territory_id"])), Mode(kept["mode"])
    place = await territory(session, here)
    try:
        opens_at, closes_at = texts.read_hours(message.text or "", place.timezone)
        check_hours(opens_at, closes_at, clock())
    except Invalid as unreadable:
        await session.commit()
        await show(message, Screen(sentence(unreadable), (back(Openings(territory_id=here)),)))
        return
    await state.update_data(opens_at=opens_at.isoformat(), closes_at=closes_at.isoformat())
    await session.commit()
    year = school_year_of(place, opens_at)
    text = texts.ask_announce(opens_at, closes_at, place.timezone, mode, year)
    await show(message, Screen(text, keyboards.say(here, mode.value)))


@router.callback_query(SayOpening.filter())
async def announce(
    query: CallbackQuery,
    callback_data: SayOpening,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """Announce what was read; a button without its hours is out of date."""
    kept = await state.get_data()
    here = served(actor, callback_data.territory_id)
    if kept.get("territory_id") != here or "opens_at" not in kept or kept["mode"] != callback_data.mode:
        raise Stale("opening")
    place = await territory(session, here)
    hours = (datetime.fromisoformat(kept["opens_at"]), datetime.fromisoformat(kept["closes_at"]))
    opening = await actions.announce(
        session,
        actor,
        territory_id=here,
        school_year=school_year_of(place, hours[0]),
        mode=Mode(kept["mode"]),
        hours=hours,
        now=clock(),
    )
    await state.clear()
    await session.commit()
    rows = keyboards.running(opening, has_begun=False, has_closed=False)
    await show(query, Screen(how(opening), rows))
