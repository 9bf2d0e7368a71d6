"""The clerk's queue: see, approve, refuse with a ground."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show, tell
from handlers.common.start.texts import short
from handlers.staff.certificates import keyboards, texts
from handlers.staff.certificates.keyboards import Approve, Case, OnTime, Queue, Refuse, RefuseFor, SendBack
from services.access.actions import look
from services.certificates import actions, queries
from services.certificates.models import UNDECIDED
from services.certificates.rules import GROUNDS
from services.contracts.actions import approve as approve_with_contract
from services.core.actor import Actor
from services.core.clock import Clock
from services.territories.queries import territory

router = Router(name="staff.certificates")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Queue.filter())
async def show_queue(
    query: CallbackQuery,
    callback_data: Queue,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """What must be decided."""
    found = await queries.queue(session, actor, callback_data.page, now=clock())
    await session.commit()
    await show(query, Screen(texts.queue(found), keyboards.queue(found)))


@router.callback_query(Case.filter())
async def open_case(
    query: CallbackQuery,
    callback_data: Case,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """All that decides one case; the parent sees who looked."""
    now = clock()
    found = await queries.case(session, actor, callback_data.application_id, now=now)
    what = f"application:{found.facts.number}"
    await look(session, actor, subject_id=found.facts.parent_id, what=what, why="case", now=now)
    await session.commit()
    waits = found.facts.status in UNDECIDED
    rows = keyboards.decide(found.facts.number) if waits else (back(Queue()),)
    await show(query, Screen(texts.case(found, named=desk.trial_forms), rows))


@router.callback_query(Approve.filter())
async def approve(
    query: CallbackQuery,
    callback_data: Approve,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Approve: seat, order, certificate and contract in one transaction."""
    number = callback_data.application_id
    await approve_with_contract(session, actor, application_id=number, now=clock())
    following = await queries.next_to_decide(session, actor)
    await session.commit()
    await tell(query, _decided(texts.approved(number), following))


@router.callback_query(Refuse.filter())
async def choose_ground(
    query: CallbackQuery,
    callback_data: Refuse,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """The list of grounds, for a case of the clerk's own territory."""
    number = callback_data.application_id
    await queries.case(session, actor, number, now=clock())
    await session.commit()
    await show(query, Screen(texts.choose_ground(number), keyboards.grounds(number)))


@router.callback_query(RefuseFor.filter(F.ground.in_(GROUNDS) & F.sure.is_(False)))
async def ask_refuse(
    query: CallbackQuery,
    callback_data: RefuseFor,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Asked once; another territory's case is not found."""
    number, ground = callback_data.application_id, callback_data.ground
    await queries.case(session, actor, number, now=clock())
    await session.commit()
    await show(query, Screen(texts.ask_refuse(number, ground), keyboards.sure(number, ground)))


@router.callback_query(RefuseFor.filter())
async def refuse(
    query: CallbackQuery,
    callback_data: RefuseFor,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Refuse on the chosen ground."""
    number, ground = callback_data.application_id, callback_data.ground
    await actions.refuse(session, actor, application_id=number, ground=ground, now=clock())
    following = await queries.next_to_decide(session, actor)
    await session.commit()
    await tell(query, _decided(texts.refused(number, ground), following))


@router.callback_query(OnTime.filter())
async def show_punctuality(query: CallbackQuery, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """How many decisions of this year came in time, for each of the clerk's territories."""
    figures = []
    for one in actor.staff_territories:
        found = await queries.punctuality(session, actor, territory_id=one, now=clock())
        figures.append((short(await territory(session, one)), found))
    await session.commit()
    await show(query, Screen(texts.on_time(figures), (back(Queue()),)))


@router.callback_query(SendBack.filter(F.remark == ""))
async def choose_remark(
    query: CallbackQuery,
    callback_data: SendBack,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """The list of remarks, for a case of the clerk's own territory."""
    number = callback_data.application_id
    await queries.case(session, actor, number, now=clock())
    await session.commit()
    await show(query, Screen(texts.choose_remark(number), keyboards.remarks(number)))


@router.callback_query(SendBack.filter())
async def send_back(
    query: CallbackQuery,
    callback_data: SendBack,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Return it with the remark."""
    number, remark = callback_data.application_id, callback_data.remark
    await actions.send_back(session, actor, application_id=number, remark=remark, now=clock())
    following = await queries.next_to_decide(session, actor)
    await session.commit()
    await tell(query, _decided(texts.sent_back(number, remark), following))


def _decided(text: str, following: int | None) -> Screen:
    words = text if following is not None else f"{text}\n\n{texts.all_decided()}"
    return Screen(words, keyboards.decided(following))
