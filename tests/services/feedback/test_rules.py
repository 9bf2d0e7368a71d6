"""Questions, grades and the last day of a survey."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.core.errors import Invalid
from services.feedback import rules
from services.feedback.models import Moment


def test_five_questions_about_lessons_and_one_about_applying() -> None:
    assert [question.code for question in rules.questions(Moment.LESSONS)] == [
        "lessons",
        "teacher",
        "schedule",
        "conditions",
        "information",
    ]
    assert [question.code for question in rules.questions(Moment.APPLYING)] == ["applying"]
    assert rules.key_question(Moment.LESSONS) == "lessons"


def test_numbers_of_questions_are_never_shared_and_both_languages_are_there() -> None:
    asked = [question for moment in Moment for question in rules.questions(moment)]
    assert len({question.no for question in asked}) == len(asked)
    assert all(text.strip() for question in asked for text in (question.ru, question.en))
    assert [grade.value for grade in rules.grades()] == [5, 4, 3, 2, 1]
    assert all(rules.question_by_no(question.no) == question for question in asked)


def test_words_of_grades_have_no_gender() -> None:
    words = " ".join(grade.ru for grade in rules.grades())
    assert "довол" not in words
    assert "(" not in words


def test_a_number_that_no_question_has_is_invalid() -> None:
    with pytest.raises(Invalid) as refused:
        rules.question_by_no(99)
    assert (refused.value.field, refused.value.why) == ("question", "unknown")


@pytest.mark.parametrize(
    ("moment", "question", "grade", "field"),
    [
        (Moment.LESSONS, "applying", 5, "question"),
        (Moment.APPLYING, "lessons", 5, "question"),
        (Moment.LESSONS, "lessons", 0, "grade"),
        (Moment.LESSONS, "lessons", 6, "grade"),
    ],
)
def test_foreign_questions_and_grades_are_invalid(moment: Moment, question: str, grade: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check(moment, question, grade)
    assert refused.value.field == field


def test_questions_follow_each_other() -> None:
    asked = rules.questions(Moment.LESSONS)
    assert rules.following(asked[0]) == asked[1]
    assert rules.following(asked[-1]) is None
    assert rules.preceding(asked[1]) == asked[0]
    assert rules.preceding(asked[0]) is None


@pytest.mark.parametrize("zone", ["Asia/Tomsk", "Europe/Moscow", "America/New_York"])
def test_the_last_day_is_whole_in_the_territory(zone: str) -> None:
    place = ZoneInfo(zone)
    opened = datetime(2026, 9, 1, 18, 30, tzinfo=UTC)
    closes = rules.closes_at(opened, 14, place)
    assert closes.hour == 0
    assert rules.last_day(closes, place) == opened.astimezone(place).date().replace(
        day=opened.astimezone(place).day + 14
    )
    assert isinstance(rules.last_day(closes, place), date)
