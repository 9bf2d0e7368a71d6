"""The parent reads the contract and signs it with a one-time code."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.errors import sentence
from handlers.common.pages.keyboards import ways_to
from handlers.common.screen import Screen, show, show_at, tell
from handlers.common.words import _
from handlers.parent.contracts import keyboards, texts
from handlers.parent.contracts.keyboards import ContractText, GetCode, ReadContract, SigningHelp
from handlers.parent.contracts.papers import send_paper
from handlers.parent.contracts.signers import other_signer
from handlers.parent.contracts.states import Signing
from services.contracts import actions, queries
from services.contracts.models import ContractStatus
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid
from services.families.queries import footing

router = Router(name="parent.contracts")


@router.callback_query(ReadContract.filter())
async def read(
    query: CallbackQuery,
    callback_data: ReadContract,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """The main things in ten lines."""
    contract = await queries.own_contract(session, actor, callback_data.contract_id)
    now = clock()
    other = await other_signer(session, actor, contract, now)
    is_in_force = contract.status is ContractStatus.IN_FORCE
    may_leave = is_in_force and (await footing(session, actor, contract.child_id)).may_act
    await session.commit()
    can_sign = contract.signs(actor, now)
    rows = keyboards.reading(contract.id, contract.application_id, can_sign=can_sign, may_leave=may_leave)
    await show(query, Screen(texts.reading(contract, now, other=other), rows))


@router.callback_query(ContractText.filter())
async def full_text(
    query: CallbackQuery,
    callback_data: ContractText,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
) -> None:
    """The whole text as a file: it holds names, so only a trial desk sends it to a chat."""
    contract = await queries.own_contract(session, actor, callback_data.contract_id)
    paper = await queries.text_of(session, actor, contract.id)
    now = clock()
    other = await other_signer(session, actor, contract, now)
    await session.commit()
    if desk.trial_forms:
        rows = keyboards.under_paper(contract.id, contract.application_id, can_sign=contract.signs(actor, now))
        await send_paper(query, contract, paper, rows)
    else:
        await show(query, _elsewhere(contract, desk, other))


@router.callback_query(SigningHelp.filter())
async def signing_help(
    query: CallbackQuery,
    callback_data: SigningHelp,
    session: AsyncSession,
    actor: Actor,
) -> None:
    """What to do when signing does not go."""
    contract = await queries.own_contract(session, actor, callback_data.contract_id)
    await session.commit()
    await show(query, Screen(texts.signing_help(contract), keyboards.to_contract(contract.id)))


@router.callback_query(GetCode.filter())
async def get_code(
    query: CallbackQuery,
    callback_data: GetCode,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    state: FSMContext,
    clock: Clock,
) -> None:
    """The parent agrees; the code is awaited as the next message. A chat may carry it at a trial desk only."""
    contract = await queries.own_contract(session, actor, callback_data.contract_id)
    if not desk.trial_forms:
        other = await other_signer(session, actor, contract, clock())
        await session.commit()
        await show(query, _elsewhere(contract, desk, other))
        return
    issued = await actions.ask_code(session, actor, contract_id=contract.id, now=clock())
    await state.set_state(Signing.code)
    await state.set_data(
        {"contract_id": contract.id, "screen_id": query.message.message_id if query.message else None},
    )
    await session.commit()
    await show(query, Screen(texts.code(contract, issued), keyboards.code(contract.id)))


@router.message(Signing.code, ~F.text.startswith("/"))
async def take_code(
    message: Message,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """The typed code. A wrong one is committed too: the try is spent."""
    kept = await state.get_data()
    contract_id = int(kept.get("contract_id", 0))
    typed = message.text or ""
    try:
        result = await actions.sign_as_parent(session, actor, contract_id=contract_id, code=typed, now=clock())
    except Invalid as no_code:
        await session.commit()
        await show(message, Screen(sentence(no_code), keyboards.code(contract_id)))
        return
    if result.contract is None:
        contract = await queries.own_contract(session, actor, contract_id)
        await session.commit()
        await show(message, Screen(texts.not_accepted(contract, result.check), keyboards.code(contract_id)))
        return
    await state.clear()
    await session.commit()
    signed = result.contract
    await show_at(message, kept.get("screen_id"), Screen(texts.accepted(signed)))
    rows = keyboards.signed(signed.id, signed.application_id)
    await tell(message, Screen(texts.signed(signed, result.first_lesson_at), rows))


def _elsewhere(contract: queries.ContractView, desk: Desk, other: str) -> Screen:
    """Where the contract is read and signed when not in this chat."""
    back = keyboards.to_contract(contract.id)
    if desk.public_url is None:
        return Screen(other or texts.not_in_chat(contract), back)
    words = _("📄 The contract") if other else _("📄 Read and sign")
    ways = ways_to(desk, words, f"/my/contracts/{contract.id}")
    return Screen(texts.on_page(contract, other=other), (*ways, *back))
