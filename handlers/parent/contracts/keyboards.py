"""Buttons of the parent's contract. No other room's buttons are drawn here but the way back to the case."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.certificates.keyboards import MoveTo, MyCase


class ReadContract(CallbackData, prefix="ctread"):
    """The main things in ten lines."""

    contract_id: int


class ContractText(CallbackData, prefix="cttext"):
    """The whole text as a file."""

    contract_id: int


class GetCode(CallbackData, prefix="ctcode"):
    """I agree: give me the code."""

    contract_id: int


class SigningHelp(CallbackData, prefix="cthelp"):
    """What to do when signing does not go."""

    contract_id: int


def reading(contract_id: int, application_id: int, *, can_sign: bool, may_leave: bool = False) -> tuple[Row, ...]:
    """Under the ten lines; whoever acts for a child whose contract is in force may ask for another club."""
    agree: tuple[Row, ...] = ([button(_("✍️ I agree, get the code"), GetCode(contract_id=contract_id))],)
    paper = [button(_("📄 Full text"), ContractText(contract_id=contract_id))]
    if can_sign:
        paper.append(button(_("❓ Help"), SigningHelp(contract_id=contract_id)))
    move = [button(_("🔁 To another club"), MoveTo(application_id=application_id))] if may_leave else []
    return (*(agree if can_sign else ()), paper, *([move] if move else ()), case(application_id))


def under_paper(contract_id: int, application_id: int, *, can_sign: bool) -> tuple[Row, ...]:
    """Under the file with the whole text."""
    agree: tuple[Row, ...] = ([button(_("✍️ I agree, get the code"), GetCode(contract_id=contract_id))],)
    return (*(agree if can_sign else ()), case(application_id))


def code(contract_id: int) -> tuple[Row, ...]:
    """While the code is awaited."""
    return (
        [button(_("🔁 New code"), GetCode(contract_id=contract_id))],
        [
            button(_("← To the contract"), ReadContract(contract_id=contract_id)),
            button(_("❓ Help"), SigningHelp(contract_id=contract_id)),
        ],
        home(),
    )


def to_contract(contract_id: int) -> tuple[Row, ...]:
    """The way back from a page of words."""
    return ([button(_("← To the contract"), ReadContract(contract_id=contract_id))], home())


def signed(contract_id: int, application_id: int) -> tuple[Row, ...]:
    """Under the message that is kept after signing."""
    return ([button(_("📄 Full text"), ContractText(contract_id=contract_id))], case(application_id))


def case(application_id: int) -> Row:
    """To the case, and to the menu."""
    return [button(_("🗂 This case"), MyCase(application_id=application_id)), *home()]
