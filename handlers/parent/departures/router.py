"""A child's club ends: the choices, one tap to take a place, two to leave."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.children import called
from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.screen import Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.certificates.screens import to_confirm
from handlers.parent.departures import keyboards, texts
from handlers.parent.departures.keyboards import Choice, Choices, LeaveClub, TakePlace
from handlers.parent.programs.keyboards import Find
from services.core.actor import Actor
from services.core.clock import Clock
from services.departures import actions, queries
from services.departures.queries import OwnPlacement

IN_CHAT = 6
router = Router(name="parent.departures")


@router.callback_query(Choices.filter())
async def choices(query: CallbackQuery, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock) -> None:
    """Every choice that is open, child by child."""
    found = [one for one in await queries.own_placements(session, actor, now=clock()) if one.is_open][:IN_CHAT]
    await session.commit()
    rows = [[button(_("{child}: choose").format(child=_name(one, desk)), Choice(placement_id=one.id))] for one in found]
    text = _("Whose club ends? Choose the child.") if found else _("Nothing waits for your choice.")
    await show(query, Screen(text, (*rows, home())))


@router.callback_query(Choice.filter())
async def look(query: CallbackQuery, callback_data: Choice, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """What one child is offered, or what was chosen; a stranger's is not found."""
    own = await seen(session, actor, callback_data.placement_id, now=clock())
    await session.commit()
    found = [(one.id, one.title) for one in own.places]
    search = [button(_("🔎 Another club"), Find())]
    rows = keyboards.places(own.id, found, search, can_leave=own.answer is None) if own.is_open else (home(),)
    await show(query, Screen(texts.standing(own), rows))


@router.callback_query(TakePlace.filter())
async def take(
    query: CallbackQuery, callback_data: TakePlace, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """One tap: all of the transfer that can be done now is done."""
    wish = {"placement_id": callback_data.placement_id, "group_id": callback_data.group_id}
    done = await actions.choose(session, actor, **wish, now=clock())
    await session.commit()
    opened = [button(_("🗂 This case"), MyCase(application_id=done.receipt.number))]
    rows = (*to_confirm(done.receipt.own, desk), opened, home())
    await tell(query, Screen(texts.chosen(done), rows))


@router.callback_query(LeaveClub.filter(F.sure.is_(False)))
async def ask_leave(
    query: CallbackQuery, callback_data: LeaveClub, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Asked once."""
    own = await queries.own_placement(session, actor, callback_data.placement_id, now=clock())
    await session.commit()
    if not own.is_open or own.answer is not None:
        await show(query, Screen(texts.standing(own), (home(),)))
        return
    await show(query, Screen(texts.ask_leave(own), keyboards.sure(own.id)))


@router.callback_query(LeaveClub.filter())
async def leave(
    query: CallbackQuery, callback_data: LeaveClub, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """No other place: the money goes back after the last day."""
    done = await actions.leave(session, actor, placement_id=callback_data.placement_id, now=clock())
    await session.commit()
    await tell(query, Screen(texts.gone(done), (home(),)))


async def seen(session: AsyncSession, actor: Actor, placement_id: int, *, now: datetime) -> OwnPlacement:
    """A choice as it stands; where every place of it is taken meanwhile, others are looked for first."""
    own = await queries.own_placement(session, actor, placement_id, now=now)
    if own.is_open and not own.places and await actions.look_again(session, actor, placement_id=own.id, now=now):
        return await queries.own_placement(session, actor, placement_id, now=now)
    return own


def _name(own: OwnPlacement, desk: Desk) -> str:
    return called(own.child, named=desk.trial_forms)
