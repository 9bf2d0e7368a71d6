"""What a list was asked for. A button has no room for it, so the dialogue keeps it under a short name.

Where the person is (``HERE``) is kept apart, rounded to about a hundred metres, for one list only and encrypted as
all of a dialogue is; it is dropped as soon as that search is left: with another search, the menu, or /start. No other
table and no button ever holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from secrets import token_hex
from typing import Any

from aiogram.fsm.context import FSMContext

from services.families.queries import ChildView
from services.families.rules import NO_CATEGORY
from services.programs import rules
from services.programs.models import Focus, Level, StudyForm
from services.programs.queries import ChildFit, Filters, Near, Sort
from services.programs.rules import Wish
from services.territories.queries import TerritoryView
from services.territories.rules import Place

KEPT = 8
"""Searches whose lists still turn their pages."""
HERE = "*"
"""Stands for a settlement's name: around the point that the person has shown."""
RADII = (1, 3, 10, 30)
"""Kilometres."""
_POINT = "point"
_DIGITS = 3
FILTER_OF = {
    "age": "child_id",
    "focus": "focus",
    "level": "level",
    "form": "form",
    "days": "weekdays",
    "seats": "has_seats",
    "certificate": "by_certificate",
    "total": "most_total",
    "near": "place",
    "provider": "provider_id",
}
"""Conditions that can be chosen by a button, by their names in a wish where a sentence can say the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: what was understood of a sentence, and what was chosen beside it.

    ``place``: a settlement's name or ``HERE``, ``km`` around it. ``is_strict``: nothing may be given up.
    """

    wish: Wish = field(default_factory=Wish)
    child_id: int | None = None
    focus: Focus | None = None
    level: Level | None = None
    form: StudyForm | None = None
    provider_id: int | None = None
    weekdays: tuple[int, ...] = ()
    has_seats: bool = False
    by_certificate: bool = False
    most_total: int | None = None
    place: str = ""
    km: int = 3
    sort: Sort = Sort.FIT
    is_strict: bool = False


_NOTHING = Asked()
_LOADED: Mapping[str, Any] = {
    "wish": rules.load,
    "focus": Focus,
    "level": Level,
    "form": StudyForm,
    "weekdays": tuple,
    "sort": Sort,
}


@dataclass(frozen=True, slots=True)
class Point:
    """Where the person said they are."""

    lat: float
    lon: float


def parts(asked: Asked) -> tuple[str, ...]:
    """Names of all conditions, each of which can be taken away: those of the wish, then those chosen."""
    chosen = [part for part, name in FILTER_OF.items() if getattr(asked, name) != getattr(_NOTHING, name)]
    return tuple(dict.fromkeys((*rules.parts(asked.wish), *chosen)))


def less(asked: Asked, part: str) -> Asked:
    """The search without a condition, typed or chosen; an unknown one changes nothing."""
    name = FILTER_OF.get(part)
    reset = {} if name is None else {name: getattr(_NOTHING, name)}
    sort = Sort.FIT if part == "near" and asked.sort is Sort.DISTANCE else asked.sort
    return replace(asked, wish=rules.less(asked.wish, part), sort=sort, **reset)


def filters(asked: Asked, children: list[ChildView], place: TerritoryView, point: Point | None) -> Filters:
    """What was chosen, as the search takes it; a child of somebody else's and a forgotten point are left out."""
    child = next((one for one in children if one.id == asked.child_id), None)
    return Filters(
        child=None if child is None else ChildFit(child.birth_date, is_special=child.category != NO_CATEGORY),
        focus=asked.focus,
        level=asked.level,
        form=asked.form,
        provider_id=asked.provider_id,
        weekdays=asked.weekdays,
        has_seats=asked.has_seats,
        by_certificate=asked.by_certificate,
        most_total=asked.most_total,
        near=_near(asked, place, point),
    )


def settlements(place: TerritoryView) -> tuple[Place, ...]:
    """The territory's centre and settlements, each name once."""
    named = {one.name: one for one in (place.local.centre, *place.local.settlements)}
    return tuple(named.values())


def _near(asked: Asked, place: TerritoryView, point: Point | None) -> Near | None:
    if asked.place == HERE:
        return None if point is None else Near(point.lat, point.lon, asked.km)
    found = next((one for one in settlements(place) if one.name == asked.place), None)
    return None if found is None else Near(found.lat, found.lon, asked.km)


# kept in the dialogue


async def keep(state: FSMContext, asked: Asked, name: str = "") -> str:
    """Remember a search, a new one or in the place of the one of this name; the oldest is forgotten."""
    name = name or token_hex(4)
    others = {key: told for key, told in (await _all(state)).items() if key != name}
    kept = [*others.items(), (name, _dump(asked))][-KEPT:]
    await state.update_data(searches=dict(kept))
    return name


async def kept(state: FSMContext, name: str) -> Asked | None:
    """The search of this name; None if it is forgotten, or from an earlier version of the desk."""
    told = (await _all(state)).get(name)
    return _load(told) if isinstance(told, dict) else None


async def stand(state: FSMContext, name: str, lat: float, lon: float) -> None:
    """Remember where the person is, for this search only."""
    await state.update_data({_POINT: [name, round(lat, _DIGITS), round(lon, _DIGITS)]})


async def point_of(state: FSMContext, name: str) -> Point | None:
    """Where the person is, if they have shown it for this search."""
    match (await state.get_data()).get(_POINT):
        case [str(owner), float(lat), float(lon)] if owner == name:
            return Point(lat, lon)
    return None


async def forget_point(state: FSMContext) -> None:
    """The search is left: where the person is is nobody's business any more."""
    data = await state.get_data()
    if data.pop(_POINT, None) is not None:
        await state.set_data(data)


async def _all(state: FSMContext) -> dict[str, Any]:
    told: dict[str, Any] = (await state.get_data()).get("searches", {})
    return told


def _dump(asked: Asked) -> dict[str, Any]:
    told = {one.name: getattr(asked, one.name) for one in fields(asked)}
    given = {name: value for name, value in told.items() if value != getattr(_NOTHING, name)}
    return {name: rules.dump(value) if isinstance(value, Wish) else value for name, value in given.items()}


def _load(told: dict[str, Any]) -> Asked | None:
    known = {one.name for one in fields(Asked)}
    try:
        return Asked(**{name: _LOADED.get(name, _same)(value) for name, value in told.items() if name in known})
    except ValueError:
        return None


def _same(value: Any) -> Any:
    return value
