"""Words of the provider's contracts."""

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n
from services.contracts.models import ContractStatus
from services.contracts.queries import ContractPage, ContractView
from services.contracts.rules import Side

TITLE = 90
IN_LIST = 28
DIGEST = 12


def contracts(found: ContractPage) -> str:
    """The head of the list."""
    if not found.total:
        return _("There are no contracts yet. When the office approves an application, I will write to you.")
    return _n("You have {count} contract.", "You have {count} contracts.", found.total).format(count=found.total)


def line(contract: ContractView) -> str:
    """A contract on a button."""
    number = _("No. {number}").format(number=contract.id)
    return " · ".join([number, _short(contract.facts.program, IN_LIST), _state(contract)])


def _state(contract: ContractView) -> str:
    if contract.status is ContractStatus.IN_FORCE:
        return _("in force")
    if contract.turn is Side.PROVIDER:
        return _("confirm")
    if contract.turn is Side.PARENT:
        return _("parent signs")
    return _("closed")


def one(contract: ContractView, *, named: bool) -> str:
    """One contract; the child's name only where the chat may carry it."""
    facts = contract.facts
    pupil = safe(_short(facts.child, TITLE)) if named else _("on the page of the desk, not in the chat")
    told = _(
        "<b>Contract No. {number}</b>, application No. {application}\n\n"
        "Program: “{program}”, {group}\nChild: {child}\nTerm: {first} – {last}\n"
        "Volume: {hours} h, the budget pays {money}, the parent 0 ₽\nCertificate No. {certificate}\n"
        "Text: SHA-256 {digest}…",
    ).format(
        number=contract.id,
        application=contract.application_id,
        program=safe(_short(facts.program, TITLE)),
        group=safe(_short(facts.group, TITLE)),
        child=pupil,
        first=formats.day(contract.starts_on),
        last=formats.day(contract.ends_on),
        hours=facts.hours,
        money=formats.money(facts.cost),
        certificate=safe(facts.certificate),
        digest=contract.digest[:DIGEST],
    )
    return f"{told}\n\n{_next(contract)}"


def _next(contract: ContractView) -> str:
    day = formats.day(contract.sign_by)
    if contract.status is ContractStatus.IN_FORCE:
        return _("The contract is in force. Enrol the child and expect them at the first lesson.")
    if contract.turn is Side.PARENT:
        return _("The parent signs with a code no later than {day}. Nothing is needed from you now.").format(day=day)
    if contract.turn is Side.PROVIDER and contract.parent_agreed_at is not None:
        return _("The parent has signed. Your confirmation puts the contract into force.")
    if contract.turn is Side.PROVIDER:
        return _("Please confirm: the parent can sign only after you, and no later than {day}.").format(day=day)
    return _("This contract is closed.")


def confirmed(contract: ContractView) -> str:
    """The message that is kept: a press is a confirmation, never a signature."""
    if contract.status is ContractStatus.IN_FORCE:
        return _(
            "<b>Contract No. {number}: confirmed in the bot</b>\n\nThis is a confirmation, not an electronic "
            "signature. The parent has signed, so the contract is in force. Next: enrol the child.",
        ).format(number=contract.id)
    return _(
        "<b>Contract No. {number}: confirmed in the bot</b>\n\nThis is a confirmation, not an electronic "
        "signature. Next the parent signs with a code, no later than {day}; you will be told at once.",
    ).format(number=contract.id, day=formats.day(contract.sign_by))


def not_in_chat() -> str:
    return _(
        "The full text has personal data in it, and this desk keeps them out of the chat. Please read it at the "
        "office.",
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
