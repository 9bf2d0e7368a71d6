"""What the database is asked: the wish and the filters as plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.queries.searching.shapes import ChildFit, Filters, Near
from services.programs.rules.lexicon import OR, Lexicon
from services.programs.rules.wish import Wish
from services.programs.rules.words import base, normal_forms, tokens
from services.territories.rules import Place

T = TypeVar("T")
MONTHS = 12
LONGEST_LEMMA = 64
FEW_DAYS = 2
"""Of so many days a lesson on one is enough; of more, all lessons must keep to them («по будням»)."""
SPECIAL = frozenset(
    tokens(
        "логопед логопедический логопедия дефектолог коррекция коррекционный лфк адаптивный жестовый брайль инклюзия "
        "инклюзивный иппотерапия"
    )
)
"""Words that nobody looks for without special needs: they find what is made only for them."""
SETTLEMENT_KM, CENTRE_KM = 4.0, 12.0
"""How far around its point a settlement reaches, and the territory's centre."""


@dataclass(frozen=True, slots=True)
class Around:
    """A settlement: by its point, or by its name in the address."""

    near: Near
    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything that must hold for a program and one of its groups.

    ``words``: for each its own forms and all forms that it may be found by; ``banned``: forms that must not be there;
    ``months``: ages from inclusive to exclusive; ``days``, ``more_days``: masks of which each must be met; ``adapted``:
    None takes what is open to every child, False anything, True only what is made for special needs.
    """

    territory_id: int
    live: int
    today: date
    words: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    banned: tuple[str, ...] = ()
    months: tuple[int, int] | None = None
    child: ChildFit | None = None
    days: tuple[int, ...] = ()
    after: int | None = None
    before: int | None = None
    is_free: bool = False
    by_certificate: bool = False
    most_per_month: int | None = None
    most_total: int | None = None
    focuses: tuple[Focus, ...] = ()
    levels: tuple[Level, ...] = ()
    forms: tuple[StudyForm, ...] = ()
    provider_id: int | None = None
    ovz: tuple[OvzType, ...] = ()
    adapted: bool | None = None
    has_seats: bool = False
    near: Near | None = None
    around: Around | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when is searched: the same for every attempt of a search."""

    territory_id: int
    live: int
    today: date
    lexicon: Lexicon
    centre: Place
    settlements: tuple[Place, ...]


def ask(ground: Ground, wish: Wish, filters: Filters, *, with_adapted: bool = False) -> Ask:
    """Put a wish and filters together: both must hold."""
    child = filters.child
    kinds = (wish.ovz, child.ovz if child else None)
    is_special = _is_special(wish, child)
    return Ask(
        territory_id=ground.territory_id,
        live=ground.live,
        today=ground.today,
        words=tuple(_found_by(ground.lexicon, word) for word in wish.words if _own(word)),
        banned=_banned(ground.lexicon, wish),
        months=None if wish.ages is None else (MONTHS * wish.ages[0], MONTHS * (wish.ages[1] + 1)),
        child=child,
        days=tuple(_mask(days) for days in (wish.weekdays, filters.weekdays) if days),
        after=wish.after,
        before=wish.before,
        is_free=wish.is_free,
        by_certificate=wish.by_certificate or filters.by_certificate,
        most_per_month=wish.most_per_month,
        most_total=filters.most_total,
        focuses=_given(wish.focus, filters.focus),
        levels=_given(wish.level, filters.level),
        forms=_given(wish.form, filters.form),
        provider_id=filters.provider_id,
        ovz=_given(*kinds),
        adapted=True if wish.is_adapted else False if with_adapted or is_special or any(kinds) else None,
        has_seats=wish.has_seats or filters.has_seats,
        near=filters.near,
        around=_around(ground, wish.place),
    )


def _is_special(wish: Wish, child: ChildFit | None) -> bool:
    """Whether special needs are spoken of, or are the child's: then programs made for them are not left out."""
    if child is not None and child.is_special:
        return True
    return any(not SPECIAL.isdisjoint(form.split()) for word in wish.words for form in _own(word))


def _own(word: str) -> tuple[str, ...]:
    """Forms of a word itself, without words of the same meaning."""
    found: list[str] = []
    for choice in word.split(OR):
        parts = tokens(choice)
        found += normal_forms(parts[0]) if len(parts) == 1 else (" ".join(base(part) for part in parts),)
    return _clean(found)


def _found_by(lexicon: Lexicon, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = _own(word)
    return own, tuple(dict.fromkeys((*own, *_clean(lexicon.alternatives(word)))))


def _banned(lexicon: Lexicon, wish: Wish) -> tuple[str, ...]:
    return _clean(form for word in wish.without for form in lexicon.banned(word, wanted=wish.words))


def _clean(forms: Iterable[str]) -> tuple[str, ...]:
    """Words as the index may have them, without signs that mean something to an engine."""
    found = (" ".join(part[:LONGEST_LEMMA] for part in re.findall(r"\w+", form)) for form in forms)
    return tuple(dict.fromkeys(form for form in found if form))


def _given(*values: T | None) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))


def _mask(days: Iterable[int]) -> int:
    return sum(1 << day for day in set(days) if day in range(7))


def _around(ground: Ground, name: str | None) -> Around | None:
    if name is None:
        return None
    for place, reach in ((ground.centre, CENTRE_KM), *((place, SETTLEMENT_KM) for place in ground.settlements)):
        if place.name == name:
            return Around(Near(place.lat, place.lon, reach), name.removesuffix(" район"))
    return None
