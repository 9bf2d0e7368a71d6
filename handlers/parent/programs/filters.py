"""Choosing by buttons what a list shows: for whom, what, when, how, for how much. All of it only reads.

What is chosen stands beside what was typed; of a condition that a sentence can say too, the choice takes its place.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import formats
from handlers.common.screen import Row, Screen, show
from handlers.common.start.screens import ask_territory
from handlers.parent.programs import card_texts, chips, filter_keyboards, filter_texts
from handlers.parent.programs.asked import FILTER_OF, Asked, keep, kept, less, parts
from handlers.parent.programs.find_buttons import Anew, Choose, Chosen, Narrow
from handlers.parent.programs.keyboards import Results
from handlers.parent.programs.lists import Ground, Touch, asked_by, find, give_touch, ground_of, show_lost
from services.certificates.queries import left
from services.core.actor import Actor
from services.families.queries import family_child
from services.families.rules import Right
from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.queries import Sort

router = Router(name="parent.filters")
router.callback_query.middleware(give_touch)
MINUTES = 24 * 60
OLDEST = 99
ALL_WEEK = 2**7 - 1
MOST_ID = 2**53
MOST = 10**11
"""Kopecks that anybody would spend."""
_TYPED = {"ovz", "age", "time"}
_PART_OF = {"child": "age"}


@router.callback_query(Narrow.filter())
async def narrow(query: CallbackQuery, callback_data: Narrow, session: AsyncSession, actor: Actor, by: Touch) -> None:
    """Everything that can be chosen. A list of a field becomes a search that is kept."""
    if actor.territory_id is None:
        await ask_territory(query, session)
        return
    asked = await asked_by(by, Results(query=callback_data.query, focus=callback_data.focus))
    if asked is None:
        await show_lost(by)
        return
    await _narrow(query, asked, await keep(by.state, asked, callback_data.query), by)


@router.callback_query(Choose.filter())
async def choose(query: CallbackQuery, callback_data: Choose, actor: Actor, by: Touch) -> None:
    """The choices of one condition, with how many programs each has."""
    asked = await kept(by.state, callback_data.query)
    if asked is None or actor.territory_id is None:
        await show_lost(by)
        return
    await _choices(query, asked, callback_data, by)


@router.callback_query(Chosen.filter())
async def chose(query: CallbackQuery, callback_data: Chosen, actor: Actor, by: Touch) -> None:
    """A choice counts at once. Raises NotFound for a child of somebody else's."""
    asked = await kept(by.state, callback_data.query)
    if asked is None or actor.territory_id is None:
        await show_lost(by)
        return
    what, value = callback_data.what, callback_data.value
    if what == "child" and value:
        await family_child(by.session, actor, _number(value, MOST_ID) if value.isdecimal() else 0, Right.SEE)
    asked = choice(asked, what, value)
    await keep(by.state, asked, callback_data.query)
    if what == "days" and value:
        await _choices(query, asked, Choose(query=callback_data.query, what=what), by)
    else:
        await _narrow(query, asked, callback_data.query, by)


@router.callback_query(Anew.filter())
async def anew(query: CallbackQuery, callback_data: Anew, actor: Actor, by: Touch) -> None:
    """Nothing that was chosen counts any more; what was typed as words stays."""
    asked = await kept(by.state, callback_data.query)
    if asked is None or actor.territory_id is None:
        await show_lost(by)
        return
    for part in parts(asked):
        asked = asked if part.startswith(("word:", "without:")) else less(asked, part)
    asked = replace(asked, sort=Sort.FIT, is_strict=False)
    await keep(by.state, asked, callback_data.query)
    await _narrow(query, asked, callback_data.query, by)


def choice(asked: Asked, what: str, value: str) -> Asked:
    """A search with one condition chosen anew, or taken away if ``value`` is empty; a forged choice changes nothing."""
    rest = replace(less(asked, _PART_OF.get(what, what)), is_strict=False)
    if not value:
        return rest
    try:
        return _with(rest, what, value)
    except ValueError:
        return asked


def _with(rest: Asked, what: str, value: str) -> Asked:
    """Raises ValueError for what nobody can choose."""
    if what in _TYPED:
        return replace(rest, wish=replace(rest.wish, **_typed(what, value)))
    if what not in _READ:
        raise ValueError(what)
    chosen: dict[str, Any] = {FILTER_OF[_PART_OF.get(what, what)]: _READ[what](value)}
    return replace(rest, **chosen)


def _typed(what: str, value: str) -> dict[str, Any]:
    """Conditions that a sentence can say and no filter has."""
    if what == "ovz":
        return {"ovz": list(OvzType)[_number(value, len(OvzType) - 1)]}
    first, last = (None if not one else _number(one, MINUTES) for one in value.split("-"))
    if what == "time":
        return {"after": first, "before": last}
    if first is None or last is None or not first <= last <= OLDEST:
        raise ValueError(value)
    return {"ages": (first, last)}


def _weekdays(value: str) -> tuple[int, ...]:
    mask = _number(value, ALL_WEEK)
    return tuple(day for day in range(7) if mask >> day & 1)


def _number(value: str, most: int) -> int:
    """A number of a button. Raises ValueError for a forged one."""
    if not value.isascii() or not value.isdecimal() or int(value) > most:
        raise ValueError(value)
    return int(value)


_READ: Mapping[str, Callable[[str], object]] = {
    "focus": Focus,
    "level": Level,
    "form": StudyForm,
    "seats": bool,
    "certificate": bool,
    "child": lambda value: _number(value, MOST_ID),
    "days": _weekdays,
    "total": lambda value: _number(value, MOST),
}


async def _narrow(query: CallbackQuery, asked: Asked, key: str, by: Touch) -> None:
    ground = await ground_of(by, asked, key)
    found = await find(by, asked, ground)
    await by.session.commit()
    text = filter_texts.narrow([chip.text for chip in ground.chips(asked)])
    await show(query, Screen(text, filter_keyboards.narrow(asked, ground.known, found, key)))


async def _choices(query: CallbackQuery, asked: Asked, here: Choose, by: Touch) -> None:
    rest = less(asked, _PART_OF.get(here.what, here.what))
    ground = await ground_of(by, asked, here.query, with_children=here.what in {"age", "child", "total"})
    rows = await _rows(asked, rest, here, by, ground)
    await by.session.commit()
    now = chips.name(_PART_OF.get(here.what, here.what), asked, ground.known)
    await show(query, Screen(filter_texts.choose(here.what, now), filter_keyboards.choice(rows, here)))


async def _rows(asked: Asked, rest: Asked, here: Choose, by: Touch, ground: Ground) -> list[Row]:
    """The choices; those of which there are facets are counted with everything else that is asked."""
    if here.what == "total":
        return filter_keyboards.sums(await _left(by, ground), here.query)
    if here.what == "days":
        return filter_keyboards.week(asked, await find(by, rest, ground), here.query)
    if here.what in filter_keyboards.COUNTED:
        return filter_keyboards.COUNTED[here.what](await find(by, rest, ground), here.query)
    if here.what == "ovz":
        return filter_keyboards.needs([(kind, card_texts.kind(kind)) for kind in OvzType], here)
    return filter_keyboards.times(here.query) if here.what == "time" else filter_keyboards.ages(ground.known, here)


async def _left(by: Touch, ground: Ground) -> list[tuple[str, int]]:
    """What is left on the certificates of the family's children."""
    return [
        (filter_texts.left(chips.child(one.child_id, ground.known), formats.money(one.kopecks)), one.kopecks)
        for one in await left(by.session, by.actor, today=ground.today)
        if one.kopecks
    ][: filter_keyboards.FEW]
