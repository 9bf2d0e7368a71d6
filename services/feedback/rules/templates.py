"""What a survey asks: questions, scales and templates are data (``surveys.toml``), in both languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from services.core.errors import Invalid
from services.feedback.models import Subject

REMARK_MOST = 600
"""Characters of what one may say in own words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to a question; of the five grades 5 is the best."""

    value: int
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``no`` is the number that buttons carry. ``alarm``: the value of which the staff is told."""

    no: int
    code: str
    ru: str
    en: str
    choices: tuple[Choice, ...]
    alarm: int | None


@dataclass(frozen=True, slots=True)
class Template:
    """What is asked by one version of a survey; the first question is the key one, and the only one that is a must."""

    code: str
    subject: Subject
    questions: tuple[Question, ...]
    remark: bool
    territory: str | None

    @property
    def key(self) -> Question:
        """The question on satisfaction as a whole (indicator 5.3 reads that of LESSONS)."""
        return self.questions[0]

    def following(self, question: Question) -> Question | None:
        """The next question; None after the last."""
        return next(iter(self.questions[self.questions.index(question) + 1 :]), None)

    def preceding(self, question: Question) -> Question | None:
        """The question before; None at the first."""
        at = self.questions.index(question)
        return self.questions[at - 1] if at else None

    def by_no(self, no: int) -> Question:
        """The question whose number a button carries; raises Invalid for one that this template does not ask."""
        found = next((one for one in self.questions if one.no == no), None)
        if found is None:
            raise Invalid("question", "unknown")
        return found

    def check(self, question: str, value: int) -> None:
        """Raise Invalid for a question that is not asked here, or an answer that it does not have."""
        asked = next((one for one in self.questions if one.code == question), None)
        if asked is None:
            raise Invalid("question", "unknown")
        if value not in {known.value for known in asked.choices}:
            raise Invalid("grade", "range")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("services.feedback").joinpath("surveys.toml").read_text("utf-8"))


@cache
def grades() -> tuple[Choice, ...]:
    """The five grades, the best first."""
    return tuple(Choice(**row) for row in _data()["scales"]["grades"])


@cache
def replies() -> tuple[Choice, ...]:
    """What a club may answer to a month's results by one tap."""
    return tuple(Choice(**row) for row in _data()["replies"])


@cache
def questions() -> Mapping[str, Question]:
    """Every question that was ever asked, by its code."""
    return {row["code"]: _question(**row) for row in _data()["questions"]}


def question_by_no(no: int) -> Question:
    """The question whose number a button carries, of whatever survey; raises Invalid for a number that none has."""
    found = next((one for one in questions().values() if one.no == no), None)
    if found is None:
        raise Invalid("question", "unknown")
    return found


@cache
def templates() -> Mapping[str, Template]:
    """Every version of every survey, by its code, the oldest first."""
    return {row["code"]: _template(**row) for row in _data()["templates"]}


def template(code: str) -> Template:
    """The version by which a survey was opened."""
    return templates()[code]


@cache
def newest(subject: Subject, territory: str) -> Template:
    """What is asked from now on: the newest version of the territory's own survey, else of everybody's."""
    known = [one for one in templates().values() if one.subject is subject and one.territory in (None, territory)]
    return max(known, key=lambda one: (one.territory is not None, known.index(one)))


def key_question(subject: Subject) -> str:
    """The code of the question on satisfaction as a whole; all versions of a survey share it."""
    return next(one for one in templates().values() if one.subject is subject).key.code


def read_remark(typed: str) -> str | None:
    """What was written in own words, in one line per paragraph; None for nothing. Raises Invalid when too long."""
    text = "\n".join(line for line in (" ".join(part.split()) for part in typed.splitlines()) if line)
    if len(text) > REMARK_MOST:
        raise Invalid("remark", "long")
    return text or None


def _question(*, scale: str, alarm: int | None = None, **row: Any) -> Question:
    return Question(**row, choices=tuple(Choice(**one) for one in _data()["scales"][scale]), alarm=alarm)


def _template(*, code: str, subject: str, questions: list[str], remark: bool, territory: str | None = None) -> Template:
    asked = tuple(_asked(name) for name in questions)
    return Template(code, Subject(subject), asked, remark, territory)


def _asked(code: str) -> Question:
    return questions()[code]
