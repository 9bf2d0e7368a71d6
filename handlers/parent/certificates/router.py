"""Apply, follow an own case, take it back."""

from aiogram import F, Router
from aiogram.filters import Command, Filter, or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.screen import Screen, show, tell
from handlers.common.start.texts import no_forms
from handlers.parent.certificates import helping, keyboards, screens, texts
from handlers.parent.certificates.keyboards import (
    ApplyFor,
    ApplySend,
    ApplyTo,
    JoinList,
    Mend,
    Mine,
    MyCase,
    Renew,
    Withdraw,
)
from handlers.parent.openings.keyboards import place_row
from services.certificates import actions, queries
from services.contracts.actions import renew as renew_offer
from services.contracts.actions import withdraw as withdraw_case
from services.contracts.queries import contract_of_application
from services.core.actor import Actor
from services.core.clock import Clock
from services.departures.queries import awaited
from services.families.queries import family_children
from services.families.rules import Right
from services.openings import actions as openings
from services.programs.queries import group
from services.territories.queries import territory

router = Router(name="parent.certificates")


class NoForms(Filter):
    """A desk where nothing personal can be given: it shows the catalogue only."""

    async def __call__(self, _event: object, desk: Desk) -> bool:
        return not desk.takes_applications


@router.callback_query(or_f(ApplyTo.filter(), ApplyFor.filter(), ApplySend.filter(), JoinList.filter()), NoForms())
async def explain_no_forms(query: CallbackQuery, session: AsyncSession) -> None:
    """Why nothing can be sent from here."""
    await session.commit()
    await show(query, Screen(no_forms(), (home(),)))


@router.callback_query(ApplyTo.filter())
async def choose_child(
    query: CallbackQuery,
    callback_data: ApplyTo,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """For which child: an only one goes straight to the summary."""
    wanted = await group(session, callback_data.group_id)
    known = await family_children(session, actor, Right.ACT)
    if not known:
        place = await territory(session, wanted.territory_id)
        screen = screens.add_child_first(wanted, await queries.need(session, actor, place, now=clock()))
    elif len(known) == 1:
        preview = await queries.preview(session, actor, group_id=wanted.id, child_id=known[0].id, now=clock())
        met = await queries.clashes(session, actor, wanted, child_id=known[0].id)
        screen = screens.summary(preview, met, named=desk.trial_forms)
    else:
        fits = len(await queries.previews(session, actor, group_id=wanted.id, now=clock()))
        screen = screens.choose_child(wanted, known, callback_data.page, named=desk.trial_forms, together=fits)
    await session.commit()
    await show(query, screen)


@router.callback_query(ApplyFor.filter())
async def show_summary(
    query: CallbackQuery,
    callback_data: ApplyFor,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """What will be sent, to whom and what happens then."""
    group_id, child_id = callback_data.group_id, callback_data.child_id
    preview = await queries.preview(session, actor, group_id=group_id, child_id=child_id, now=clock())
    met = await queries.clashes(session, actor, preview.group, child_id=child_id)
    await session.commit()
    await show(query, screens.summary(preview, met, named=desk.trial_forms))


@router.callback_query(ApplySend.filter())
async def send(
    query: CallbackQuery,
    callback_data: ApplySend,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """Send the application; the answer with its number is kept."""
    filed = await openings.apply(
        session, actor, group_id=callback_data.group_id, child_id=callback_data.child_id, now=clock()
    )
    await session.commit()
    own, number = filed.receipt.own, filed.receipt.number
    places = () if filed.opening is None else (place_row(number),)
    rows = (*screens.to_confirm(own, desk), *places, *keyboards.received(number))
    await tell(query, Screen(texts.received(own), rows))


@router.message(Command("mine", ignore_case=True))
@router.callback_query(Mine.filter())
async def list_cases(
    touch: Message | CallbackQuery,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    state: FSMContext,
    callback_data: Mine | None = None,
) -> None:
    """Own cases, from any place; a half-filled form is kept."""
    await state.set_state(None)
    found = await queries.mine(session, actor, callback_data.page if callback_data else 0)
    in_line = len(await queries.own_places(session, actor))
    chooses = await awaited(session, actor)
    await session.commit()
    await show(touch, screens.cases(found, named=desk.trial_forms, in_line=in_line, chooses=chooses))


@router.callback_query(MyCase.filter())
async def open_case(
    query: CallbackQuery,
    callback_data: MyCase,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """One own case: the step, whose turn, by when."""
    number = callback_data.application_id
    own = await queries.own_application(session, actor, number, now=clock())
    contract = await contract_of_application(session, actor, number)
    others = await queries.alternatives_of(session, own, now=clock())
    await session.commit()
    ways = (*screens.to_confirm(own, desk), *helping.ways(own, others, desk))
    await show(query, screens.case(own, contract, reader=actor, named=desk.trial_forms, ways=ways, others=others))


@router.callback_query(Withdraw.filter(F.sure.is_(False)))
async def ask_withdraw(
    query: CallbackQuery,
    callback_data: Withdraw,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Asked once; another person's case is not found."""
    number = callback_data.application_id
    await queries.own_application(session, actor, number, now=clock())
    await session.commit()
    await show(query, Screen(texts.ask_withdraw(number), keyboards.sure_to_withdraw(number)))


@router.callback_query(Withdraw.filter(F.sure))
async def withdraw(
    query: CallbackQuery,
    callback_data: Withdraw,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Take it back."""
    number = callback_data.application_id
    await withdraw_case(session, actor, application_id=number, now=clock())
    await session.commit()
    await tell(query, screens.withdrawn(number))


@router.callback_query(Mend.filter())
async def mend(
    query: CallbackQuery,
    callback_data: Mend,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """What was asked for is there: the term of the decision runs on."""
    number, now = callback_data.application_id, clock()
    await actions.mend(session, actor, application_id=number, now=now)
    own = await queries.own_application(session, actor, number, now=now)
    await session.commit()
    await show(query, screens.case(own, None, reader=actor, named=desk.trial_forms))


@router.callback_query(Renew.filter())
async def renew(
    query: CallbackQuery,
    callback_data: Renew,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """Take a lapsed offer up again while there is a seat."""
    number, now = callback_data.application_id, clock()
    contract = await renew_offer(session, actor, application_id=number, now=now)
    own = await queries.own_application(session, actor, number, now=now)
    await session.commit()
    await show(query, screens.case(own, contract, reader=actor, named=desk.trial_forms))
