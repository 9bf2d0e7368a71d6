"""Who may have a certificate for what: named pure rules, each with the act that it rests on and a reason to be shown.

A rule prepares a decision, and may make a positive one where the territory allows it (``approve_by_rule``). It never
refuses: a case that does not fit waits for a person. What every rule said is kept with the decision.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.certificates.rules.admission import first_day
from services.core.errors import ServiceError
from services.orders.queries import LineView
from services.programs.models import Focus, StudyForm
from services.programs.queries import GroupView
from services.programs.rules.openness import MONTHS, Bar, months_on, why_closed
from services.programs.rules.publishing.codes import ServiceList
from services.territories.queries import TerritoryView
from services.territories.rules import Service

_NO_CATEGORY = "none"
_LAW = "189-FZ, article 20"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules look at. ``line`` of the order would pay; ``seat_held``: a seat is this very child's already."""

    group: GroupView
    territory: TerritoryView
    birth_date: date
    category: str
    today: date
    line: LineView | None
    seat_held: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether it fits, by which value, against what bound; ``basis`` overrides the rule's own where a row is named."""

    fits: bool
    value: str
    bound: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name; the version grows with every change of its meaning, so that old decisions stay readable."""

    name: str
    version: int
    basis: str
    find: Callable[[Candidate], Finding]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule said of a case: kept with the decision, and shown."""

    rule: str
    version: int
    fits: bool
    value: str
    bound: str
    basis: str


TELLING = frozenset({Bar.UNPAID, Bar.FULL})
"""What other rules say."""
HELD = TELLING | {Bar.NOT_YET}
"""Who goes on is asked before the recruitment is open to all."""


def _enrolment(case: Candidate) -> Finding:
    closed = why_closed(case.group, case.today, case.territory.timezone)
    shut = closed is not None and closed.why not in (HELD if case.seat_held else TELLING)
    return Finding(not shut, closed.why.value if closed is not None and shut else "open")


def _seat(case: Candidate) -> Finding:
    value = "held" if case.seat_held else str(case.group.free)
    return Finding(case.seat_held or case.group.free > 0, value, str(case.group.capacity))


def _payable(case: Candidate) -> Finding:
    why = case.group.unpaid_why
    return Finding(case.group.is_payable, why.value if why is not None else "payable", basis=case.group.unpaid_item)


def _age(case: Candidate) -> Finding:
    policy = case.territory.policy
    first = max(case.group.from_months, MONTHS * policy.age_min)
    below = min(case.group.below_months, MONTHS * policy.age_max_exclusive)
    try:
        day = first_day(case.group, case.today, case.territory.timezone)
    except ServiceError:
        day = case.today
    months = months_on(case.birth_date, day)
    return Finding(first <= months < below, str(months), f"{first}-{below}", dict(policy.sources)["age_min"])


def _rows(case: Candidate) -> list[Service]:
    return [row for row in case.territory.pack.services if row.code == case.group.service_code]


def _service(case: Candidate) -> Finding:
    listed = case.territory.pack.services
    code = case.group.service_code or ""
    return Finding(not listed or bool(_rows(case)), code, str(len(listed)))


def _of_row(
    case: Candidate, value: str, suits: Callable[[ServiceList], bool], said: Callable[[Service], str | None]
) -> Finding:
    """A finding about the act's row of the service; where the act lists none, everything suits."""
    rows = _rows(case)
    fits = not rows or any(suits(ServiceList([row])) for row in rows)
    items = ", ".join(str(row.no) for row in rows)
    return Finding(
        fits, value, "; ".join(said(row) or "" for row in rows), f"list of services, item {items}" if items else ""
    )


def _category(case: Candidate) -> Finding:
    special = case.category != _NO_CATEGORY
    return _of_row(
        case,
        case.category,
        lambda row: any(row.code(focus, form, is_adapted=special) for focus in Focus for form in StudyForm),
        lambda row: row.consumer_category,
    )


def _focus(case: Candidate) -> Finding:
    return _of_row(
        case,
        case.group.focus.value,
        lambda row: any(
            row.code(case.group.focus, form, is_adapted=one) for form in StudyForm for one in (False, True)
        ),
        lambda row: row.focus,
    )


def _form(case: Candidate) -> Finding:
    return _of_row(
        case,
        case.group.form.value,
        lambda row: any(row.code(focus, case.group.form, is_adapted=one) for focus in Focus for one in (False, True)),
        lambda row: row.form,
    )


def _order(case: Candidate) -> Finding:
    need = f"1/{case.group.hours}/{case.group.nominal}"
    if case.line is None:
        return Finding(fits=False, value=need, bound="no line")
    left = case.line.left
    fits = left.children >= 1 and left.hours >= case.group.hours and left.money >= case.group.nominal
    return Finding(fits, need, f"{left.children}/{left.hours}/{left.money}", f"order of {case.line.year}")


RULES: tuple[Rule, ...] = (
    Rule("enrolment", 2, "273-FZ, article 55, part 5; the organiser's card", _enrolment),
    Rule("age", 1, "policy of the territory", _age),
    Rule("payable", 1, _LAW, _payable),
    Rule("service", 1, "the act's list of services", _service),
    Rule("category", 1, "the act's list of services", _category),
    Rule("focus", 1, "the act's list of services", _focus),
    Rule("form", 1, "the act's list of services", _form),
    Rule("seat", 2, "capacity of the group", _seat),
    Rule("order", 1, "189-FZ, articles 6 and 7", _order),
)
"""In the order in which they are shown."""


def judge(case: Candidate) -> tuple[Verdict, ...]:
    """What every rule says of the case."""
    found = ((rule, rule.find(case)) for rule in RULES)
    return tuple(
        Verdict(rule.name, rule.version, one.fits, one.value, one.bound, one.basis or rule.basis) for rule, one in found
    )


def fits(verdicts: tuple[Verdict, ...]) -> bool:
    """Whether every rule admits the case."""
    return all(verdict.fits for verdict in verdicts)


def verdicts_of(kept: list[dict[str, Any]] | None) -> tuple[Verdict, ...]:
    """What was kept with a decision, read again."""
    return tuple(Verdict(**one) for one in kept or ())


def records(verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """Verdicts as they are kept with a decision."""
    return [asdict(verdict) for verdict in verdicts]
