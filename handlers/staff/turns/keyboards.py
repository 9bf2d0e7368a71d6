"""Buttons of the turn of the year for the staff."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from services.turns.queries import TurnView, Unanswered
from services.turns.rules import Stage


class Turns(CallbackData, prefix="turn"):
    """How the turn of a territory stands; 0 is the person's own."""

    territory_id: int = 0


class Rehearse(CallbackData, prefix="turntry"):
    """A dry run to the next school year."""

    territory_id: int


class StartTurn(CallbackData, prefix="turngo"):
    """Ask for the turn, or start what a colleague asked for; asked once."""

    territory_id: int
    year: int
    sure: bool = False


class UndoTurn(CallbackData, prefix="turnundo"):
    """Take it back; asked once."""

    territory_id: int
    sure: bool = False


class SilentOnes(CallbackData, prefix="turnsil"):
    """Who has not answered."""

    territory_id: int
    page: int = 0


def standing(here: int, made: TurnView | None) -> tuple[Row, ...]:
    """What can be done at this moment."""
    rows: list[Row] = [[button(_("🔄 Look again"), Turns(territory_id=here))]]
    if made is None or made.stage in {Stage.UNDONE, Stage.OPENED}:
        rows.append([button(_("🧪 Dry run to the next year"), Rehearse(territory_id=here))])
    if made is not None and made.stage is Stage.ASKED:
        rows.append([button(_("▶️ Start it"), StartTurn(territory_id=here, year=made.school_year))])
    if made is not None and made.stage in {Stage.ASKED, Stage.RUNNING, Stage.OFFERED}:
        rows.append([button(_("↩️ Undo…"), UndoTurn(territory_id=here))])
    if made is not None and made.stage in {Stage.OFFERED, Stage.OPENED}:
        rows.append([button(_("🔇 Who has not answered"), SilentOnes(territory_id=here))])
    return (*rows, home())


def rehearsed(here: int, year: int) -> tuple[Row, ...]:
    """After a dry run."""
    return ([button(_("▶️ Do it…"), StartTurn(territory_id=here, year=year))], back(Turns(territory_id=here)))


def sure(data: CallbackData, words: str, here: int) -> tuple[Row, ...]:
    """The question before a deed that families hear of."""
    return ([button(words, data)], back(Turns(territory_id=here)))


def silent(here: int, found: Unanswered) -> tuple[Row, ...]:
    """Pages of who has not answered."""
    turn = pages(found.page, found.pages, lambda to: SilentOnes(territory_id=here, page=to))
    return (*turn, back(Turns(territory_id=here)))
