"""The provider reads and confirms contracts; a press is a confirmation, never a signature."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.filters import IsProvider
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show, tell
from handlers.parent.contracts.papers import send_paper
from handlers.provider.contracts import keyboards, texts
from handlers.provider.contracts.keyboards import ProviderAgree, ProviderContract, ProviderContracts, ProviderText
from services.access.actions import look
from services.contracts import actions, queries
from services.contracts.rules import Side
from services.core.actor import Actor
from services.core.clock import Clock

router = Router(name="provider.contracts")
router.message.filter(IsProvider())
router.callback_query.filter(IsProvider())


@router.callback_query(ProviderContracts.filter())
async def contracts(
    query: CallbackQuery,
    callback_data: ProviderContracts,
    session: AsyncSession,
    actor: Actor,
) -> None:
    """All contracts of the actor's providers, newest first."""
    found = await queries.for_provider(session, actor, callback_data.page)
    await session.commit()
    await show(query, Screen(texts.contracts(found), keyboards.listing(found)))


@router.callback_query(ProviderContract.filter())
async def contract(
    query: CallbackQuery,
    callback_data: ProviderContract,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """One contract, with what is next; where its names are shown, the parent sees who looked."""
    found = await queries.provider_contract(session, actor, callback_data.contract_id)
    if desk.trial_forms:
        await look(session, actor, subject_id=found.parent_id, what=f"contract:{found.id}", why="case", now=clock())
    await session.commit()
    rows = keyboards.one(found.id, can_confirm=found.turn is Side.PROVIDER)
    await show(query, Screen(texts.one(found, named=desk.trial_forms), rows))


@router.callback_query(ProviderAgree.filter())
async def confirm(
    query: CallbackQuery,
    callback_data: ProviderAgree,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Confirm in the bot: one tap, from the notice or from the contract."""
    agreed = await actions.agree_as_provider(session, actor, contract_id=callback_data.contract_id, now=clock())
    await session.commit()
    await tell(query, Screen(texts.confirmed(agreed), keyboards.confirmed(agreed.id)))


@router.callback_query(ProviderText.filter())
async def full_text(
    query: CallbackQuery,
    callback_data: ProviderText,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """The whole text as a file: it holds names, so only a trial desk sends it to a chat."""
    found = await queries.provider_contract(session, actor, callback_data.contract_id)
    paper = await queries.text_of(session, actor, found.id)
    if desk.trial_forms:
        await look(session, actor, subject_id=found.parent_id, what=f"contract:{found.id}", why="case", now=clock())
    await session.commit()
    if desk.trial_forms:
        await send_paper(query, found, paper, keyboards.under_paper(found.id, can_confirm=found.turn is Side.PROVIDER))
    else:
        await show(query, Screen(texts.not_in_chat(), (back(ProviderContract(contract_id=found.id)),)))
