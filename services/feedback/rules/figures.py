"""Shares, how sure they are, and how they are weighed; pure. The methods are those of surveys of opinion."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, sqrt
from statistics import median

from services.feedback.rules import counting

NORMAL_95 = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95 %."""
SAMPLE_LEAST, SAMPLE_MOST, SAMPLE_PART = 30, 600, 0.4
"""A club's sample: 40 % of those asked, at least 30 and at most 600 (Mintrud's order of 30.10.2018 No. 675н)."""


Part = tuple[int, Mapping[str, int]]
"""A result: how many were asked, and its grades."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who answered are satisfied. Percentages have one decimal; None where there is nothing.

    ``low``–``high``: 95 % confidence. ``response``: answered of those asked. ``of_all``: satisfied of those asked.
    ``is_enough``: the answers are as many as the sample asks for.
    """

    invited: int
    respondents: int
    satisfied: int
    percent: float | None
    low: float | None
    high: float | None
    response: float | None
    of_all: float | None
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Stratum:
    """A club's (or several small clubs') voices, for weighing by those asked."""

    invited: int
    respondents: int
    satisfied: int


def share(invited: int, grades: Mapping[str, int], satisfied: Collection[int]) -> Share:
    """What grades say of those who gave them. Nobody answered: no share, whatever was asked."""
    respondents = sum(grades.values())
    pleased = satisfied_of(grades, satisfied)
    asked = max(invited, respondents)
    low, high = interval(pleased, respondents, asked)
    return Share(
        *(asked, respondents, pleased),
        percent=percent(pleased, respondents),
        low=low,
        high=high,
        response=percent(respondents, asked),
        of_all=percent(pleased, asked),
        is_enough=0 < sample(asked) <= respondents,
    )


def satisfied_of(grades: Mapping[str, int], satisfied: Collection[int]) -> int:
    """How many gave one of the grades that count as satisfied."""
    return sum(times for grade, times in grades.items() if int(grade) in satisfied)


def percent(part: float, whole: float) -> float | None:
    """A part of a whole in percent, half up to one decimal; None of nothing."""
    if not whole:
        return None
    exact = Decimal(str(part)) * 100 / Decimal(str(whole))
    return float(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def sample(asked: int) -> int:
    """How many answers make a club's sample: all of them, where there are fewer than the least sample."""
    return min(asked, SAMPLE_MOST, max(SAMPLE_LEAST, ceil(asked * SAMPLE_PART)))


def interval(part: int, whole: int, population: int) -> tuple[float | None, float | None]:
    """Wilson's interval of 95 % for a share, in percent; narrower where a large part of all has answered.

    Of a finite population everybody's answers are no sample: then the interval is the share itself.
    """
    if not whole:
        return None, None
    share_ = part / whole
    if whole >= population:
        return percent(part, whole), percent(part, whole)
    effective = whole * (population - 1) / (population - whole)
    square = NORMAL_95**2 / effective
    middle = (share_ + square / 2) / (1 + square)
    reach = NORMAL_95 / (1 + square) * sqrt(share_ * (1 - share_) / effective + square / (4 * effective))
    return percent(max(0.0, middle - reach), 1), percent(min(1.0, middle + reach), 1)


def weighed(strata: Iterable[Stratum]) -> float | None:
    """The share weighed by those asked at each club: Σ(N·p)/ΣN; clubs without answers have no say."""
    heard = [one for one in strata if one.respondents]
    asked = sum(one.invited for one in heard)
    return percent(sum(one.invited * one.satisfied / one.respondents for one in heard), asked)


def middle(shares: Iterable[float | None]) -> float | None:
    """The median of the shares that there are."""
    known = [one for one in shares if one is not None]
    return float(round(Decimal(str(median(known))), 1)) if known else None


def share_of(parts: Iterable[Part], satisfied: Collection[int]) -> Share:
    """What several results say together."""
    known = list(parts)
    return share(sum(asked for asked, _ in known), counting.added(grades for _, grades in known), satisfied)


def stratum_of(parts: Iterable[Part], satisfied: Collection[int]) -> Stratum:
    """A club's results together, for weighing."""
    known = list(parts)
    grades = counting.added(one for _, one in known)
    return Stratum(sum(asked for asked, _ in known), sum(grades.values()), satisfied_of(grades, satisfied))
