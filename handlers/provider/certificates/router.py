"""Applications to the provider: told, not decided here."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsProvider
from handlers.common.keyboards import back
from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _
from handlers.provider.certificates import keyboards, texts
from handlers.provider.certificates.keyboards import ProviderCase, ProviderCases
from handlers.provider.contracts.keyboards import ProviderContract
from services.certificates import queries
from services.contracts.queries import contract_of_application
from services.core.actor import Actor

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
    await show(query, Screen(texts.case(found), (*rows, back(ProviderCases()))))
