"""Ages and school grades in a sentence."""

import re
from collections.abc import Callable

from services.programs.rules.draft import OLDEST, Draft, Line

YOUNGEST_ALONE, OLDEST_ALONE = 3, 17
"""A number that stands alone is an age between these."""
GRADE_AGE = 6
"""Pupils of the first grade are 7 and 8: a grade and six years, or one more."""
LAST_GRADE = 11
_MONTHS = 12
_N = r"(\d+(?:\.\d)?)"
_YEARS = r"(?:лет|летний|л)"
_TO = r"(?:до|по|-)"
_AND = r"(?:до|по|-|и|или|,)"
_GRADE = r"o?(\d+)(?: [абвгдеж])?"


def _rx(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{text})(?!\S)")


def read_years(line: Line, draft: Draft) -> None:
    """«8 лет», «от 7 до 9 лет», «до 9 лет», «старше 10 лет», «лет 8», «5 класс», «2017 г.р.»."""
    for pattern, reader in _RULES:
        line.take(pattern, lambda match, reader=reader: reader(draft, match))  # type: ignore[misc]


def read_alone(line: Line, draft: Draft) -> None:
    """Numbers that nothing else has taken: «шахматы 8», «для 7-9»; none where ages were said in words."""

    def span(match: re.Match[str]) -> bool:
        low, high = int(match[1]), int(match[2])
        is_age = YOUNGEST_ALONE <= low < high <= OLDEST + 1
        return is_age and ("years" in draft.ages or draft.add_ages("years", low, high))

    def alone(match: re.Match[str]) -> bool:
        number = int(match[1])
        is_age = YOUNGEST_ALONE <= number <= OLDEST_ALONE
        return is_age and ("years" in draft.ages or draft.add_ages("years", number, number))

    line.take(_SPAN, span)
    line.take(_LIMIT_ALONE, lambda match: draft.add_ages("limit", 0, int(match[1])))
    line.take(_ALONE, alone)


def _said(match: re.Match[str]) -> tuple[float, float]:
    """The first and the last number of a match."""
    numbers = [float(number) for number in match.groups() if number]
    return numbers[0], numbers[-1]


def _years(draft: Draft, match: re.Match[str]) -> bool:
    """One age, or two."""
    return draft.add_ages("years", *_said(match))


def _up_to(draft: Draft, match: re.Match[str]) -> bool:
    return draft.add_ages("limit", 0, _said(match)[0])


def _younger(draft: Draft, match: re.Match[str]) -> bool:
    return draft.add_ages("limit", 0, _said(match)[0] - 1)


def _from(draft: Draft, match: re.Match[str]) -> bool:
    return draft.add_ages("limit", _said(match)[0], max(OLDEST, _said(match)[0]))


def _months(draft: Draft, match: re.Match[str]) -> bool:
    years = _said(match)[0] // _MONTHS
    return years <= YOUNGEST_ALONE and draft.add_ages("years", years, years)


def _grade(draft: Draft, match: re.Match[str], *, age: int = GRADE_AGE) -> bool:
    low, high = _said(match)
    return 1 <= low <= high <= LAST_GRADE and draft.add_ages("grade", low + age, high + age + 1)


def _next_grade(draft: Draft, match: re.Match[str]) -> bool:
    """Who is to go to a grade is a year younger than its pupils."""
    return _grade(draft, match, age=GRADE_AGE - 1)


def _born(draft: Draft, match: re.Match[str]) -> bool:
    """A year of birth is two ages until the birthday is known."""
    if draft.today is not None:
        years = draft.today.year - _said(match)[0]
        draft.add_ages("years", years - 1, years)
    return True


def _school_year(draft: Draft, match: re.Match[str]) -> bool:
    is_birth = draft.today is not None and 1 < draft.today.year - _said(match)[0] <= OLDEST
    return _born(draft, match) if is_birth else True


def _one(draft: Draft, _match: re.Match[str]) -> bool:
    """«год и три месяца»."""
    return draft.add_ages("years", 1, 1)


def _drop(_draft: Draft, _match: re.Match[str]) -> bool:
    return True


_RULES: list[tuple[re.Pattern[str], Callable[[Draft, re.Match[str]], bool]]] = [
    (_rx(rf"o?\d+ {_YEARS} (?:обучение|занятие)"), _drop),
    (_rx(rf"(20[0-2]\d)(?: {_YEARS})? рождение|(?:родиться|рождение)(?: в)? (20[0-2]\d)(?: {_YEARS})?"), _born),
    (_rx(r"(20[0-2]\d) л руб"), _born),
    (_rx(rf"(?:в )?(20\d\d)(?: учебный)? {_YEARS}"), _school_year),
    (_rx(rf"(?:в )?{_GRADE}(?: класс)? {_AND} {_GRADE} класс"), _grade),
    (_rx(rf"(?:будущий|идти в|пойти в|перейти в|переходить в) {_GRADE} класс"), _next_grade),
    (_rx(rf"(?:в )?{_GRADE} класс|класс {_GRADE}"), _grade),
    (_rx(rf"{_N} {_YEARS} и младше|(?:не старше|не дороже) {_N} {_YEARS}|не старше {_N}"), _up_to),
    (_rx(rf"(?:(?:от|с) )?{_N}(?: {_YEARS})? и старше|(?:старше|не младше) {_N}(?: {_YEARS})?"), _from),
    (_rx(rf"(?:после|дороже|не меньше) {_N} {_YEARS}"), _from),
    (_rx(rf"(?:младше|меньше) {_N} {_YEARS}|младше {_N}"), _younger),
    (_rx(rf"{_N} [-,] \d+ (?:[-,]|и|или) {_N} {_YEARS}"), _years),
    (_rx(rf"(?:(?:от|с|между|для) )?{_N}(?: {_YEARS})? {_TO} {_N} {_YEARS}"), _years),
    (_rx(rf"(?<!в )(?<!после )(?<!к )(?<!до ){_N}(?: {_YEARS})? {_AND} {_N} {_YEARS}"), _years),
    (_rx(rf"до {_N} {_YEARS}"), _up_to),
    (_rx(rf"(?:от |с |в )?{_N} (?:и|с) половина(?: {_YEARS})?"), _years),
    (_rx(rf"(?:от |с |в )?{_N} {_YEARS}(?: (?:и )?\d+ месяц| с половина)?"), _years),
    (_rx(rf"(?:возраст )?лет (?:с |от )?{_N}(?: {_TO} {_N})?"), _years),
    (_rx(r"лет (?:и )?\d+ месяц"), _one),
    (_rx(r"(?:от |с )?(\d+) месяц"), _months),
]  # fmt: skip
_SPAN = _rx(r"(?:(?:от|с|для|возраст|между) )?(\d+) (?:до|по|-|и|или|,) (\d+)")
_LIMIT_ALONE = _rx(r"до (1?\d)")
_ALONE = _rx(r"(?:(?:от|с|для|возраст) ){0,3}(\d+)")
