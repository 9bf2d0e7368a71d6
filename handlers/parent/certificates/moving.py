"""An enrolled child goes over to another club: a choice, what it means, one press; the body decides."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import formats
from handlers.common.context import Desk
from handlers.common.keyboards import back
from handlers.common.screen import Screen, button, show, tell
from handlers.common.words import _, _n
from handlers.parent.certificates import helping, keyboards, texts
from handlers.parent.certificates.keyboards import MoveHere, MoveThere, MoveTo, MyCase
from handlers.parent.certificates.screens import to_confirm
from handlers.parent.programs.keyboards import GroupCard
from services.certificates import queries
from services.certificates.queries import PAGE, Clash, OwnCase
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.openings import actions as openings
from services.programs.queries import GroupView, group

LONGEST = 34
router = Router(name="parent.certificates.moving")


@router.callback_query(MoveTo.filter())
async def choose(
    query: CallbackQuery, callback_data: MoveTo, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Clubs like this one with free seats for the child's age: of the same days first, then the nearest."""
    number, now = callback_data.application_id, clock()
    own = await queries.own_application(session, actor, number, now=now)
    today = local_date(now, own.territory.timezone)
    found = await queries.alternatives(session, own.group, own.child, today=today)
    await session.commit()
    rows = [
        [button(f"➡️ {texts.short(one.title, LONGEST)}", MoveThere(application_id=number, group_id=one.group_id))]
        for one in found
    ]
    text = "\n\n".join(part for part in (_choice(own, is_any=bool(found)), helping.others(found)) if part)
    await show(query, Screen(text, (*rows, back(MyCase(application_id=number)))))


def _choice(own: OwnCase, *, is_any: bool) -> str:
    if not is_any:
        return _("Of case No. {number}: no like club has a free seat for the child's age now.").format(
            number=own.facts.number
        )
    return _("Where is the child to go from {program}? Nothing is changed until the office approves.").format(
        program=texts.program(own.group)
    )


@router.callback_query(MoveHere.filter())
async def choose_case(query: CallbackQuery, callback_data: MoveHere, session: AsyncSession, actor: Actor) -> None:
    """From the card of a club: which of the own enrolled children is to go over to it."""
    wanted = await group(session, callback_data.group_id)
    found = await queries.movable(session, actor, wanted)
    await session.commit()
    rows = [
        [button(_("Case No. {number}").format(number=number), MoveThere(application_id=number, group_id=wanted.id))]
        for number in found[:PAGE]
    ]
    text = _("Which child is to go over to {program}? Nothing is changed until the office approves.")
    await show(query, Screen(text.format(program=texts.program(wanted)), (*rows, back(GroupCard(group_id=wanted.id)))))


@router.callback_query(MoveThere.filter(F.sure.is_(False)))
async def explain(
    query: CallbackQuery, callback_data: MoveThere, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """What ends, what begins, and what has to be done."""
    number = callback_data.application_id
    own = await queries.own_application(session, actor, number, now=clock())
    wanted = await group(session, callback_data.group_id)
    met = await met_by(session, actor, own, wanted)
    await session.commit()
    sure = button(_("📨 Ask for it"), callback_data.model_copy(update={"sure": True}))
    await show(query, Screen(consequences(own, wanted, met), ([sure], back(MoveTo(application_id=number)))))


async def met_by(session: AsyncSession, actor: Actor, own: OwnCase, wanted: GroupView) -> list[Clash]:
    """Other lessons of the child at the hour of the new ones; those that would end do not count."""
    met = await queries.clashes(session, actor, wanted, child_id=own.child.id)
    return [one for one in met if one.number != own.facts.number]


def consequences(own: OwnCase, wanted: GroupView, met: Sequence[Clash] = ()) -> str:
    """All that a parent decides by."""
    way = _("From {old} to {new}.").format(old=texts.program(own.group), new=texts.program(wanted))
    what = _(
        "Until the approval the child attends the old club. With it, in one step: the new seat is the child's, the old "
        "contract ends, the rest of its certificate goes back, and a new certificate for {money} is made. If the seat "
        "or the money is not enough, everything stays as it is."
    ).format(money=formats.money(wanted.nominal))
    then = _n(
        "Then you sign the new contract in {count} working day; unsigned, it ends, and the old seat may be gone.",
        "Then you sign the new contract in {count} working days; unsigned, it ends, and the old seat may be gone.",
        own.territory.policy.sign_days,
    ).format(count=own.territory.policy.sign_days)
    return "\n\n".join([way, what, then, *(texts.clash(one) for one in met[:1])])


@router.callback_query(MoveThere.filter(F.sure))
async def ask(
    query: CallbackQuery,
    callback_data: MoveThere,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """An application in place of the old case; its number is kept."""
    number, group_id = callback_data.application_id, callback_data.group_id
    filed = await openings.ask_transfer(session, actor, application_id=number, group_id=group_id, now=clock())
    receipt = filed.receipt
    await session.commit()
    kept = _("It comes in place of case No. {number}.").format(number=number)
    rows = (*to_confirm(receipt.own, desk), *keyboards.received(receipt.number))
    await tell(query, Screen(f"{texts.received(receipt.own)}\n\n{kept}", rows))
