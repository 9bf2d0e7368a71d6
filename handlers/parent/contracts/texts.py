"""Words of the parent's contract."""

from datetime import datetime, tzinfo

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n, current
from services.contracts.models import ContractStatus
from services.contracts.queries import ContractText, ContractView
from services.contracts.rules import Side
from services.core.clock import local_date
from services.signing.models import SignatureKind
from services.signing.queries import SignatureView
from services.signing.rules import CodeCheck, CodeFault, IssuedCode

OFFICE = 120


def reading(contract: ContractView, now: datetime, *, other: str = "") -> str:
    """The main things in ten lines, and what is next; ``other`` tells a mere reader who signs."""
    head = _("<b>Contract No. {number}: ten lines</b>").format(number=contract.id)
    return "\n\n".join([head, safe(contract.summary(current())), other or _next(contract, now)])


def _next(contract: ContractView, now: datetime) -> str:
    if contract.status is ContractStatus.IN_FORCE:
        return _("In force since {day}.").format(day=formats.day(contract.starts_on))
    if contract.status is ContractStatus.ENDED:
        return _("It ended on {day}: the child has gone over to another program.").format(
            day=formats.day(contract.ends_on)
        )
    if contract.awaits_parent(now):
        return _("Sign no later than {day}; it takes two minutes.").format(day=formats.day(contract.sign_by))
    if contract.turn is Side.PARENT:
        return _("The term for signing ended on {day}.").format(day=formats.day(contract.sign_by))
    return _("The club confirms it next; I will write to you.")


def code(contract: ContractView, issued: IssuedCode) -> str:
    """The code itself; only a trial desk may show it."""
    shown = _(
        "<b>Code: {code}</b>\n\nThis is a trial desk, so the code is shown here. At a real one it comes by SMS and "
        "never through the messenger.",
    ).format(code=f"<code>{issued.code}</code>")
    asked = _n(
        "Write the six digits here as a message. The code signs contract No. {number} and nothing else; it works until "
        "{hour}, you have {count} try. Earlier codes no longer work.",
        "Write the six digits here as a message. The code signs contract No. {number} and nothing else; it works until "
        "{hour}, you have {count} tries. Earlier codes no longer work.",
        issued.tries,
    ).format(number=contract.id, hour=formats.hour(issued.expires_at, contract.zone), count=issued.tries)
    return f"{shown}\n\n{asked}"


def not_accepted(contract: ContractView, check: CodeCheck) -> str:
    """Why the code did not do, and what to do."""
    return "\n\n".join([_why(contract, check), _("The contract and all that you have filled in are kept.")])


def _why(contract: ContractView, check: CodeCheck) -> str:
    if check.why is CodeFault.WRONG and check.expires_at is not None:
        return _n(
            "The code did not fit. You have {count} try left, the code works until {hour}. Check that it is the last "
            "one: earlier codes no longer work.",
            "The code did not fit. You have {count} tries left, the code works until {hour}. Check that it is the last "
            "one: earlier codes no longer work.",
            check.tries_left,
        ).format(count=check.tries_left, hour=formats.hour(check.expires_at, contract.zone))
    if check.why is CodeFault.EXHAUSTED:
        return _("The tries of this code are used up, so it no longer works. Get a new code and write that one.")
    if check.why is CodeFault.EXPIRED:
        return _("The term of this code is over. Get a new code and write it within its minutes.")
    return _("There is no code to check: the last one is used already. Get a new code.")


def accepted(contract: ContractView) -> str:
    """Instead of the screen that showed the code."""
    return _("The code for contract No. {number} was accepted.").format(number=contract.id)


def signed(contract: ContractView, first_lesson_at: datetime | None) -> str:
    """The message that the parent keeps."""
    if contract.status is not ContractStatus.IN_FORCE:
        return _(
            "<b>You have signed contract No. {number}</b>\n\nNext the club confirms it, and the contract is in force; "
            "I will write to you. Nothing is needed from you now, the place is kept.",
        ).format(number=contract.id)
    return in_force(
        number=contract.id,
        certificate=contract.facts.certificate,
        since=formats.day(contract.starts_on),
        lesson=lesson(first_lesson_at.astimezone(contract.zone) if first_lesson_at else None),
    )


def in_force(*, number: int, certificate: str, since: str, lesson: str) -> str:
    """Both sides have agreed; ``since`` and ``lesson`` are worded already."""
    return _(
        "<b>Contract No. {number} is in force</b>, lessons from {day}.\n\n"
        "Certificate No. {certificate} is active: the budget pays, you pay 0 ₽.\n\n"
        "{lesson} After it I will ask whether you are satisfied; one tap is enough.",
    ).format(number=number, day=since, certificate=safe(certificate), lesson=lesson)


def lesson(local: datetime | None) -> str:
    """When the first lesson is; ``local`` carries the territory's zone."""
    if local is None or local.tzinfo is None:
        return _("The club will tell the day of the first lesson.")
    return _("First lesson: {weekday}, {moment}.").format(
        weekday=formats.weekday(local.weekday()), moment=formats.moment(local, local.tzinfo)
    )


def signing_help(contract: ContractView) -> str:
    """What to do when signing does not go."""
    return _(
        "<b>Contract No. {number}: help</b>\n\n"
        "The code does not come or does not fit: get a new one, only the last one works.\n\n"
        "You need more time or a paper contract: ask the office: {office}. The place is kept for you through {day}.\n\n"
        "You don't agree with the text: don't sign, and tell the office what is wrong. Not signing costs nothing.",
    ).format(number=contract.id, office=_office(contract), day=formats.day(contract.sign_by))


def on_page(contract: ContractView, *, other: str = "") -> str:
    """Personal data stay off the messenger: the text and the signature are on our own page."""
    if other:
        return "\n\n".join(
            [_("Contract No. {number} is read on the protected page.").format(number=contract.id), other]
        )
    return _(
        "Contract No. {number} has personal data in it, so it is read and signed on the protected page, not in the "
        "chat. Sign no later than {day}; the place is kept until then.",
    ).format(number=contract.id, day=formats.day(contract.sign_by))


def not_in_chat(contract: ContractView) -> str:
    """Personal data stay off the messenger, and the desk has no other door yet."""
    return _(
        "Contract No. {number} has personal data in it, and this desk keeps them out of the chat. Please read and sign "
        "it at the office: {office}. The place is kept for you through {day}.",
    ).format(number=contract.id, office=_office(contract), day=formats.day(contract.sign_by))


def caption(contract: ContractView, paper: ContractText) -> str:
    """Under the file: its digest, and who agreed so far."""
    head = _("Contract No. {number}. SHA-256 of this file:\n<code>{digest}</code>").format(
        number=contract.id, digest=paper.digest
    )
    return "\n".join([head, *(_signature(line, contract.zone) for line in paper.protocol)])


def translation_caption(contract: ContractView) -> str:
    return _("A translation of contract No. {number} to read. The Russian text is what is signed.").format(
        number=contract.id
    )


def _signature(line: SignatureView, zone: tzinfo) -> str:
    day = formats.day(local_date(line.made_at, zone))
    if line.kind is SignatureKind.SIMPLE:
        return _("Parent: simple electronic signature, {day}.").format(day=day)
    return _("Club: confirmed in the bot, not a signature, {day}.").format(day=day)


def _office(contract: ContractView) -> str:
    authority = contract.facts.authority
    if authority is None:
        return _("the authorised body")
    return safe(authority if len(authority) <= OFFICE else authority[: OFFICE - 1].rstrip() + "…")
