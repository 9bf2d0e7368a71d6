"""How figures of the decree's table are made; pure. Reasons and formulas in words are data: ``reasons.toml``."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

from services.contracts.queries import ContractFact
from services.feedback.queries import Satisfaction
from services.plan.queries import Progress
from services.providers.models import Sector
from services.providers.queries import ProviderView
from services.territories.rules import NonPublicRule

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
_RANKS: Mapping[str, int] = {
    "нет": 0,
    "подготовка": 1,
    **dict.fromkeys(("завершение", "проведена", "есть", "да", "в наличии", "механизмы созданы"), 2),
}
"""Words of the process rows in their order: they are compared, never averaged."""
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Tally:
    """Distinct providers (by ИНН) and children of the contracts that count, all and non-municipal."""

    providers: int = 0
    providers_apart: int = 0
    children: int = 0
    children_apart: int = 0
    npos: int = 0
    """Those of the providers that are non-profit organisations."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed value, or the code of the reason why there is none."""

    fact: Number | str | None
    reason: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    needed: int | None = None


def is_apart(sector: Sector, rule: NonPublicRule) -> bool:
    """Whether a provider is «не муниципальный» in the words of the territory's act (domain of rows 3.3 and 3.5)."""
    return sector not in _LEFT_OUT[rule]


def tally(
    contracts: Iterable[ContractFact],
    *,
    providers: Mapping[int, ProviderView],
    children: Mapping[int, str],
    codes: Collection[str],
    rule: NonPublicRule,
) -> Tally:
    """Count providers by ИНН and children by СНИЛС index over contracts for the services of the act.

    ``codes`` empty: the act lists no services, every contract counts. A child whose index is unknown counts by id.
    """
    counted = [one for one in contracts if not codes or one.service_code in codes]
    pairs = [(providers[one.provider_id], children.get(one.child_id, str(one.child_id))) for one in counted]
    apart = [(provider, child) for provider, child in pairs if is_apart(provider.sector, rule)]
    return Tally(
        providers=len({provider.identity for provider, _child in pairs}),
        providers_apart=len({provider.identity for provider, _child in apart}),
        children=len({child for _provider, child in pairs}),
        children_apart=len({child for _provider, child in apart}),
        npos=len({provider.identity for provider, _child in pairs if provider.is_npo}),
    )


def counts(found: Tally) -> dict[str, Figure]:
    """Rows 1.3, 1.S and 3.2–3.5. No contract at all is «нет данных»; a zero beside other contracts is a fact."""
    values = {
        "1.3": found.npos,
        "3.2": found.providers,
        "3.3": found.providers_apart,
        "3.4": found.children,
        "3.5": found.children_apart,
    }
    if not found.children:
        nothing = dict.fromkeys(values, Figure(None, "no_data", numerator=0))
        return {**nothing, "1.S": Figure(None, "no_data", numerator=0, denominator=0)}
    share = Figure(
        percent(found.providers_apart, found.providers),
        numerator=found.providers_apart,
        denominator=found.providers,
    )
    return {**{row: Figure(value, numerator=value) for row, value in values.items()}, "1.S": share}


def satisfied(voices: Satisfaction, needed: int) -> Figure:
    """Row 5.3: satisfied × 100 / respondents; with fewer than ``needed`` answers only their number is told."""
    if not voices.respondents:
        return Figure(None, "no_answers", numerator=0, denominator=0, needed=needed)
    if voices.respondents < needed:
        return Figure(None, "few_answers", denominator=voices.respondents, needed=needed)
    value = percent(voices.satisfied, voices.respondents)
    return Figure(value, numerator=voices.satisfied, denominator=voices.respondents, needed=needed)


def is_in_words(base: str | None, target: str | None) -> bool:
    """Whether the act's own base and target tell the row's state in words of the known order, the target higher."""
    low, high = _RANKS.get(base or ""), _RANKS.get(target or "")
    return low is not None and high is not None and low < high


def acts_amended(done: Progress, *, base: str | None, target: str | None) -> Figure:
    """Row 2.1 from the marks of the plan's stage of acts.

    A row in words says the target's word when every plan row of the stage is done, and the base's until then; any
    other row counts the marks. No mark in the whole plan is «нет данных»: nobody has begun to keep it.
    """
    if not done.total:
        return Figure(None, "no_plan")
    if not done.marked:
        return Figure(None, "no_marks", numerator=0, denominator=done.total)
    if not is_in_words(base, target):
        return Figure(done.done, numerator=done.done, denominator=done.total)
    word = target if done.done == done.total else base
    return Figure(word, numerator=done.done, denominator=done.total)


def campaigns_done(count: int, *, target: str | None) -> Figure:
    """Row 3.1: the number of campaigns, or the target's word where the act tells it in words. None is «нет данных»."""
    if not count:
        return Figure(None, "no_campaigns", numerator=0)
    return Figure(target if target in _RANKS else count, numerator=count)


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


def formula_of(row: str, *, base: str | None, target: str | None) -> str:
    """The key of the row's formula: rows 2.1 and 3.1 are told in words by some acts and in figures by others."""
    if row == "2.1" and is_in_words(base, target):
        return "2.1 words"
    return "3.1 words" if row == "3.1" and target in _RANKS else row


def formula_text(row: str, *, rule: NonPublicRule, grades: Iterable[str]) -> str:
    """How a computed row is counted, in Russian; ``grades`` are the words of the grades that count as satisfied."""
    data = _data()
    sector = data["sectors"][rule.value].get(row, "")
    text: str = data["formulas"][row]
    return text.format(sector=sector, satisfied=data["formulas"]["joiner"].join(grades))
