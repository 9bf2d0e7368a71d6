"""Groups."""

from datetime import date
from functools import partial
from typing import NamedTuple

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks.draft import (
    Draft,
    Told,
    ages,
    days_in_order,
    not_negative,
    on_globe,
    place,
    required,
    sizes,
)
from services.programs.gateway.navigator.codes import Dictionary
from services.programs.gateway.navigator.values import Number
from services.programs.gateway.records import Financing, GroupRecord, Head, Window

Days = tuple[date | None, date | None]
_PAIRS = (
    ("dateBegin", "dateEnd"),
    ("orderFrom", "orderTo"),
    ("availableNextYearOrderFrom", "availableNextYearOrderTo"),
)


class _Figures(NamedTuple):
    """Every number of a group, read and not yet compared."""

    ages: tuple[Number | None, Number | None]
    counts: tuple[int | None, int | None]
    hours: Number | None
    costs: tuple[Number | None, ...]
    hour_cost: Number | None
    month_price: Number | None


class _Terms(NamedTuple):
    """Codes of the sources of money, in the order of the costs, and the pairs of days in the order of ``_PAIRS``."""

    sources: list[str]
    days: list[Days]


def check(head: Head, told: Told, draft: Draft) -> None:
    """A group: a name, sources of money, ages, sizes, money, three pairs of dates."""
    name = required(values.text(told.get("name")))
    draft.parent = values.uuid(told.get("programUuid"))
    sources, costs = _sources(told)
    for source in sources:
        draft.look_up(Dictionary.SOURCES, source)
    figures = _figures(told, costs)
    ages(*figures.ages)
    sizes(*figures.counts)
    not_negative(*figures.costs, figures.hour_cost, figures.month_price)
    days = [(values.day(told.get(first)), values.day(told.get(last))) for first, last in _PAIRS]
    for first, last in days:
        days_in_order(first, last)
    on_globe(told)
    draft.make = partial(_record, head, told, name, figures, _Terms(sources, days))


def _sources(told: Told) -> tuple[list[str], list[object]]:
    """Codes of the sources of money, and what each costs as told; a bare code has no cost."""
    codes: list[str] = []
    costs: list[object] = []
    for item in values.items(told.get("financingSources")):
        pair = item if isinstance(item, dict) else {"source": item}
        codes.append(values.code(pair.get("source")))
        costs.append(pair.get("cost"))
    return codes, costs


def _figures(told: Told, costs: list[object]) -> _Figures:
    return _Figures(
        ages=(values.age(told.get("ageFrom")), values.age(told.get("ageTo"))),
        counts=(values.whole(told.get("sizeMin")), values.whole(told.get("size"))),
        hours=values.number(told.get("hoursYear")),
        costs=tuple(map(values.number, costs)),
        hour_cost=values.number(told.get("costHourManual")),
        month_price=values.number(told.get("_monthPrice")),
    )


def _record(head: Head, told: Told, name: str, figures: _Figures, terms: _Terms) -> GroupRecord:
    own, now, coming = terms.days
    return GroupRecord(
        head=head,
        program=values.uuid(told.get("programUuid")),
        name=name,
        kind=values.word(told.get("typeGroup")),
        age_from=figures.ages[0] and figures.ages[0].months,
        age_to=figures.ages[1] and figures.ages[1].months,
        size_min=figures.counts[0],
        size=figures.counts[1],
        starts_on=own[0],
        ends_on=own[1],
        window=Window(values.flag(told.get("isLocked")) is True, *now),
        next_window=Window(values.flag(told.get("isLockedNextYear")) is True, *coming),
        hours=figures.hours.exact if figures.hours and figures.hours.exact >= 0 else None,
        is_pfdod=values.flag(told.get("isPfdod")),
        sources=tuple(map(Financing, terms.sources, (cost and cost.kopecks for cost in figures.costs))),
        hour_cost=figures.hour_cost and figures.hour_cost.kopecks,
        month_price=figures.month_price and figures.month_price.kopecks,
        teachers=values.text(told.get("dataTeachers")),
        place=place(told, "", "fiasMunicipal"),
    )
