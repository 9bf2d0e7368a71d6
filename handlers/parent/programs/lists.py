"""Searching and showing a page of what was found; when there is nothing, what giving something up would bring."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.screen import Screen, show
from handlers.common.start.screens import ask_territory
from handlers.parent.programs import keyboards, list_keyboards, list_texts, texts
from handlers.parent.programs.asked import HERE, Asked, Point, filters, kept, less, point_of
from handlers.parent.programs.chips import Chip, Known, chips
from handlers.parent.programs.keyboards import Results
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.families.queries import family_children
from services.programs import queries
from services.programs.queries import Found
from services.programs.queries.counting import Tried, counts
from services.providers.queries import providers
from services.territories.queries import TerritoryView, territory

_GIVEN = ("session", "actor", "state", "desk", "clock")
MOST_OFFERED = 5
"""Conditions that an empty list offers to give up."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Who touches the catalogue, and with what: all that its screens are made from."""

    touch: CallbackQuery | Message
    session: AsyncSession
    actor: Actor
    state: FSMContext
    desk: Desk
    clock: Clock


async def give_touch(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: dict[str, Any]
) -> Any:
    """A middleware of the routers of a search: its handlers ask for ``by``."""
    assert isinstance(event, CallbackQuery | Message)  # it stands on no other observer
    return await handler(event, {**data, "by": Touch(event, **{name: data[name] for name in _GIVEN})})


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a search looks: the territory and its day, what names conditions, the person's point if there is one."""

    place: TerritoryView
    today: date
    known: Known
    point: Point | None = None

    def chips(self, asked: Asked) -> list[Chip]:
        """The conditions of a search by name."""
        return chips(asked, self.known)

    def tried(self, asked: Asked) -> Tried:
        """A search as the catalogue takes it."""
        return asked.wish, filters(asked, list(self.known.children), self.place, self.point)


async def show_list(by: Touch, here: Results) -> None:
    """Search and show a page; without a territory ask for it first."""
    if by.actor.territory_id is None:
        await ask_territory(by.touch, by.session)
        return
    asked = await asked_by(by, here)
    if asked is None:
        await show_lost(by)
        return
    ground = await ground_of(by, asked, here.query)
    found = await find(by, asked, ground, page=here.page)
    screen = await _empty(by, asked, ground, here) if not found.items else _page(asked, ground, here, found)
    await by.session.commit()
    await show(by.touch, screen)


async def show_lost(by: Touch) -> None:
    """What this list was looking for is not kept any more."""
    await by.session.commit()
    await show(by.touch, Screen(texts.lost(), keyboards.find()))


async def asked_by(by: Touch, here: Results) -> Asked | None:
    """What a list is asked for; None if it is forgotten. A list of a whole field is asked by its button alone."""
    if here.query:
        return await kept(by.state, here.query)
    return Asked(focus=list_texts.focus_of(here.focus))


async def ground_of(by: Touch, asked: Asked, key: str, *, with_children: bool = False) -> Ground:
    """Everything around a search; the family's children only where one is chosen, or they are to be named."""
    assert by.actor.territory_id is not None  # the callers have asked for it
    place = await territory(by.session, by.actor.territory_id)
    today = local_date(by.clock(), place.timezone)
    own = await family_children(by.session, by.actor) if with_children or asked.child_id is not None else []
    owners = await providers(by.session, [] if asked.provider_id is None else [asked.provider_id])
    name = "".join(owner.name for owner in owners.values())
    return Ground(place, today, Known(own, by.desk.trial_forms, today, name), await point_of(by.state, key))


async def find(by: Touch, asked: Asked, ground: Ground, *, page: int = 0) -> Found:
    """A page of what suits; a strict search gives nothing up, and finds nothing rather."""
    wish, chosen = ground.tried(asked)
    found = await queries.search(
        by.session, territory=ground.place, wish=wish, filters=chosen, sort=asked.sort, page=page, today=ground.today
    )
    return Found(wish=wish) if asked.is_strict and found.relaxed else found


def _page(asked: Asked, ground: Ground, here: Results, found: Found) -> Screen:
    named = ground.chips(asked)
    is_lost = asked.place == HERE and ground.point is None
    text = list_texts.results(found, named, is_lost=is_lost)
    is_here = bool(asked.place) and not is_lost
    return Screen(text, list_keyboards.results(found, here, named, asked.sort, is_here=is_here))


async def _empty(by: Touch, asked: Asked, ground: Ground, here: Results) -> Screen:
    """Each condition is given up in turn; those that would bring something are offered, the richest first."""
    named = ground.chips(asked)
    brings = await _brings(by, [less(asked, chip.part) for chip in named], ground)
    offers = [(chip, many) for chip, many in zip(named, brings, strict=True) if many[0]]
    offers = sorted(offers, key=lambda offer: -offer[1][0])[:MOST_OFFERED]
    text = list_texts.nothing(named, asked.wish, can_give_up=bool(offers))
    return Screen(text, list_keyboards.nothing(offers, here))


async def _brings(by: Touch, tries: Sequence[Asked], ground: Ground) -> list[tuple[int, bool]]:
    tried = [ground.tried(one) for one in tries]
    return await counts(by.session, territory=ground.place, tries=tried, today=ground.today)
