"""Words of the surveys fit the screen and carry what they promise."""

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.common import words
from handlers.common.notices.feedback import RENDERERS
from handlers.common.refusals.feedback import INVALID, WORDS
from handlers.parent.feedback import keyboards, texts
from services.feedback.errors import AlreadyReplied, SurveyClosed
from services.feedback.models import Moment
from services.feedback.rules import templates

BIG = 9_999_999_999
DATA = {"surveys": [[BIG, 1093]], "moment": "lessons", "needed": 5, "last_day": "2026-10-10"}


@pytest.fixture(params=words.LOCALES, autouse=True)
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    words.use(request.param)
    yield request.param
    words.use(words.DEFAULT)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        *(("survey", {**DATA, "moment": moment.value}) for moment in Moment),
        ("survey", {"survey": BIG, "contract": 1093, "needed": 5, "last_day": "2026-10-10"}),
        ("survey_applying", {**DATA, "moment": "applying"}),
        ("survey_reminder", DATA),
    ],
)
def test_the_invitation_itself_has_the_five_grades(kind: str, data: dict[str, object]) -> None:
    screen = RENDERERS[kind](data)
    grades = [row[0] for row in screen.rows[:5]]
    assert "1093" in screen.text
    assert len(screen.text) <= 900
    assert [keyboards.SurveyAnswer.unpack(button.callback_data or "").grade for button in grades] == [5, 4, 3, 2, 1]
    assert all(len((button.callback_data or "").encode()) <= 64 for row in screen.rows for button in row)


def test_of_several_classes_there_is_a_row_for_each() -> None:
    surveys = [[BIG + number, 1093 + number] for number in range(9)]
    screen = RENDERERS["survey"]({**DATA, "surveys": surveys})
    assert len(screen.rows) == keyboards.CLASSES + 1
    assert all(str(number) in screen.text for _survey, number in surveys)


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("survey_results", {"results": [[1093, 20, 12, 10], [1094, None, None, None]]}, ("12", "20", "10", "1094")),
        ("survey_reply", {"contract": 1093, "period": 202610, "reply": 3, "more": True}, ("1093",)),
        ("survey_club", {"provider": 7, "period": 202610}, ()),
        ("survey_alarm", {"result": 3, "provider": 7, "question": "surcharge", "said": 2}, ("2", "3")),
    ],
)
def test_what_came_of_it_fits_and_leads_on(kind: str, data: dict[str, object], said: tuple[str, ...]) -> None:
    screen = RENDERERS[kind](data)
    assert len(screen.text) <= 900
    assert all(piece in screen.text for piece in said)
    assert screen.rows


def test_every_question_fits_and_has_a_way_out() -> None:
    template = templates.template("lessons-2")
    for question in template.questions:
        text = texts.next_question(template, question, given=question.choices[0].value, thanks=True)
        rows = keyboards.next_question(1, question, template.preceding(question))
        assert len(text) <= 900
        assert len(rows) <= 8
        assert any("fbend" in (button.callback_data or "") for row in rows for button in row)


def test_the_last_screen_says_how_many_answers_make_a_total() -> None:
    text = texts.finished(answered=3, total=5, needed=7, last_day=date(2026, 10, 10))
    assert all(piece in text for piece in ("3", "7", "10"))
    assert texts.finished(answered=0, total=5, needed=7, last_day=date(2026, 10, 10)) != text


def test_refusals_have_words() -> None:
    assert "2026" in WORDS[SurveyClosed](SurveyClosed(date(2026, 10, 10)))
    assert WORDS[AlreadyReplied](AlreadyReplied())
    assert all(sentence() for sentence in INVALID.values())
