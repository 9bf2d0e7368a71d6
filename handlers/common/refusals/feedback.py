"""Words for the errors of the feedback room."""

from collections.abc import Callable

from handlers.common import formats
from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.feedback.errors import SurveyClosed


def _closed(error: SurveyClosed) -> str:
    return _(
        "This survey closed on {day}. What you answered before is kept; the next survey will come here by itself.",
    ).format(day=formats.day(error.last_day))


def _unknown_question() -> str:
    return _("This question is not asked any more. Open the survey from its message and answer the others.")


def _unknown_grade() -> str:
    return _("There is no such grade. Choose one of the five under the question.")


WORDS: Words = {SurveyClosed: _closed}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("question", "unknown"): _unknown_question,
    ("grade", "range"): _unknown_grade,
}
