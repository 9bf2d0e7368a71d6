"""Buttons of the provider's applications."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.certificates import texts
from handlers.staff.certificates.list_buttons import Lists
from services.certificates.queries import Cases
from services.certificates.rules.lifecycle import PROVIDER_GROUNDS, Deed, Remark


class ProviderCases(CallbackData, prefix="certpl"):
    """Applications to the provider."""

    page: int = 0


class ProviderCase(CallbackData, prefix="certpc"):
    """One application."""

    application_id: int


class Accept(CallbackData, prefix="certhas"):
    """The club has a place."""

    application_id: int


class Clarify(CallbackData, prefix="certpq"):
    """Ask the parent: choose the remark, then at once."""

    application_id: int
    remark: str = ""


class Decline(CallbackData, prefix="certpno"):
    """The club cannot take the child: choose the ground, then at once."""

    application_id: int
    ground: str = ""


class Invite(CallbackData, prefix="certtest"):
    """The program has an entrance test."""

    application_id: int


def answers(number: int, may: frozenset[Deed]) -> tuple[Row, ...]:
    """What the club may say, one or two taps each."""
    first = [button(_("✅ There is a place"), Accept(application_id=number))] if Deed.ACCEPT in may else []
    second = []
    if Deed.RETURN in may:
        second.append(button(_("❓ Clarify…"), Clarify(application_id=number)))
    if Deed.REFUSE in may:
        second.append(button(_("Refuse…"), Decline(application_id=number)))
    third = [button(_("📝 Invite to the entrance test"), Invite(application_id=number))] if Deed.INVITE in may else []
    return tuple(row for row in (first, second, third) if row)


def remarks(number: int) -> tuple[Row, ...]:
    """What the parent may be asked."""
    rows = [[button(texts.remark(code), Clarify(application_id=number, remark=code))] for code in Remark]
    return (*rows, back(ProviderCase(application_id=number)))


def grounds(number: int) -> tuple[Row, ...]:
    """The club's grounds of a refusal; the second press is the act."""
    rows = [[button(texts.ground(code), Decline(application_id=number, ground=code))] for code in PROVIDER_GROUNDS]
    return (*rows, back(ProviderCase(application_id=number)))


def cases(found: Cases) -> tuple[Row, ...]:
    """Applications two in a row, arrows, menu."""
    opens = [
        button(_("No. {number}").format(number=line.facts.number), ProviderCase(application_id=line.facts.number))
        for line in found.items
    ]
    rows: list[Row] = [opens[at : at + 2] for at in range(0, len(opens), 2)]
    return (
        *rows,
        *pages(found.page, found.pages, lambda to: ProviderCases(page=to)),
        [button(_("⏳ Waiting lists"), Lists())],
        home(),
    )
