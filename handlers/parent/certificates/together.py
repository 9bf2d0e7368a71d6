"""One filing for all children of a family whom a group takes: three presses, a number for each child."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import formats
from handlers.common.context import Desk
from handlers.common.keyboards import back, home
from handlers.common.screen import Screen, button, show, tell
from handlers.common.words import _, _n
from handlers.parent.certificates import texts
from handlers.parent.certificates.keyboards import ApplyAll, ApplyAllSend, ApplyTo, Mine
from services.certificates import queries
from services.certificates.actions import Receipt
from services.certificates.queries import Preview
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Stale
from services.openings import actions as openings

router = Router(name="parent.certificates.together")


@router.callback_query(ApplyAll.filter())
async def show_together(
    query: CallbackQuery,
    callback_data: ApplyAll,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """What will be sent for whom."""
    found = await _previews(session, actor, callback_data.group_id, clock)
    await session.commit()
    send = ApplyAllSend(group_id=callback_data.group_id, many=len(found))
    rows = ([button(_("📨 Send all"), send)], back(ApplyTo(group_id=callback_data.group_id)))
    await show(query, Screen(summary(found, named=desk.trial_forms), rows))


@router.callback_query(ApplyAllSend.filter())
async def send_together(
    query: CallbackQuery,
    callback_data: ApplyAllSend,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """Send what was shown: if the family or the group has changed meanwhile, nothing."""
    found = await _previews(session, actor, callback_data.group_id, clock)
    if len(found) != callback_data.many:
        raise Stale("application")
    choices = [(one.group.id, one.child.id) for one in found]
    filed = await openings.apply_all(session, actor, choices=choices, now=clock())
    await session.commit()
    receipts = [one.receipt for one in filed]
    text = received(found, receipts, named=desk.trial_forms)
    await tell(query, Screen(text, ([button(_("🗂 My cases"), Mine())], home())))


async def _previews(session: AsyncSession, actor: Actor, group_id: int, clock: Clock) -> list[Preview]:
    found = await queries.previews(session, actor, group_id=group_id, now=clock())
    if not found:
        raise Stale("application")
    return found


def summary(found: Sequence[Preview], *, named: bool) -> str:
    """The last screen before sending."""
    first = found[0]
    names = ", ".join(texts.child(one.child, named=named) for one in found)
    text = _n(
        "<b>{count} application</b>\n{program}\nFor: {names}. Seats free: {free}.\n\nEach has its own number and is "
        "decided by itself, no later than {day}; you pay nothing. Nothing is sent until you press the button.",
        "<b>{count} applications</b>\n{program}\nFor: {names}. Seats free: {free}.\n\nEach has its own number and is "
        "decided by itself, no later than {day}; you pay nothing. Nothing is sent until you press the button.",
        len(found),
    ).format(
        count=len(found),
        program=texts.program(first.group),
        names=names,
        free=first.group.free,
        day=formats.day(first.due_on),
    )
    return text if first.need is None else f"{text}\n\n{texts.before_filing(first.need)}"


def received(found: Sequence[Preview], receipts: Sequence[Receipt], *, named: bool) -> str:
    """The message that is kept: a number for each child."""
    lines = [
        _("No. {number}: {name}").format(number=receipt.number, name=texts.child(one.child, named=named))
        for one, receipt in zip(found, receipts, strict=True)
    ]
    need = receipts[0].need
    head = _("Received: {moment}.").format(moment=formats.moment(receipts[0].submitted_at, found[0].territory.timezone))
    rest = _("Next: {office} decides no later than {day}. Nothing is needed from you for now.").format(
        office=texts.office(found[0].territory), day=formats.day(receipts[0].due_on)
    )
    return "\n\n".join([head, "\n".join(lines), rest if need is None else texts.before_filing(need)])
