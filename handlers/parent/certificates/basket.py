"""One filing to several clubs and for several children: chosen from the favourites, put in order, shown, confirmed."""

import hashlib
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.errors import sentence
from handlers.common.keyboards import home, pages
from handlers.common.screen import Row, Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.certificates import basket_texts as texts
from handlers.parent.certificates.keyboards import Basket, BasketSend, Mine
from handlers.parent.programs.buttons import Favourites
from services.certificates import queries
from services.certificates.queries import Choice
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Stale
from services.families.queries import ChildView, family_children
from services.families.rules import Right
from services.openings import actions as openings
from services.openings.errors import NotTogether
from services.programs.queries import wishes

router = Router(name="parent.certificates.basket")
KEY = "basket"
CLUBS, KIDS = 3, 4
"""Clubs of one filing, and children on a page of it: eight rows of buttons in all."""


@dataclass
class Bag:
    """What the dialogue keeps: ids only. Clubs in the parent's order, those taken out, children left out."""

    groups: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)
    without: list[int] = field(default_factory=list)
    page: int = 0


@router.callback_query(Basket.filter())
async def draw(
    query: CallbackQuery,
    callback_data: Basket,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """The filing as it would be; a press that changes it draws it anew."""
    bag = await _bag(session, actor, state, clock())
    _change(bag, callback_data.do, callback_data.about)
    bag.groups = await _clubs(session, actor, bag, clock())
    await state.update_data({KEY: vars(bag)})
    screen = await _screen(session, actor, bag, clock(), named=desk.trial_forms)
    await session.commit()
    await show(query, screen)


@router.callback_query(BasketSend.filter())
async def send(
    query: CallbackQuery,
    callback_data: BasketSend,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """Send what was shown, all or nothing: what cannot be sent any more is named, and nothing was."""
    bag, now = await _bag(session, actor, state, clock()), clock()
    found = await queries.basket(session, actor, group_ids=bag.groups, without=bag.without, now=now)
    if not _fits(found) or mark(found) != callback_data.mark:
        raise Stale("application")
    try:
        filed = await openings.apply_all(session, actor, choices=_fits(found), now=now)
    except NotTogether as refused:
        screen = await _screen(session, actor, bag, now, named=desk.trial_forms, above=sentence(refused))
        await session.commit()
        await show(query, screen)
        return
    await state.update_data({KEY: None})
    await session.commit()
    text = texts.received([one.receipt for one in filed], named=desk.trial_forms)
    await tell(query, Screen(text, ([button(_("🗂 My cases"), Mine())], home())))


def _fits(found: Sequence[Choice]) -> list[tuple[int, int]]:
    return [(one.group.id, one.child.id) for one in found if one.preview is not None]


def mark(found: Sequence[Choice]) -> str:
    """A name of what would be sent, in its order."""
    return hashlib.sha256(repr(_fits(found)).encode()).hexdigest()[:16]


async def _bag(session: AsyncSession, actor: Actor, state: FSMContext, now: datetime) -> Bag:
    """What the dialogue keeps; after a restart of it, the favourites as they are."""
    kept = (await state.get_data()).get(KEY)
    bag = Bag(**deepcopy(kept)) if kept else Bag()  # what was read is compared with what is written
    if not bag.groups:
        bag.groups = await _clubs(session, actor, bag, now)
    return bag


async def _clubs(session: AsyncSession, actor: Actor, bag: Bag, now: datetime) -> list[int]:
    """Favourites that take applications: the chosen order first, whatever came later behind it."""
    kept = await wishes.favourites(session, actor, page=0, now=now)
    open_ = [one.group.id for one in kept.items if one.group is not None and one.closed is None]
    wanted = [one for one in open_ if one not in bag.out]
    ordered = [one for one in bag.groups if one in wanted]
    return [*ordered, *(one for one in wanted if one not in ordered)][:CLUBS]


def _change(bag: Bag, do: str, about: int) -> None:
    """A press; one about a club or a child that is not there changes nothing."""
    if do == "up" and about in bag.groups[1:]:
        at = bag.groups.index(about)
        bag.groups[at - 1], bag.groups[at] = bag.groups[at], bag.groups[at - 1]
    elif do == "out" and about in bag.groups:
        bag.out.append(about)
    elif do == "kid" and about in bag.without:
        bag.without.remove(about)
    elif do == "kid" and 0 < about < 2**53 and len(bag.without) < 50:
        bag.without.append(about)
    elif do == "page":
        bag.page = about


async def _screen(
    session: AsyncSession, actor: Actor, bag: Bag, now: datetime, *, named: bool, above: str = ""
) -> Screen:
    found = await queries.basket(session, actor, group_ids=bag.groups, without=bag.without, now=now)
    kids = await family_children(session, actor, Right.ACT)
    rows: list[Row] = [*_club_rows(found), *_kid_rows(kids, bag, named=named)]
    many = len(_fits(found))
    if many:
        rows.append([button(texts.send(many), BasketSend(mark=mark(found)))])
    text = texts.basket(found, named=named) if kids else texts.no_children()
    head = f"{above}\n\n" if above else ""
    return Screen(head + text, (*rows, [button(_("⭐ Favourites"), Favourites()), *home()]))


def _club_rows(found: Sequence[Choice]) -> list[Row]:
    """A club a row: higher in the order, or out."""
    clubs = list({one.group.id: one.group for one in found}.values())
    rows = []
    for place, one in enumerate(clubs, start=1):
        up = button(texts.club_button(place, one), Basket(do="up", about=one.id))
        rows.append([up, button(f"✖️ {place}", Basket(do="out", about=one.id))])
    return rows


def _kid_rows(kids: Sequence[ChildView], bag: Bag, *, named: bool) -> list[Row]:
    """Who goes along; an only child needs no button."""
    if len(kids) < 2:
        return []
    last = (len(kids) - 1) // KIDS
    page = min(max(bag.page, 0), last)
    shown = [
        button(texts.kid_button(one, is_in=one.id not in bag.without, named=named), Basket(do="kid", about=one.id))
        for one in kids[page * KIDS : (page + 1) * KIDS]
    ]
    rows = [shown[at : at + 2] for at in range(0, len(shown), 2)]
    return [*rows, *pages(page, last + 1, lambda to: Basket(do="page", about=to))]
