"""Buttons of an opening for the staff."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.departures.keyboards import Departures
from handlers.staff.turns.keyboards import Turns
from services.openings.queries import OpeningView
from services.openings.rules import Mode


class Openings(CallbackData, prefix="ops"):
    """The opening of a territory; 0 is the person's own."""

    territory_id: int = 0


class NewOpening(CallbackData, prefix="opnew"):
    """Announce one: ask for the hours."""

    territory_id: int
    mode: str


class SayOpening(CallbackData, prefix="opsay"):
    """Announce what was read."""

    territory_id: int
    mode: str


class Rehearse(CallbackData, prefix="optry"):
    """A dry run."""

    opening_id: int


class CancelOpening(CallbackData, prefix="opstop"):
    """Call it off; asked once."""

    opening_id: int
    sure: bool = False


class Draw(CallbackData, prefix="opdraw"):
    """Fix the order; asked once."""

    opening_id: int
    sure: bool = False


class Publish(CallbackData, prefix="oppub"):
    """Make the results public; asked once."""

    opening_id: int
    sure: bool = False


def none_yet(here: int) -> tuple[Row, ...]:
    """Nothing is announced."""
    return (
        [button(_("Announce: strict order of time"), NewOpening(territory_id=here, mode=Mode.TIME.value))],
        [button(_("Announce: a window and a draw"), NewOpening(territory_id=here, mode=Mode.DRAW.value))],
        [button(_("🗓 Turn of the year"), Turns(territory_id=here))],
        [button(_("🚪 Clubs that end"), Departures(territory_id=here))],
        home(),
    )


def running(opening: OpeningView, *, has_begun: bool, has_closed: bool) -> tuple[Row, ...]:
    """What can be done at this moment."""
    this = opening.id
    rows: list[Row] = [[button(_("🔄 Look again"), Openings(territory_id=opening.territory.id))]]
    if opening.drawn_at is not None:
        rows.append([button(_("📢 Publish the results"), Publish(opening_id=this))])
    else:
        rows.append([button(_("🧪 Dry run"), Rehearse(opening_id=this))])
        if has_closed:
            rows.append([button(_("🎲 Fix the order"), Draw(opening_id=this))])
        elif not has_begun:
            rows.append([button(_("Call it off"), CancelOpening(opening_id=this))])
    rows.append([button(_("🗓 Turn of the year"), Turns(territory_id=opening.territory.id))])
    rows.append([button(_("🚪 Clubs that end"), Departures(territory_id=opening.territory.id))])
    return (*rows, home())


def say(here: int, mode: str) -> tuple[Row, ...]:
    """The question before the announcement."""
    return ([button(_("Yes, announce"), SayOpening(territory_id=here, mode=mode))], back(Openings(territory_id=here)))


def sure(data: CallbackData, words: str, here: int) -> tuple[Row, ...]:
    """The question before a deed that cannot be undone."""
    return ([button(words, data)], back(Openings(territory_id=here)))
