"""Measures of the standard checklist, and what a mark needs; pure."""

import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources

from services.core.errors import Invalid
from services.monitoring.models import Mark

TEXT_MOST = 500
OBJECTION_DAYS = 10
"""Days after the act was signed in which a provider may object; a term of this service, no act sets one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is checked, in both languages, and the law or agreement that asks for it."""

    code: str
    ru: str
    en: str
    ground: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was found on a measure; one that is not met has words and a day to mend it by."""

    mark: Mark
    finding: str = field(default="", repr=False)
    remedy_by: date | None = None


@cache
def measures() -> tuple[Measure, ...]:
    """All measures of the standard checklist in their order."""
    text = resources.files("services.monitoring").joinpath("checklist.toml").read_text("utf-8")
    return tuple(Measure(**row) for row in tomllib.loads(text)["measures"])


def chosen(codes: tuple[str, ...]) -> list[dict[str, str]]:
    """The measures to put in force, in the standard order. Raises Invalid for none and for unknown ones."""
    if not codes or not set(codes) <= {one.code for one in measures()}:
        raise Invalid("measures", "choice")
    return [asdict(one) for one in measures() if one.code in codes]


def checked_line(typed: str, fieldname: str, most: int = TEXT_MOST) -> str:
    """A text on one line. Raises Invalid blank or long."""
    text = " ".join(typed.split())
    if not text:
        raise Invalid(fieldname, "blank")
    if len(text) > most:
        raise Invalid(fieldname, "long")
    return text


def checked_result(result: Result, *, held_on: date) -> Result:
    """A result that can stand: «not met» says what and until when. Raises Invalid."""
    if result.mark is not Mark.NOT_MET:
        return Result(result.mark, checked_line(result.finding, "finding") if result.finding.strip() else "")
    if result.remedy_by is None or result.remedy_by < held_on:
        raise Invalid("remedy", "day")
    return Result(result.mark, checked_line(result.finding, "finding"), result.remedy_by)


def object_by(signed_on: date) -> date:
    """The last day for objections."""
    return signed_on + timedelta(days=OBJECTION_DAYS)
