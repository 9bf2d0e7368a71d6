"""Questions and grades of the surveys, and how long a survey stays open. Texts are data: ``surveys.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from services.core.clock import local_date
from services.core.errors import Invalid
from services.feedback.models import Moment


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade from 5 (fully satisfied) to 1 (not at all), in both languages."""

    value: int
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a survey; ``no`` is the number that buttons carry, the first of a moment is its key question."""

    no: int
    code: str
    moment: Moment
    ru: str
    en: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("services.feedback").joinpath("surveys.toml").read_text("utf-8"))


@cache
def grades() -> tuple[Grade, ...]:
    """The five grades, the best first."""
    return tuple(Grade(**row) for row in _data()["grades"])


@cache
def questions(moment: Moment) -> tuple[Question, ...]:
    """The questions of a moment in their order."""
    return tuple(Question(moment=moment, **row) for row in _data()[moment.value])


def key_question(moment: Moment) -> str:
    """The code of the question on satisfaction as a whole (indicator 5.3 reads that of LESSONS)."""
    return questions(moment)[0].code


def question_by_no(no: int) -> Question:
    """The question whose number a button carries; raises Invalid for a number that no question has."""
    for moment in Moment:
        for question in questions(moment):
            if question.no == no:
                return question
    raise Invalid("question", "unknown")


def following(question: Question) -> Question | None:
    """The next question of the same moment; None after the last."""
    asked = questions(question.moment)
    return next(iter(asked[asked.index(question) + 1 :]), None)


def preceding(question: Question) -> Question | None:
    """The question before; None at the first."""
    asked = questions(question.moment)
    at = asked.index(question)
    return asked[at - 1] if at else None


def check(moment: Moment, question: str, grade: int) -> None:
    """Raise Invalid for a question of another moment, or a grade that is not one of the five."""
    if question not in {asked.code for asked in questions(moment)}:
        raise Invalid("question", "unknown")
    if grade not in {known.value for known in grades()}:
        raise Invalid("grade", "range")


def closes_at(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the last day: a survey of 14 days opened on the 1st can be answered through the 15th."""
    after_last = local_date(now, zone) + timedelta(days=days + 1)
    return datetime.combine(after_last, time(), zone)


def last_day(closes: datetime, zone: ZoneInfo) -> date:
    """The day through which a survey that closes at this moment can be answered."""
    return local_date(closes - timedelta(microseconds=1), zone)
