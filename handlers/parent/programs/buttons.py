"""Buttons of a card: what is behind it, what a parent keeps and waits for, links and files.

No other room's buttons here: other rooms import these. Those that are pressed on a card carry the list that the card
came from, as the card's own button does.
"""

from aiogram.filters.callback_data import CallbackData

from handlers.parent.programs.keyboards import GroupCard


class Details(GroupCard, prefix="prgmore"):
    """Everything else that is published of a program, by page."""

    at: int = 0


class SimilarTo(GroupCard, prefix="prglike"):
    """Programs like this one."""


class Keep(GroupCard, prefix="prgkeep"):
    """Among the favourites, or out of them (``off``)."""

    off: bool = False


class Watch(GroupCard, prefix="prgwait"):
    """Tell me when there is a seat, or don't (``off``)."""

    off: bool = False


class Share(GroupCard, prefix="prgshare"):
    """The link to a program, and the poster."""


class Poster(CallbackData, prefix="prgqr"):
    """A page to print and hang up."""

    group_id: int


class Lessons(CallbackData, prefix="prgics"):
    """A group's lessons as a calendar file."""

    group_id: int


class OwnLessons(CallbackData, prefix="prgown"):
    """The lessons of an own case as a calendar file."""

    application_id: int


class Favourites(CallbackData, prefix="prgfav"):
    """Kept programs."""

    page: int = 0


class Watches(CallbackData, prefix="prgwish"):
    """Awaited groups."""

    page: int = 0


class LetGo(CallbackData, prefix="prggone"):
    """Out of the favourites: a program that has left the catalogue has no card."""

    program_id: int


class Unwatch(CallbackData, prefix="prgunw"):
    """Wait no more for a group, pressed in the list or under a message."""

    group_id: int


def to_card(pressed: GroupCard) -> GroupCard:
    """The card on which a button was pressed, with its list."""
    return GroupCard(**{name: getattr(pressed, name) for name in GroupCard.model_fields})
