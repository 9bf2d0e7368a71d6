"""Buttons of the catalogue. No other room's buttons here: other rooms import these."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.programs import texts
from services.programs.models import Focus
from services.programs.queries import Card, Found
from services.programs.rules import Wish


class Find(CallbackData, prefix="prgfind"):
    """What to type, and the focuses."""


class Results(CallbackData, prefix="prglist"):
    """A page of a list: ``query`` names a typed text kept in the dialogue, ``focus`` is empty for all."""

    query: str = ""
    focus: str = ""
    page: int = 0


class Loosen(CallbackData, prefix="prgless"):
    """The same search without its ``part``: age, days, words or free."""

    query: str
    part: str


class GroupCard(CallbackData, prefix="prgcard"):
    """A group with its program; the rest is the list to go back to."""

    group_id: int
    query: str = ""
    focus: str = ""
    page: int = 0


class Groups(CallbackData, prefix="prggrps"):
    """All groups of the program of this one."""

    group_id: int
    page: int = 0


def focuses() -> list[Row]:
    """The six focuses, two in a row."""
    buttons = [button(texts.focus(one), Results(focus=one.value)) for one in Focus]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def find() -> tuple[Row, ...]:
    """Under the question what to look for."""
    return (*focuses(), [button(_("All programs"), Results())], home())


def results(found: Found, here: Results) -> tuple[Row, ...]:
    """One button per program, arrows, and a new search."""
    cards = [[button(texts.line(card), _card_from(here, card, found.page))] for card in found.items]
    arrows = pages(found.page, found.pages, lambda page: Results(query=here.query, focus=here.focus, page=page))
    return (*cards, *arrows, back(Find()))


def nothing(wish: Wish, query: str) -> tuple[Row, ...]:
    """Less strict variants of a search that found nothing; then the focuses."""
    parts = [
        (wish.weekdays, _("On any day"), "days"),
        (wish.ages is not None, _("For any age"), "age"),
        (wish.is_free or wish.by_certificate, _("With payment too"), "free"),
        (wish.words and (wish.ages or wish.weekdays), _("Any subject"), "words"),
    ]
    looser = [button(words, Loosen(query=query, part=part)) for is_there, words, part in parts if is_there]
    return (*(looser[at : at + 2] for at in range(0, len(looser), 2)), *focuses(), back(Find()))


def _card_from(here: Results, item: Card, page: int) -> GroupCard:
    return GroupCard(group_id=item.group_id, query=here.query, focus=here.focus, page=page)
