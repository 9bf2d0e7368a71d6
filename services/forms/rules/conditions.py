"""When a question is asked, as data. A name with «@» is a fact that is known and not asked: ``@age``, ``@category``."""

from collections.abc import Mapping
from dataclasses import dataclass

Answers = Mapping[str, str]
AGE, CATEGORY, RELATION = "@age", "@category", "@relation"
"""Facts: full years today; the child's special category; who the grown-up is to the child."""


@dataclass(frozen=True, slots=True)
class Always:
    """Whatever was answered before."""

    def __call__(self, _answers: Answers) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class OneOf:
    """An answer, or a fact, is one of these."""

    name: str
    values: tuple[str, ...]

    def __call__(self, answers: Answers) -> bool:
        return answers.get(self.name) in self.values


@dataclass(frozen=True, slots=True)
class Aged:
    """The child's full years: from ``least`` on and below ``below``."""

    least: int = 0
    below: int = 200

    def __call__(self, answers: Answers) -> bool:
        return self.least <= int(answers.get(AGE, "0")) < self.below


Condition = Always | OneOf | Aged
ALWAYS = Always()
