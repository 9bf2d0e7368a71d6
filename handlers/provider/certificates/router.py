"""Applications to the provider: the club says in one or two taps whether it has a place, asks, or refuses."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsProvider
from handlers.common.keyboards import back
from handlers.common.screen import Row, Screen, button, show, tell
from handlers.common.words import _
from handlers.provider.certificates import keyboards, texts
from handlers.provider.certificates.keyboards import Accept, Clarify, Decline, Invite, ProviderCase, ProviderCases
from handlers.provider.contracts.keyboards import ProviderContract
from services.certificates import actions, queries
from services.contracts.actions import accept as accept_place
from services.contracts.queries import contract_of_application
from services.core.actor import Actor
from services.core.clock import Clock

router = Router(name="provider.certificates")
router.message.filter(IsProvider())
router.callback_query.filter(IsProvider())


@router.callback_query(ProviderCases.filter())
async def list_cases(query: CallbackQuery, callback_data: ProviderCases, session: AsyncSession, actor: Actor) -> None:
    """All applications to the actor's providers."""
    found = await queries.of_provider(session, actor, callback_data.page)
    await session.commit()
    await show(query, Screen(texts.cases(found), keyboards.cases(found)))


@router.callback_query(ProviderCase.filter())
async def open_case(query: CallbackQuery, callback_data: ProviderCase, session: AsyncSession, actor: Actor) -> None:
    """One application; the contract's button once there is one."""
    number = callback_data.application_id
    found = await queries.provider_case(session, actor, number)
    contract = await contract_of_application(session, actor, number)
    await session.commit()
    rows: list[Row] = []
    if contract is not None:
        rows.append([button(_("📄 The contract"), ProviderContract(contract_id=contract.id))])
    rows += keyboards.answers(number, found.may)
    await show(query, Screen(texts.case(found), (*rows, back(ProviderCases()))))


@router.callback_query(Accept.filter())
async def accept(
    query: CallbackQuery, callback_data: Accept, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """There is a place; where the territory lets the rules approve, the contract is made at once."""
    number = callback_data.application_id
    contract = await accept_place(session, actor, application_id=number, now=clock())
    found = await queries.provider_case(session, actor, number)
    await session.commit()
    text = texts.accepted(number, found.facts.due_on, is_made=contract is not None)
    await tell(query, Screen(text, (back(ProviderCases()),)))


@router.callback_query(Clarify.filter())
async def clarify(
    query: CallbackQuery, callback_data: Clarify, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Ask the parent; the first press shows what may be asked."""
    number, remark = callback_data.application_id, callback_data.remark
    await queries.provider_case(session, actor, number)
    if not remark:
        await session.commit()
        await show(query, Screen(texts.choose_remark(number), keyboards.remarks(number)))
        return
    await actions.clarify(session, actor, application_id=number, remark=remark, now=clock())
    await session.commit()
    await tell(query, Screen(texts.clarified(number, remark), (back(ProviderCases()),)))


@router.callback_query(Decline.filter())
async def decline(
    query: CallbackQuery, callback_data: Decline, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Refuse; the first press shows the grounds."""
    number, ground = callback_data.application_id, callback_data.ground
    await queries.provider_case(session, actor, number)
    if not ground:
        await session.commit()
        await show(query, Screen(texts.choose_ground(number), keyboards.grounds(number)))
        return
    await actions.refuse_as_club(session, actor, application_id=number, ground=ground, now=clock())
    await session.commit()
    await tell(query, Screen(texts.declined(number, ground), (back(ProviderCases()),)))


@router.callback_query(Invite.filter())
async def invite(
    query: CallbackQuery, callback_data: Invite, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """An entrance test comes first: the longer term begins."""
    number = callback_data.application_id
    await actions.invite(session, actor, application_id=number, now=clock())
    found = await queries.provider_case(session, actor, number)
    await session.commit()
    await tell(query, Screen(texts.invited(number, found.facts.due_on), (back(ProviderCases()),)))
