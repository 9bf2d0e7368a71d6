"""Buttons of the provider's applications."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from services.certificates.queries import Cases


class ProviderCases(CallbackData, prefix="certpl"):
    """Applications to the provider."""

    page: int = 0


class ProviderCase(CallbackData, prefix="certpc"):
    """One application."""

    application_id: int


def cases(found: Cases) -> tuple[Row, ...]:
    """Applications two in a row, arrows, menu."""
    opens = [
        button(_("No. {number}").format(number=line.facts.number), ProviderCase(application_id=line.facts.number))
        for line in found.items
    ]
    rows: list[Row] = [opens[at : at + 2] for at in range(0, len(opens), 2)]
    return (*rows, *pages(found.page, found.pages, lambda to: ProviderCases(page=to)), home())
