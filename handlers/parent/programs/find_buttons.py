"""Buttons of a search: its conditions, filters, order and place. ``query`` names what the dialogue keeps of it."""

from aiogram.filters.callback_data import CallbackData


class Loosen(CallbackData, prefix="prgless"):
    """The same search without one of its conditions, named by ``Chip.sign``."""

    query: str
    part: str


class Strict(CallbackData, prefix="prgall"):
    """The same search, and nothing is given up."""

    query: str


class Chips(CallbackData, prefix="prgchip"):
    """All conditions of a search."""

    query: str
    page: int = 0


class Narrow(CallbackData, prefix="prgfilt"):
    """What can be chosen. A list that nothing was typed for (``focus`` or all) becomes a search by it."""

    query: str = ""
    focus: str = ""


class Choose(CallbackData, prefix="prgpick"):
    """The choices of one condition, ``what``."""

    query: str
    what: str
    page: int = 0


class Chosen(CallbackData, prefix="prgset"):
    """A choice was made: an empty ``value`` takes the condition away."""

    query: str
    what: str
    value: str = ""


class Anew(CallbackData, prefix="prgzero"):
    """Nothing that was chosen counts any more; what was typed stays."""

    query: str


class Order(CallbackData, prefix="prgsort"):
    """The order of a list: asked if ``by`` is empty."""

    query: str = ""
    focus: str = ""
    by: str = ""


class NearBy(CallbackData, prefix="prgnear"):
    """Ask near what to look."""

    query: str = ""
    page: int = 0


class Around(CallbackData, prefix="prgat"):
    """Around a settlement, by its place in the territory's list."""

    query: str
    number: int


class Within(CallbackData, prefix="prgkm"):
    """So many kilometres."""

    query: str
    km: int


class Locate(CallbackData, prefix="prgloc"):
    """Offer the client's own location button."""

    query: str


class ForChild(CallbackData, prefix="prgkid"):
    """What suits a child of one's own."""

    child_id: int


class OfProvider(CallbackData, prefix="prgsame"):
    """Other programs of the organiser of this group."""

    group_id: int
