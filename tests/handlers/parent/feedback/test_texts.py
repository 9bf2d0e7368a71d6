"""Words of the surveys fit the screen and carry what they promise."""

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.common import words
from handlers.common.notices.feedback import RENDERERS
from handlers.common.refusals.feedback import INVALID, WORDS
from handlers.parent.feedback import keyboards, texts
from services.feedback import rules
from services.feedback.errors import SurveyClosed
from services.feedback.models import Moment

DATA = {"survey": 9_999_999_999, "contract": 1093, "needed": 5, "last_day": "2026-10-10"}


@pytest.fixture(params=words.LOCALES, autouse=True)
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    words.use(request.param)
    yield request.param
    words.use(words.DEFAULT)


@pytest.mark.parametrize("kind", ["survey", "survey_applying"])
def test_the_invitation_itself_has_the_five_grades(kind: str) -> None:
    screen = RENDERERS[kind](DATA)
    grades = [row[0] for row in screen.rows[:5]]
    assert "1093" in screen.text
    assert len(screen.text) <= 900
    assert [keyboards.SurveyAnswer.unpack(button.callback_data or "").grade for button in grades] == [5, 4, 3, 2, 1]
    assert all(len((button.callback_data or "").encode()) <= 64 for row in screen.rows for button in row)


def test_every_question_fits_and_has_a_way_out() -> None:
    for question in rules.questions(Moment.LESSONS):
        text = texts.next_question(question, given=4, thanks=True)
        rows = keyboards.next_question(1, question, rules.preceding(question))
        assert len(text) <= 900
        assert len(rows) <= 8
        assert any("fbend" in (button.callback_data or "") for row in rows for button in row)


def test_the_last_screen_says_how_many_answers_make_a_total() -> None:
    text = texts.finished(answered=3, total=5, needed=7, last_day=date(2026, 10, 10))
    assert "3" in text
    assert "7" in text
    assert "10" in text
    assert texts.finished(answered=0, total=5, needed=7, last_day=date(2026, 10, 10)) != text


def test_refusals_have_words() -> None:
    assert "2026" in WORDS[SurveyClosed](SurveyClosed(date(2026, 10, 10)))
    assert all(sentence() for sentence in INVALID.values())
