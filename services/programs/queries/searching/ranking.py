"""The order of what suits, and how many of each kind there are: the same on both engines."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from services.programs.models import Focus, Level, StudyForm
from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.fitting import Fit
from services.programs.queries.searching.shapes import Facets, Match, Sort

_PLACES = {match: number for number, match in enumerate(Match)}
_FAR = 40_000.0


def ordered(fits: Iterable[Fit], ask: Ask, sort: Sort) -> list[Fit]:
    """Where the words are, then how well the program suits, then its number."""
    suits, is_dear = _suiting(ask), _dearness(ask)
    keys: dict[Sort, Callable[[Fit], Any]] = {
        Sort.FIT: lambda fit: (is_dear(fit), _PLACES[fit.match], *suits(fit)),
        Sort.START: lambda fit: (*fit.best[:2], _PLACES[fit.match], *suits(fit)),
        Sort.DISTANCE: lambda fit: (_far(fit), _PLACES[fit.match], *suits(fit)),
    }
    return sorted(fits, key=keys[sort])


def facets(fits: Iterable[Fit]) -> Facets:
    """How many programs are of each kind."""
    focus, level, form, weeks = (Counter[Any](), Counter[Any](), Counter[Any](), Counter[int]())
    seats = paid = 0
    for fit in fits:
        focus[fit.focus] += 1
        level[fit.level] += 1
        form[fit.form] += 1
        weeks[fit.weekdays] += 1
        seats += fit.has_seats
        paid += fit.is_payable
    days = {day: sum(count for mask, count in weeks.items() if mask >> day & 1) for day in range(7)}
    return Facets(
        focus={one: focus[one.value] for one in Focus if focus[one.value]},
        level={one: level[one.value] for one in Level if level[one.value]},
        form={one: form[one.value] for one in StudyForm if form[one.value]},
        weekdays={day: count for day, count in days.items() if count},
        has_seats=seats,
        by_certificate=paid,
    )


def _suiting(ask: Ask) -> Callable[[Fit], tuple[Any, ...]]:
    """One can join; all asked ages are taken; few other ages; it begins soon."""
    youngest, older = ask.months or (0, 0)
    has_age = ask.months is not None or ask.child is not None

    def key(fit: Fit) -> tuple[Any, ...]:
        is_shut, begins, _group_id = fit.best
        span = fit.below_months - fit.from_months if has_age else 0
        missing = max(0, fit.from_months - youngest) + max(0, older - fit.below_months) if ask.months else 0
        return is_shut, missing, span, begins, fit.program_id

    return key


def _dearness(ask: Ask) -> Callable[[Fit], bool]:
    """What only a certificate makes cheap enough stands behind what is."""
    most = 0 if ask.is_free else ask.most_per_month
    return lambda fit: most is not None and (fit.price is None or fit.price > most)


def _far(fit: Fit) -> float:
    return _FAR if fit.distance_km is None else fit.distance_km
