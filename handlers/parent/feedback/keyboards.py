"""Buttons of a survey. No other room's buttons here."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _, pick
from services.feedback.rules.templates import Question

CLASSES, MORE = 6, 4
"""Classes on one screen; the others come up as these are answered."""
SHORT = 6
"""More choices than these stand two in a row."""


class SurveyAnswer(CallbackData, prefix="fbans"):
    """An answer to a question; ``question_index`` is the number that the question keeps for ever."""

    survey_id: int
    question_index: int
    grade: int


class SurveyQuestion(CallbackData, prefix="fbask"):
    """Open a question, answered or not."""

    survey_id: int
    question_index: int


class SurveyEnough(CallbackData, prefix="fbend"):
    """The person answers no more."""

    survey_id: int


def grade_rows(survey_id: int, question: Question) -> list[Row]:
    """The answers, one tap each, the best first."""
    each = [
        button(
            _capital(pick(one.ru, one.en)),
            SurveyAnswer(survey_id=survey_id, question_index=question.no, grade=one.value),
        )
        for one in question.choices
    ]
    size = 1 if len(each) < SHORT else 2
    return [each[at : at + size] for at in range(0, len(each), size)]


def first_question(surveys: Sequence[tuple[int, int]], question: Question) -> tuple[Row, ...]:
    """Under the invitation: of one class the answers themselves, of several a row for each (survey, contract)."""
    if len(surveys) == 1:
        return (*grade_rows(surveys[0][0], question), home())
    return (*classes(surveys[:CLASSES], question), home())


def classes(surveys: Iterable[tuple[int, int]], question: Question) -> list[Row]:
    """A row for each class: (survey, contract)."""
    return [
        [
            button(
                _("Contract No. {number}").format(number=contract),
                SurveyQuestion(survey_id=survey, question_index=question.no),
            )
        ]
        for survey, contract in surveys
    ]


def next_question(survey_id: int, question: Question, before: Question | None) -> tuple[Row, ...]:
    """Under a question that may be left out."""
    last = [button(_("Enough, thank you"), SurveyEnough(survey_id=survey_id))]
    if before is not None:
        back = button(_("← Previous question"), SurveyQuestion(survey_id=survey_id, question_index=before.no))
        last = [back, *last]
    rows = grade_rows(survey_id, question)
    return (*rows, last, home())


def finished(
    survey_id: int, first: Question, others: Sequence[tuple[int, int]], page: Iterable[Row]
) -> tuple[Row, ...]:
    """Under the last screen: the family's other classes, own words, and a change while the survey is open."""
    change = button(_("Change my answers"), SurveyQuestion(survey_id=survey_id, question_index=first.no))
    return (*classes(others[:MORE], first), *page, [change], home())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
