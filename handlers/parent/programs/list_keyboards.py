"""Buttons under a list: six programs, the conditions, the pages, filters and order. At most eight rows."""

from collections.abc import Sequence

from handlers.common.keyboards import back, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.programs import chips, list_texts
from handlers.parent.programs.chips import Chip
from handlers.parent.programs.find_buttons import Loosen, Narrow, Order
from handlers.parent.programs.keyboards import Find, GroupCard, Results, focuses
from services.programs.queries import Found, Sort

FEW_OFFERS = 2


def sort_name(sort: Sort) -> str:
    """The order of a list."""
    return {
        Sort.FIT: _("best fit first"),
        Sort.DISTANCE: _("nearest first"),
        Sort.START: _("soonest start first"),
    }[sort]


def results(found: Found, here: Results, named: Sequence[Chip], sort: Sort, *, is_here: bool) -> tuple[Row, ...]:
    """One button per program, two in a row; chips; arrows; filters and order; a new search."""
    here = here.model_copy(update={"page": found.page})
    cards = [
        button(
            list_texts.title(number, card),
            GroupCard(group_id=card.group_id, query=here.query, focus=here.focus, page=here.page),
        )
        for number, card in enumerate(found.items, start=1)
    ]
    arrows = pages(found.page, found.pages, lambda page: here.model_copy(update={"page": page}))
    tools = [
        button(_("⚙️ Filters"), Narrow(query=here.query, focus=here.focus)),
        button(f"⇅ {sort_name(sort)}", Order(query=here.query, focus=here.focus)),
    ]
    rows = [cards[at : at + 2] for at in range(0, len(cards), 2)]
    return (*rows, *_strip(found, here, named, is_here=is_here), *arrows, tools, back(Find()))


def _strip(found: Found, here: Results, named: Sequence[Chip], *, is_here: bool) -> list[Row]:
    if here.query:
        return chips.strip(named, here.query, found.relaxed, found.wish, is_here=is_here)
    return [[button(f"✕ {chip.text}", Results()) for chip in named]] if named else []


def nothing(offers: Sequence[tuple[Chip, tuple[int, bool]]], here: Results) -> tuple[Row, ...]:
    """What can be given up, each with what it brings; the filters; all programs. Few offers: the fields too."""
    looser = [
        [button(list_texts.without(chip, list_texts.count(many, is_more=is_more)), _less(chip, here))]
        for chip, (many, is_more) in offers
    ]
    fields = focuses() if len(offers) <= FEW_OFFERS else []
    tools = [
        button(_("⚙️ Filters"), Narrow(query=here.query, focus=here.focus)),
        button(_("All programs"), Results()),
    ]
    return (*looser, tools, *fields, back(Find()))


def _less(chip: Chip, here: Results) -> Loosen | Results:
    return Loosen(query=here.query, part=chip.sign) if here.query else Results()
