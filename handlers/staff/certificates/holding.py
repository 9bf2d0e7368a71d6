"""The clerk looks after a certificate in the chat: its state, its versions, a suspension and its end."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Row, Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.certificates import versions
from handlers.staff.certificates.keyboards import Case
from services.certificates import actions, queries
from services.certificates.queries import CertificateView, StaffCase, Version
from services.certificates.rules.changes import Cause, Change, Hold, may
from services.certificates.rules.lifecycle import Party
from services.core.actor import Actor
from services.core.clock import Clock, local_date

router = Router(name="staff.certificates.holding")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
SHOWN = 5


class Keep(CallbackData, prefix="certkeep"):
    """The certificate of a case of the clerk's territory."""

    application_id: int


class Suspend(CallbackData, prefix="certstop"):
    """Suspend it on a ground; asked once."""

    application_id: int
    ground: str
    sure: bool = False


class Resume(CallbackData, prefix="certgo"):
    """End the suspension for a cause."""

    application_id: int
    cause: str


class Convert(CallbackData, prefix="certconv"):
    """Return unused money to the order; asked once."""

    application_id: int
    sure: bool = False


def row(found: StaffCase) -> tuple[Row, ...]:
    """The button under a case that has a certificate."""
    return ([button(_("🎟 The certificate"), Keep(application_id=found.facts.number))],) if found.decided else ()


@router.callback_query(Keep.filter())
async def keep(query: CallbackQuery, callback_data: Keep, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """State, versions, and what the body may do with it."""
    screen = await _screen(session, actor, callback_data.application_id, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Suspend.filter(F.ground.in_(set(Hold)) & F.sure.is_(False)))
async def ask_suspend(
    query: CallbackQuery, callback_data: Suspend, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Asked once; another territory's case is not found."""
    number, ground = callback_data.application_id, callback_data.ground
    await queries.case(session, actor, number, now=clock())
    await session.commit()
    text = _(
        "Suspend the certificate of application No. {number}: {ground}? Family and club are told; the seat and the "
        "money stay held."
    ).format(number=number, ground=versions.hold(ground))
    yes = button(_("Yes, suspend"), Suspend(application_id=number, ground=ground, sure=True))
    await show(query, Screen(text, ([yes], back(Keep(application_id=number)))))


@router.callback_query(Suspend.filter())
async def suspend(
    query: CallbackQuery, callback_data: Suspend, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Suspend it."""
    number = callback_data.application_id
    await actions.suspend(session, actor, application_id=number, ground=callback_data.ground, now=clock())
    await _tell(query, session, actor, number, clock)


@router.callback_query(Resume.filter())
async def resume(
    query: CallbackQuery, callback_data: Resume, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """End the suspension."""
    number = callback_data.application_id
    await actions.resume(session, actor, application_id=number, cause=callback_data.cause, now=clock())
    await _tell(query, session, actor, number, clock)


@router.callback_query(Convert.filter(F.sure.is_(False)))
async def ask_convert(
    query: CallbackQuery, callback_data: Convert, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Asked once."""
    number = callback_data.application_id
    await queries.case(session, actor, number, now=clock())
    await session.commit()
    text = _(
        "Return the unused money of the certificate of application No. {number} to the order? The child stays "
        "enrolled. It cannot be taken back here."
    ).format(number=number)
    yes = button(_("Yes, return it"), Convert(application_id=number, sure=True))
    await show(query, Screen(text, ([yes], back(Keep(application_id=number)))))


@router.callback_query(Convert.filter())
async def convert(
    query: CallbackQuery, callback_data: Convert, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Return the money."""
    number = callback_data.application_id
    await actions.convert(session, actor, application_id=number, now=clock())
    await _tell(query, session, actor, number, clock)


async def _tell(query: CallbackQuery, session: AsyncSession, actor: Actor, number: int, clock: Clock) -> None:
    screen = await _screen(session, actor, number, clock)
    await session.commit()
    await tell(query, screen)


async def _screen(session: AsyncSession, actor: Actor, number: int, clock: Clock) -> Screen:
    found = await queries.case(session, actor, number, now=clock())
    view = await queries.certificate_of(session, number)
    made = await queries.history_of(session, number)
    return Screen(words(found, view, made, clock), (*_ways(view), back(Case(application_id=number))))


def words(found: StaffCase, view: CertificateView, made: list[Version], clock: Clock) -> str:
    """The state and the newest versions."""
    zone = found.territory.timezone
    head = _("<b>Certificate No. {number}</b>\nState: {state}.").format(
        number=view.number, state=versions.state(view, local_date(clock(), zone))
    )
    return "\n\n".join([head, "\n".join(versions.lines(made, zone)[:SHOWN])])


def _ways(view: CertificateView) -> tuple[Row, ...]:
    number, mays = view.application_id, may(Party.BODY, view.status)
    rows: list[Row] = []
    if Change.SUSPEND in mays:
        rows += [
            [button(_("⏸ Suspend: {ground}").format(ground=versions.hold(one)), _suspend(number, one))] for one in Hold
        ]
    if Change.RESUME in mays:
        rows += [
            [button(_("▶️ In force again: {cause}").format(cause=versions.cause(one)), _resume(number, one))]
            for one in Cause
        ]
    if Change.CONVERT in mays and view.unused_told_at is not None:
        rows.append([button(_("Return unused money…"), Convert(application_id=number))])
    return tuple(rows)


def _suspend(number: int, ground: Hold) -> Suspend:
    return Suspend(application_id=number, ground=ground)


def _resume(number: int, cause: Cause) -> Resume:
    return Resume(application_id=number, cause=cause)
