"""Buttons of a survey."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _, pick
from services.feedback.rules import Question, grades


class SurveyAnswer(CallbackData, prefix="fbans"):
    """A grade for a question; ``question_index`` is the number that the question keeps for ever."""

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
    """Five grades, one tap each, the best first."""
    return [
        [
            button(
                _capital(pick(grade.ru, grade.en)),
                SurveyAnswer(survey_id=survey_id, question_index=question.no, grade=grade.value),
            )
        ]
        for grade in grades()
    ]


def first_question(survey_id: int, question: Question) -> tuple[Row, ...]:
    """Under the invitation."""
    return (*grade_rows(survey_id, question), home())


def next_question(survey_id: int, question: Question, before: Question | None) -> tuple[Row, ...]:
    """Under a question that may be left out."""
    enough = button(_("Enough, thank you"), SurveyEnough(survey_id=survey_id))
    rows: list[Row] = [*grade_rows(survey_id, question), [enough]]
    if before is not None:
        rows.append([button(_("← Previous question"), SurveyQuestion(survey_id=survey_id, question_index=before.no))])
    return (*rows, home())


def finished(survey_id: int, first: Question) -> tuple[Row, ...]:
    """Under the last screen: an answer may be changed while the survey is open."""
    change = button(_("Change my answers"), SurveyQuestion(survey_id=survey_id, question_index=first.no))
    return ([change], home())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
