"""Conditions of a search in SQL that both engines read: on ``e`` the edition, ``o`` the offer, ``g`` the group.

An edition's columns sum up its groups (the earliest age of all, all weekdays …): what they rule out is never read
further; the offers are asked the same once more, exactly.
"""

from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

from services.programs.models import ProgramStatus
from services.programs.queries.searching.asking import FEW_DAYS, Around, Ask
from services.programs.queries.searching.shapes import Near
from services.programs.rules.openness import months_on

KM_OF_DEGREE = 111.195
_LONGEST_WAIT = 24
"""Months that may pass until a group's first lesson."""
ALL_WEEK = 2**7 - 1
MOST = 2**31 - 1
"""What a column of kopecks can hold."""
_ENDS = "CAST(substr(l.starts_at, 1, 2) AS INTEGER) * 60 + CAST(substr(l.starts_at, 4, 2) AS INTEGER) + l.minutes"


@dataclass(slots=True)
class Conditions:
    """Clauses, and the values that they name."""

    edition: list[str] = field(default_factory=list)
    offer: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def both(self, clause: str, **values: Any) -> None:
        """A condition in whose words the edition sums up its offers: ``x`` stands for either."""
        self.edition.append(clause.replace("x.", "e."))
        self.offer.append(clause.replace("x.", "o."))
        self.values |= values

    def add(self, clause: str, **values: Any) -> None:
        """A condition on the edition alone."""
        self.edition.append(clause)
        self.values |= values


IS_OPEN = (
    "o.closed_on IS NULL AND g.leaving_since IS NULL AND o.is_dated AND o.weekdays <> 0 AND g.taken < o.capacity"
    " AND (o.opens_on IS NULL OR o.opens_on <= :today) AND (o.closes_on IS NULL OR o.closes_on >= :today)"
)
"""Whether a child can join the group today, whoever pays (``rules.openness`` says why not)."""


def conditions(ask: Ask) -> Conditions:
    """All that must hold beside the words."""
    found = Conditions()
    found.add("e.territory_id = :territory_id", territory_id=ask.territory_id)
    found.add("e.status = :status", status=ProgramStatus.PUBLISHED.value)
    found.add("e.since <= :live AND e.until > :live", live=ask.live)
    found.add("e.last_day >= :today", today=ask.today)
    found.offer.append("NOT o.is_withdrawn AND o.ends_on >= :today")
    _of_program(found, ask)
    _of_ages(found, ask)
    _of_days(found, ask)
    _of_money(found, ask)
    if ask.near is not None:
        found.add(_box(found, ask.near, "near"))
    if ask.around is not None:
        found.add(_settlement(found, ask.around))
    return found


def _of_program(found: Conditions, ask: Ask) -> None:
    for column, chosen in (("focus", ask.focuses), ("level", ask.levels), ("form", ask.forms)):
        for number, value in enumerate(chosen):
            found.add(f"e.{column} = :{column}{number}", **{f"{column}{number}": value.value})
    if ask.provider_id is not None:
        found.add("e.provider_id = :provider_id", provider_id=ask.provider_id)
    for number, kind in enumerate(ask.ovz):
        found.add(f"((e.ovz & :ovz{number}) <> 0 OR (e.is_adapted AND e.ovz = 0))", **{f"ovz{number}": kind.bit})
    if ask.adapted is None:
        found.add("NOT e.is_adapted")
    elif ask.adapted:
        found.add("(e.is_adapted OR e.ovz <> 0)")


def _of_ages(found: Conditions, ask: Ask) -> None:
    if ask.months is not None:
        youngest, older = ask.months
        found.both("x.from_months < :older AND x.below_months > :youngest", youngest=youngest, older=older)
    if ask.child is not None:  # the age on the first lesson is counted when the group's days are known
        months = months_on(ask.child.birth_date, ask.today)
        found.both(
            "x.from_months <= :child_then AND x.below_months > :child_now",
            child_now=months,
            child_then=months + _LONGEST_WAIT,
        )


def _of_days(found: Conditions, ask: Ask) -> None:
    for number, mask in enumerate(ask.days):
        values = {f"days{number}": mask}
        if mask.bit_count() <= FEW_DAYS:
            found.both(f"(x.weekdays & :days{number}) <> 0", **values)
        else:
            found.add(f"(e.weekdays & :days{number}) <> 0", **values)
            found.offer.append(f"o.weekdays <> 0 AND (o.weekdays & :other_days{number}) = 0")
            found.values[f"other_days{number}"] = ALL_WEEK & ~mask
    if ask.after is None and ask.before is None:
        return
    after, before = ask.after or 0, ask.before or 24 * 60
    found.values |= {"after": after, "before": before}
    few = [number for number, mask in enumerate(ask.days) if mask.bit_count() <= FEW_DAYS]
    all_week = "o.weekdays <> 0 AND o.begins >= :after AND o.ends <= :before"
    if not few:
        found.edition.append("e.begins >= :after AND e.ends <= :before")
        found.offer.append(all_week)
        return
    on_days = " AND ".join(f"((1 << l.weekday) & :days{number}) <> 0" for number in few)
    found.values["after_clock"] = f"{after // 60:02d}:{after % 60:02d}"
    lesson = f"l.offer_id = o.id AND {on_days} AND l.starts_at >= :after_clock AND {_ENDS} <= :before"
    found.offer.append(f"(({all_week}) OR EXISTS (SELECT 1 FROM lessons l WHERE {lesson}))")  # noqa: S608 (only names)


def _of_money(found: Conditions, ask: Ask) -> None:
    if ask.is_free:
        found.add("(e.is_payable OR e.price = 0)")
        found.offer.append("(e.is_payable OR o.price = 0)")
    if ask.by_certificate or ask.most_total is not None:
        found.add("e.is_payable")
    if ask.most_per_month is not None:
        found.add("(e.is_payable OR e.price <= :most_per_month)", most_per_month=min(ask.most_per_month, MOST))
        found.offer.append("(e.is_payable OR o.price <= :most_per_month)")
    if ask.most_total is not None:
        found.offer.append("CAST(o.hours AS bigint) * o.hour_price <= :most_total")
        found.values["most_total"] = min(ask.most_total, MOST)


def _box(found: Conditions, near: Near, name: str) -> str:
    """A box around a point; its corners are cut off by the distance later."""
    tall = near.radius_km / KM_OF_DEGREE
    wide = tall / max(0.01, cos(radians(near.latitude)))
    found.values |= {
        f"{name}_south": near.latitude - tall,
        f"{name}_north": near.latitude + tall,
        f"{name}_west": near.longitude - wide,
        f"{name}_east": near.longitude + wide,
    }
    return f"e.latitude BETWEEN :{name}_south AND :{name}_north AND e.longitude BETWEEN :{name}_west AND :{name}_east"


def _settlement(found: Conditions, around: Around) -> str:
    """By the point, or by the name in the address; a name within a longer word is sorted out later."""
    found.values["named"] = f"%{around.name}%"
    return f"(({_box(found, around.near, 'around')}) OR e.address LIKE :named)"
