"""Words for the errors of the feedback room."""

from collections.abc import Callable

from handlers.common import formats
from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.feedback.errors import AlreadyReplied, SurveyClosed
from services.feedback.rules.templates import REMARK_MOST


def _closed(error: SurveyClosed) -> str:
    return _(
        "This survey closed on {day}. What you answered before is kept; the next survey will come here by itself.",
    ).format(day=formats.day(error.last_day))


def _replied(_error: AlreadyReplied) -> str:
    return _(
        "Your club has answered the families of this month already: they have it. The next month has its own answer."
    )


def _unknown_question() -> str:
    return _("This question is not asked any more. Open the survey from its message and answer the others.")


def _unknown_grade() -> str:
    return _("There is no such answer. Choose one of those under the question.")


def _unknown_reply() -> str:
    return _("There is no such answer any more. Choose one of those under the figures.")


def _long_remark() -> str:
    return _("This is too long: write at most {most} characters, the main thing first.").format(most=REMARK_MOST)


WORDS: Words = {SurveyClosed: _closed, AlreadyReplied: _replied}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("question", "unknown"): _unknown_question,
    ("grade", "range"): _unknown_grade,
    ("reply", "unknown"): _unknown_reply,
    ("remark", "long"): _long_remark,
}
