"""Where a row is going; pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from services.indicators.rules.figures import RANKS, Number


@dataclass(frozen=True, slots=True)
class Outlook:
    """``value`` at the end of ``year`` if it goes on as from the base till today; ``gap``: what the fact lacks."""

    value: Number | None
    year: int
    gap: Number | None
    is_met: bool


def outlook(
    base: Number | str | None,
    base_year: int | None,
    fact: Number | str | None,
    target: Number | str | None,
    target_year: int | None,
    *,
    today: date,
) -> Outlook | None:
    """A straight line from the base year's end through today's fact; None where there is nothing to compare.

    Words are compared by their order and never drawn on. A target year that is over has no forecast, only the gap.
    """
    if target_year is None or fact is None or target is None:
        return None
    if isinstance(fact, str) or isinstance(target, str):
        have, want = RANKS.get(str(fact)), RANKS.get(str(target))
        return None if have is None or want is None else Outlook(None, target_year, None, have >= want)
    gap = max(0, target - fact)
    value = _line(base, base_year, fact, target_year, today)
    return Outlook(value, target_year, _round(gap), fact >= target)


def _line(
    base: Number | str | None, base_year: int | None, fact: Number, target_year: int, today: date
) -> Number | None:
    if not isinstance(base, int | float) or base_year is None or today.year > target_year:
        return None
    begin, end = date(base_year, 12, 31), date(target_year, 12, 31)
    passed, whole = (today - begin).days, (end - begin).days
    if passed <= 0 or whole <= 0:
        return None
    return _round(max(0.0, float(base) + (fact - base) * whole / passed))


def _round(value: Number) -> Number:
    exact = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
