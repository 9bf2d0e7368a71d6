"""How figures of the decree's table are made; pure. Reasons and formulas in words are data: ``reasons.toml``."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

from services.feedback.queries import Satisfaction
from services.plan.queries import Progress
from services.providers.models import Sector
from services.territories.rules import IndicatorRow, NonPublicRule

Number = int | float

_LEFT_OUT: Mapping[NonPublicRule, frozenset[Sector]] = {
    NonPublicRule.NOT_MUNICIPAL: frozenset({Sector.MUNICIPAL}),
    NonPublicRule.NOT_PUBLIC: frozenset({Sector.MUNICIPAL, Sector.STATE}),
    NonPublicRule.SMOLENSK: frozenset({Sector.STATE}),
}
"""Policy ``non_public_rule`` → sectors that rows 3.3 and 3.5 leave out.

Смоленск counts «не государственные» in 3.3 and «не областные организации» in 3.5: a state provider there is one of
the oblast, so both rows leave out the state sector.
"""
RANKS: Mapping[str, int] = {
    "нет": 0,
    "подготовка": 1,
    **dict.fromkeys(("завершение", "проведена", "есть", "да", "в наличии", "механизмы созданы"), 2),
}
"""Words of the process rows in their order: they are compared, never averaged."""
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Tally:
    """Who served how many distinct children by contracts that count. Providers are named by ИНН."""

    providers: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    """Those of the providers that are «не муниципальные» in the words of the act."""
    npos: frozenset[str] = frozenset()
    """Those of the providers that are non-profit organisations."""
    children: int = 0
    children_apart: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed value, or the code of the reason why there is none."""

    fact: Number | str | None
    reason: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    needed: int | None = None
    lacking: int | None = field(default=None, compare=False)
    """Beside the value: how many of those who could count do not, whatever the row counts."""


def is_apart(sector: Sector, rule: NonPublicRule) -> bool:
    """Whether a provider is «не муниципальный» in the words of the territory's act (domain of rows 3.3 and 3.5)."""
    return sector not in _LEFT_OUT[rule]


def counts(found: Tally, supported: Iterable[str] = ()) -> dict[str, Figure]:
    """Rows 1.3, 1.4, 1.S and 3.2–3.5. No contract at all is «нет данных»; a zero beside other contracts is a fact.

    ``supported``: ИНН of those who got support in the year; none entered for anybody leaves row 1.4 without a fact.
    """
    helped = frozenset(supported)
    values = {
        "1.3": len(found.npos),
        "1.4": len(found.npos & helped),
        "3.2": len(found.providers),
        "3.3": len(found.apart),
        "3.4": found.children,
        "3.5": found.children_apart,
    }
    if not found.children:
        nothing = dict.fromkeys(values, Figure(None, "no_data", numerator=0))
        return {**nothing, "1.S": Figure(None, "no_data", numerator=0, denominator=0)}
    figures = {row: Figure(value, numerator=value) for row, value in values.items()}
    spare = len(found.npos - helped)
    figures["1.4"] = replace(figures["1.4"], lacking=spare) if helped else Figure(None, "no_support", 0, lacking=spare)
    return {**figures, "1.S": share(len(found.apart), len(found.providers))}


def share(part: int, whole: int, *, reason: str = "no_data") -> Figure:
    """A share in percent; of nothing it is «нет данных», never 0."""
    if not whole:
        return Figure(None, reason, numerator=part, denominator=0)
    return Figure(percent(part, whole), numerator=part, denominator=whole, lacking=whole - part)


def competition(found: Tally, strong: Iterable[str] | None, *, is_share: bool) -> Figure:
    """Row 2.4: non-municipal providers rated «high» by the factor analysis, of all providers where it is a share."""
    if strong is None:
        return Figure(None, "analysis")
    if not found.providers:
        return Figure(None, "no_data", numerator=0, denominator=0)
    part = len(found.apart & frozenset(strong))
    told = share(part, len(found.providers)) if is_share else Figure(part, numerator=part)
    return replace(told, lacking=len(found.apart) - part)


def of_providers(part: int, found: Tally, *, is_share: bool) -> Figure:
    """Rows 4.4 and 5.2: how many of the providers do it, or their share of all."""
    if not found.providers:
        return Figure(None, "no_data", numerator=0, denominator=0)
    told = share(part, len(found.providers)) if is_share else Figure(part, numerator=part)
    return replace(told, lacking=len(found.providers) - part)


def there_is(count: int, *, base: str | None, target: str | None, reason: str) -> Figure:
    """A row that asks whether something exists: its number, or the act's words where the act tells it so."""
    if target in RANKS:
        word = target if count else base
        return Figure(word, numerator=count) if word in RANKS else Figure(None, reason, numerator=0)
    return Figure(count, numerator=count) if count else Figure(None, reason, numerator=0)


def satisfied(voices: Satisfaction, needed: int) -> Figure:
    """Row 5.3: satisfied × 100 / respondents, of the voices counted; ``needed`` make a group that may be."""
    if not voices.respondents:
        reason = "few_answers" if voices.waiting else "no_answers"
        return Figure(None, reason, numerator=0, denominator=0, needed=needed)
    value = percent(voices.satisfied, voices.respondents)
    left = voices.respondents - voices.satisfied
    return Figure(value, numerator=voices.satisfied, denominator=voices.respondents, needed=needed, lacking=left)


def is_in_words(base: str | None, target: str | None) -> bool:
    """Whether the act's own base and target tell the row's state in words of the known order, the target higher."""
    low, high = RANKS.get(base or ""), RANKS.get(target or "")
    return low is not None and high is not None and low < high


def acts_amended(done: Progress, *, base: str | None, target: str | None) -> Figure:
    """Row 2.1 from the marks of the plan's stage of acts.

    A row in words says the target's word when every plan row of the stage is done, and the base's until then; any
    other row counts the marks. No mark in the whole plan is «нет данных»: nobody has begun to keep it.
    """
    if not done.total:
        return Figure(None, "no_plan")
    left = done.total - done.done
    if not done.marked:
        return Figure(None, "no_marks", numerator=0, denominator=done.total, lacking=left)
    if not is_in_words(base, target):
        return Figure(done.done, numerator=done.done, denominator=done.total, lacking=left)
    word = target if done.done == done.total else base
    return Figure(word, numerator=done.done, denominator=done.total, lacking=left)


def campaigns_done(count: int, *, target: str | None) -> Figure:
    """Row 3.1: the number of campaigns, or the target's word where the act tells it in words. None is «нет данных»."""
    if not count:
        return Figure(None, "no_campaigns", numerator=0)
    return Figure(target if target in RANKS else count, numerator=count)


def percent(part: int, whole: int) -> Number:
    """A share in percent with one decimal, half up; whole percents are integers."""
    exact = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def value_of(printed: str | None) -> Number | str | None:
    """A base or target: «30 700» is a number, «100 проц.» and «подготовка» stay text, a blank is None."""
    if printed is None or not printed.strip():
        return None
    plain = re.sub(r"\s", "", printed).replace("−", "-")
    if not _PLAIN.fullmatch(plain):
        return printed
    return float(plain.replace(",", ".")) if "," in plain or "." in plain else int(plain)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("services.indicators").joinpath("reasons.toml").read_text("utf-8"))


def reason_of_row(row: str | None) -> str:
    """The code of the reason why nothing computes this row yet."""
    code: str = _data()["rows"].get(row, "by_hand")
    return code


def reason_text(code: str, locale: str, *, answers: int | None, needed: int | None) -> str:
    """A reason in words, in Russian or in English."""
    text: str = _data()["reasons"][code][locale]
    return text.format(answers=answers, needed=needed)


def formula_of(row: IndicatorRow, *, is_share: bool) -> str:
    """The key of the row's formula: some rows are told in words by one act, as a number or a share by another."""
    code = row.formula or ""
    if code == "2.1" and is_in_words(row.base_value, row.target_value):
        return "2.1 words"
    if code in {"3.1", "4.3", "5.1"} and row.target_value in RANKS:
        return f"{code} words"
    return f"{code} share" if code in {"2.4", "4.4", "5.2"} and is_share else code


def formula_text(row: str, *, rule: NonPublicRule, grades: Iterable[str]) -> str:
    """How a computed row is counted, in Russian; ``grades`` are the words of the grades that count as satisfied."""
    data = _data()
    sector = data["sectors"][rule.value].get(row, "")
    text: str = data["formulas"][row]
    return text.format(sector=sector, satisfied=data["formulas"]["joiner"].join(grades))
