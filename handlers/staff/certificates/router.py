"""The clerk's queue: see, approve, refuse with a ground."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show, tell
from handlers.common.start.texts import short
from handlers.staff.certificates import beside, bringing, desk_keyboards, holding, keyboards, many, texts
from handlers.staff.certificates import desk as desk_beside
from handlers.staff.certificates.desk_keyboards import Next
from handlers.staff.certificates.keyboards import Approve, Case, OnTime, Queue, Refuse, RefuseFor, SendBack
from handlers.staff.certificates.sifts import sift_of
from services.access.actions import look
from services.certificates import actions, queries
from services.certificates.models import TO_DECIDE, UNDECIDED
from services.certificates.queries import Sift
from services.certificates.queries.papers import case_papers
from services.certificates.rules import GROUNDS
from services.contracts.actions import decide
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.territories.queries import territory

router = Router(name="staff.certificates")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
router.include_router(desk_beside.router)
router.include_router(bringing.router)


@router.callback_query(Queue.filter())
async def show_queue(
    query: CallbackQuery,
    callback_data: Queue,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """What must be decided, as much of it as was asked for."""
    now = clock()
    today = local_date(now, (await territory(session, actor.staff_territories[0])).timezone)
    sift = sift_of(callback_data.what, callback_data.club, callback_data.service, today)
    found = await queries.queue(session, actor, callback_data.page, now=now, sift=sift)
    await session.commit()
    await show(query, Screen(texts.queue(found, is_all=sift == Sift()), desk_keyboards.queue(found, callback_data)))


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
    screen = await _case(session, actor, callback_data.application_id, desk, clock)
    await session.commit()
    await show(query, screen)


@router.callback_query(Next.filter())
async def go_on(
    query: CallbackQuery,
    callback_data: Next,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """Pass a case over: the one behind it, or the queue's first again."""
    passed = callback_data.application_id
    following = await queries.next_to_decide(session, actor, now=clock(), after=passed)
    if following is None:
        following = await queries.next_to_decide(session, actor, now=clock())
    screen = await _case(session, actor, following or passed, desk, clock)
    await session.commit()
    await show(query, screen)


async def _case(session: AsyncSession, actor: Actor, number: int, desk: Desk, clock: Clock) -> Screen:
    now = clock()
    found = await queries.case(session, actor, number, now=now)
    what = f"application:{found.facts.number}"
    await look(session, actor, subject_id=found.facts.parent_id, what=what, why="case", now=now)
    _papers, said = await case_papers(session, actor, number)
    rows = (*holding.row(found), *desk_keyboards.after(number))
    if found.facts.status in UNDECIDED:
        rows = desk_keyboards.deeds(number, decides=found.facts.status in TO_DECIDE)
    rows = (*bringing.rows_of(number, said), *rows)
    return Screen(texts.case(found, named=desk.trial_forms), rows)


@router.callback_query(Approve.filter())
async def approve(
    query: CallbackQuery,
    callback_data: Approve,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Approve: seat, order, certificate and contract in one transaction; or the first of two words."""
    number = callback_data.application_id
    made = await decide(session, actor, application_id=number, now=clock())
    following = await queries.next_to_decide(session, actor, now=clock(), after=number)
    await session.commit()
    await tell(query, _decided(texts.approved(number) if made else many.proposed_many(1), following))


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
    following = await queries.next_to_decide(session, actor, now=clock(), after=number)
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
    await show(query, Screen(beside.on_time(figures), (back(Queue()),)))


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
    following = await queries.next_to_decide(session, actor, now=clock(), after=number)
    await session.commit()
    await tell(query, _decided(texts.sent_back(number, remark), following))


def _decided(text: str, following: int | None) -> Screen:
    words = text if following is not None else f"{text}\n\n{texts.all_decided()}"
    return Screen(words, keyboards.decided(following))
