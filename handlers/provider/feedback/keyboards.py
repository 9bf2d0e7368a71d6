"""Buttons of a club's surveys."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home, pages
from handlers.common.screen import Row, button
from handlers.common.words import pick
from services.feedback.rules import templates

LONGEST = 58


class ClubVoices(CallbackData, prefix="cvoice"):
    """A club's results of a month; without a club the first of one's own, without a month its newest."""

    provider_id: int = 0
    period: int = 0


class ClubReply(CallbackData, prefix="cvsay"):
    """A ready answer to all families of a month: one tap."""

    provider_id: int
    period: int
    ready: int


def month(
    provider_id: int, periods: Sequence[int], period: int, clubs: Sequence[int], *, can_reply: bool
) -> tuple[Row, ...]:
    """Ready answers, other months, other clubs of the person."""
    rows: list[Row] = []
    if can_reply:
        for one in templates.replies():
            chosen = ClubReply(provider_id=provider_id, period=period, ready=one.value)
            rows.append([button(_cut(pick(one.ru, one.en)), chosen)])
    at = periods.index(period) if period in periods else 0
    rows += pages(at, len(periods), lambda to: ClubVoices(provider_id=provider_id, period=periods[to]))
    if len(clubs) > 1:
        following = clubs[(clubs.index(provider_id) + 1) % len(clubs)]
        rows.append([button("🏫 ›", ClubVoices(provider_id=following))])
    return (*rows, home())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
