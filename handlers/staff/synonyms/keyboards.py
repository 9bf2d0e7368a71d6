"""Buttons of the words that are found for each other."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.synonyms import texts
from services.programs.queries.synonyms import Pair, Pairs


class Synonyms(CallbackData, prefix="syn"):
    """The pairs of a territory; territory 0 is the person's own."""

    territory_id: int = 0
    page: int = 0


class AddSynonym(CallbackData, prefix="synadd"):
    """Ask for a pair."""

    territory_id: int


class DropSynonym(CallbackData, prefix="synout"):
    """Take a pair away; asked once."""

    synonym_id: int
    sure: bool = False


class SynonymsOf(CallbackData, prefix="synwho"):
    """Choose another territory of the person's own."""

    page: int = 0


def listed(found: Pairs, territory_id: int, *, can_switch: bool) -> tuple[Row, ...]:
    """A press on a pair takes it away, after a question."""
    pairs = [button(texts.pair(one), DropSynonym(synonym_id=one.id)) for one in found.items]
    rows = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    turn = pages(found.page, found.pages, lambda to: Synonyms(territory_id=territory_id, page=to))
    tools = [button(_("➕ Add a pair"), AddSynonym(territory_id=territory_id))]
    if can_switch:
        tools.append(button(_("⇄ Another territory"), SynonymsOf()))
    return (*rows, *turn, tools, home())


def asking(territory_id: int) -> tuple[Row, ...]:
    """While a pair is awaited."""
    return (back(Synonyms(territory_id=territory_id)),)


def sure(one: Pair) -> tuple[Row, ...]:
    """The question before a pair is taken away."""
    yes = button(_("Yes, take the pair away"), DropSynonym(synonym_id=one.id, sure=True))
    return ([yes], back(Synonyms(territory_id=one.territory_id)))
