"""Words of the table's pages."""

from collections.abc import Mapping

from babel.numbers import format_decimal

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.words import _, current
from handlers.staff.indicators import holding
from services.core.errors import ServiceError
from services.indicators.models import PeriodState
from services.indicators.queries import IndicatorFact
from services.uploads.rules import LARGEST_MB


def path(territory_id: int, year: int) -> str:
    """The page of a year."""
    return f"/staff/indicators/{territory_id}/{year}"


def number(value: float | str | None) -> str:
    """A value as people read it; a dash for none."""
    if value is None:
        return "—"
    return value if isinstance(value, str) else str(format_decimal(value, locale=current()))


def dated(value: float | str | None, year: int | None) -> str:
    """A value with its year."""
    return f"{number(value)} ({year})" if year and value is not None else number(value)


def source(fact: IndicatorFact) -> str:
    """Where the fact comes from."""
    told = sources()[fact.source or "computed"]
    if fact.denominator:
        return _("{how}: {part} of {whole}").format(how=told, part=fact.numerator, whole=fact.denominator)
    return told


def sources() -> Mapping[str, str]:
    """Where a fact may come from."""
    return {"computed": _("counted"), "manual": _("entered by hand"), "imported": _("from outside")}


def states() -> Mapping[str, str]:
    """How a row may stand."""
    return {
        "fact": _("has a fact"),
        "held": _("something holds it back"),
        "asked": _("waits for a value by hand"),
    }


def state(value: PeriodState) -> str:
    """Where a version stands."""
    return {
        PeriodState.COLLECTING: _("values are being collected"),
        PeriodState.AGREED: _("agreed, waits for the head's signature"),
        PeriodState.SIGNED: _("signed, can be published"),
        PeriodState.PUBLISHED: _("published"),
        PeriodState.CORRECTED: _("published, corrected later"),
    }[value]


def ahead(fact: IndicatorFact) -> str:
    """Where the row is going, in one sentence; empty where nothing can be said."""
    found = fact.outlook
    if found is None:
        return ""
    if found.is_met:
        return _("The target is reached.")
    told = _("Not reached yet.") if found.gap is None else _("{gap} short of the target.").format(gap=number(found.gap))
    if found.value is None:
        return told
    line = _("If it goes on like this, it will be {value} by the end of {year}.")
    return f"{told} {line.format(value=number(found.value), year=found.year)}"


def share(fact: IndicatorFact) -> float | None:
    """How much of the target is there, from 0 to 1, for a bar; None where there is nothing to draw."""
    if not isinstance(fact.fact, int | float) or not isinstance(fact.target, int | float) or fact.target <= 0:
        return None
    return min(1.0, max(0.0, fact.fact / fact.target))


def refusal(wrong: ServiceError) -> str:
    """Why it was not done and what to do."""
    return sentence(wrong)


day, holds, largest = formats.day, holding.holds, LARGEST_MB
