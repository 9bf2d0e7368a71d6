"""Buttons of the provider's contracts."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.provider.contracts import texts
from services.contracts.queries import ContractPage


class ProviderContracts(CallbackData, prefix="ctplist"):
    """Contracts of the actor's providers."""

    page: int = 0


class ProviderContract(CallbackData, prefix="ctpone"):
    """One contract."""

    contract_id: int


class ProviderAgree(CallbackData, prefix="ctpok"):
    """Confirm it in the bot."""

    contract_id: int


class ProviderText(CallbackData, prefix="ctptext"):
    """The whole text as a file."""

    contract_id: int


def listing(found: ContractPage) -> tuple[Row, ...]:
    """A contract in a row, then the pages."""
    rows = [[button(texts.line(one), ProviderContract(contract_id=one.id))] for one in found.items]
    return (*rows, *pages(found.page, found.pages, lambda to: ProviderContracts(page=to)), home())


def one(contract_id: int, *, can_confirm: bool) -> tuple[Row, ...]:
    """Under one contract."""
    paper = [button(_("📄 Full text"), ProviderText(contract_id=contract_id))]
    return (*((confirm(contract_id),) if can_confirm else ()), paper, back(ProviderContracts()))


def under_paper(contract_id: int, *, can_confirm: bool) -> tuple[Row, ...]:
    """Under the file with the whole text."""
    return (*((confirm(contract_id),) if can_confirm else ()), back(ProviderContract(contract_id=contract_id)))


def confirm(contract_id: int) -> Row:
    """The one button that confirms."""
    return [button(_("✅ Confirm in the bot"), ProviderAgree(contract_id=contract_id))]


def confirmed(contract_id: int) -> tuple[Row, ...]:
    """Under the message that is kept after confirming."""
    return ([button(_("📄 This contract"), ProviderContract(contract_id=contract_id)), *home()],)
