"""One definition of each form, as data: the chat dialogue and the web page are two renderers of it.

A value is text on both sides: as typed and as kept (dates in ISO, a choice by its code). A skipped optional field is
kept as an empty text, so that "answered" and "not asked yet" differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.core.errors import Invalid, NotFound
from services.forms.rules.conditions import ALWAYS, Answers, Condition

Parse = Callable[[str, date], str]
"""What was typed, and today in the territory → what is kept. Raises Invalid."""


class Kind(StrEnum):
    """What a renderer draws: a line, a date, a telephone's keyboard, a few buttons, or (on pages) a place for files."""

    TEXT = "text"
    DATE = "date"
    PHONE = "phone"
    NUMBER = "number"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``most``: characters that may be typed; ``asked``: whether earlier answers and facts call for it.

    ``only``: choices that are offered on a condition.
    """

    code: str
    kind: Kind
    parse: Parse | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    most: int = 40
    asked: Condition = ALWAYS
    only: tuple[tuple[str, Condition], ...] = ()

    def offered(self, answers: Answers) -> tuple[str, ...]:
        """The choices that these answers and facts leave."""
        conditions = dict(self.only)
        return tuple(code for code in self.choices if conditions.get(code, ALWAYS)(answers))

    def read(self, text: str, today: date) -> str:
        """Normalise what was typed. Raises Invalid: ``long``, ``empty``, ``choice``, or what the field's check says."""
        if len(text) > self.most:
            raise Invalid(self.code, "long")
        typed = text.strip()
        if not typed:
            if self.optional:
                return ""
            raise Invalid(self.code, "empty")
        if self.choices and typed not in self.choices:
            raise Invalid(self.code, "choice")
        return typed if self.parse is None else self.parse(typed, today)


@dataclass(frozen=True, slots=True)
class Form:
    """Questions in their order."""

    code: str
    fields: tuple[Field, ...]
    of_child: bool = False
    """Each child has one of its own; else it is the grown-up's."""
    asked_of: Condition = ALWAYS
    """Whether facts call for the form at all."""

    def field(self, code: str) -> Field:
        """The question of this code. Raises NotFound."""
        for field in self.fields:
            if field.code == code:
                return field
        raise NotFound("field")

    def asked(self, answers: Answers) -> tuple[Field, ...]:
        """The questions that these answers call for."""
        return tuple(field for field in self.fields if field.asked(answers))

    def missing(self, answers: Answers) -> Field | None:
        """The first question without an answer; None when the form is complete."""
        return next((field for field in self.asked(answers) if field.code not in answers), None)

    def before(self, code: str, answers: Answers) -> Field | None:
        """The question before this one; None at the beginning."""
        codes = [field.code for field in self.asked(answers)]
        place = codes.index(code) if code in codes else 0
        return self.field(codes[place - 1]) if place else None

    def answered(self, answers: Answers) -> dict[str, str]:
        """Only what the form still asks: an answer whose condition has gone is dropped."""
        return {field.code: answers[field.code] for field in self.asked(answers) if field.code in answers}

    def put(self, answers: Answers, code: str, text: str, today: date) -> dict[str, str]:
        """The answers with one more, without facts. Raises Invalid or NotFound; the given answers stay as they are."""
        asked = self.field(code)
        value = asked.read(text, today)
        if value and asked.choices and value not in asked.offered(answers):
            raise Invalid(code, "choice")
        return self.answered({**answers, code: value})

    def check(self, answers: Answers, today: date) -> dict[str, str]:
        """Read all answers at once, as a page sends them. Raises Invalid for the first that cannot be right."""
        read: dict[str, str] = {}
        for field in self.fields:
            if field.asked(read):
                read[field.code] = field.read(answers.get(field.code, ""), today)
        return read
