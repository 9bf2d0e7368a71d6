"""Lines of the order as they are, as they are wanted, and the difference between the two."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from services.core.errors import Invalid
from services.orders.rules.money import MOST_MONEY, cost, count_of, kopecks_of, norm_of
from services.orders.rules.volume import Volume
from services.territories.rules import normal_code

Typed = Literal["children", "hours", "norm", "money"]
TYPED: tuple[Typed, ...] = ("children", "hours", "norm", "money")
"""In the order in which they are asked: hours and norm give the money."""
LONGEST_CODE = 32


@dataclass(frozen=True, slots=True)
class Terms:
    """A line's year: children, person-hours, money in kopecks, the norm of a person-hour in roubles, unrounded."""

    children: int
    hours: int
    money: int
    norm: Decimal | None = None

    @property
    def volume(self) -> Volume:
        """Without the norm."""
        return Volume(self.children, self.hours, self.money)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as a person wrote it: texts; what is None stays as it is, an empty sum is counted from hours and norm."""

    code: str | None
    children: str | None = None
    hours: str | None = None
    norm: str | None = None
    money: str | None = None
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an amendment: ``before`` is None for a new line, ``after`` for one that is taken out."""

    code: str | None
    before: Terms | None
    after: Terms | None


def code_of(text: str) -> str | None:
    """A service's code as it is kept; blank or a dash is the common line. Raises Invalid."""
    plain = text.strip()
    if plain in {"", "-", "–", "—"}:
        return None
    code = normal_code(plain)
    if len(code) > LONGEST_CODE or not code.isprintable():
        raise Invalid("order_code", "format")
    return code


def terms_of(wanted: Wanted, before: Terms | None) -> Terms:
    """What a written line comes to. Raises Invalid: ``format``, ``negative``, ``decimals``, ``range``."""
    was = before or Terms(0, 0, 0)
    children = was.children if wanted.children is None else count_of(wanted.children, "order_children")
    hours = was.hours if wanted.hours is None else count_of(wanted.hours, "order_hours")
    norm = was.norm if wanted.norm is None else norm_of(wanted.norm, "order_norm")
    if wanted.money is None:
        return Terms(children, hours, was.money, norm)
    if wanted.money.strip() or norm is None:
        return Terms(children, hours, kopecks_of(wanted.money, "order_money"), norm)
    money = cost(norm, hours)
    if money > MOST_MONEY:
        raise Invalid("order_money", "range")
    return Terms(children, hours, money, norm)


def differences(lines: Mapping[str | None, Terms], wanted: Iterable[Wanted], *, is_whole: bool = False) -> list[Change]:
    """What an amendment would change; ``is_whole``: lines that are not written are taken out.

    Raises Invalid for what cannot be read and for a code that is written twice.
    """
    seen: dict[str | None, Change] = {}
    for one in wanted:
        if one.code in seen:
            raise Invalid("order_code", "twice")
        before = lines.get(one.code)
        after = None if one.is_removed else terms_of(one, before)
        seen[one.code] = Change(one.code, before, after)
    gone = [Change(code, before, None) for code, before in lines.items() if is_whole and code not in seen]
    return [one for one in (*seen.values(), *gone) if one.before != one.after]


def filled(wanted: Wanted, field: Typed, typed: str) -> Wanted:
    """The line with one more answer. Raises Invalid for what cannot be read."""
    told = replace(wanted, **{field: typed})  # type: ignore[arg-type]
    terms_of(replace(told, money=None) if field != "money" else told, None)
    return told


def dump(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """For a JSON column: whole numbers, norms as texts."""
    return [{"code": one.code, "before": _told(one.before), "after": _told(one.after)} for one in changes]


def load(rows: Iterable[dict[str, Any]]) -> Iterator[Change]:
    """What ``dump`` wrote."""
    return (Change(row["code"], _read(row["before"]), _read(row["after"])) for row in rows)


def _told(terms: Terms | None) -> dict[str, Any] | None:
    if terms is None:
        return None
    return {**asdict(terms), "norm": None if terms.norm is None else format(terms.norm, "f")}


def _read(row: dict[str, Any] | None) -> Terms | None:
    if row is None:
        return None
    norm = None if row["norm"] is None else Decimal(row["norm"])
    return Terms(row["children"], row["hours"], row["money"], norm)
