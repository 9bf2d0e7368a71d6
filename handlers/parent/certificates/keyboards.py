"""Buttons of applying and of own cases. No other room's buttons here: other rooms import these."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home
from handlers.common.screen import Row, button
from handlers.common.words import _


class ApplyTo(CallbackData, prefix="certto"):
    """Apply to a group: choose the child first, if there is a choice."""

    group_id: int
    page: int = 0


class ApplyFor(CallbackData, prefix="certfor"):
    """What will be sent for this child."""

    group_id: int
    child_id: int


class ApplySend(CallbackData, prefix="certsend"):
    """Send it."""

    group_id: int
    child_id: int


class ApplyAll(CallbackData, prefix="certall"):
    """What one filing would send for all children whom the group takes."""

    group_id: int


class ApplyAllSend(CallbackData, prefix="certalls"):
    """Send it; ``many`` is how many were shown."""

    group_id: int
    many: int


class Basket(CallbackData, prefix="certbag"):
    """One filing to several clubs: drawn, or ``do``: ``up`` and ``out`` for a club, ``kid`` in or out, ``page``."""

    do: str = ""
    about: int = 0


class BasketSend(CallbackData, prefix="certbags"):
    """Send it; ``mark`` names what was shown."""

    mark: str


class Mine(CallbackData, prefix="certmine"):
    """Own cases."""

    page: int = 0


class MyCase(CallbackData, prefix="certcase"):
    """One own case."""

    application_id: int


class CertificateFile(CallbackData, prefix="certpdf"):
    """The certificate of an own case as a file."""

    application_id: int


class CertificateVersions(CallbackData, prefix="certver"):
    """What was done to the certificate of an own case, and when."""

    application_id: int


class Withdraw(CallbackData, prefix="certback"):
    """Take an application back; asked once."""

    application_id: int
    sure: bool = False


class Mend(CallbackData, prefix="certmend"):
    """What the application was returned for is mended."""

    application_id: int


class Renew(CallbackData, prefix="certanew"):
    """Take up an offer whose term has ended."""

    application_id: int


class MoveTo(CallbackData, prefix="movefrom"):
    """Clubs to which an enrolled child may go over."""

    application_id: int


class MoveHere(CallbackData, prefix="movehere"):
    """An own enrolled child may go over to this group: which one."""

    group_id: int


class MoveThere(CallbackData, prefix="moveto"):
    """What going over means; ``sure`` asks for it."""

    application_id: int
    group_id: int
    sure: bool = False


class JoinList(CallbackData, prefix="waitin"):
    """Stand in line for a seat: a child, all who fit (``together``), or choose."""

    group_id: int
    child_id: int = 0
    together: bool = False


class MyPlaces(CallbackData, prefix="waitmine"):
    """Own places in waiting lists."""

    page: int = 0


class MyListPlace(CallbackData, prefix="waitone"):
    """One own place."""

    entry_id: int


class LeaveList(CallbackData, prefix="waitout"):
    """Leave the line, or say no to an offered seat; asked once. ``together``: brothers and sisters too."""

    entry_id: int
    together: bool = False
    sure: bool = False


class TakeSeat(CallbackData, prefix="waityes"):
    """Take the offered seat; ``together``: those of the brothers and sisters too."""

    entry_id: int
    together: bool = False


def send(group_id: int, child_id: int) -> Row:
    """The one button that sends the application."""
    return [button(_("📨 Send the application"), ApplySend(group_id=group_id, child_id=child_id))]


def received(number: int) -> tuple[Row, ...]:
    """Under the message that is kept after sending."""
    return ([button(_("🗂 This case"), MyCase(application_id=number))], home())


def sure_to_withdraw(number: int) -> tuple[Row, ...]:
    """The question before an application is taken back."""
    return (
        [button(_("Yes, withdraw"), Withdraw(application_id=number, sure=True))],
        back(MyCase(application_id=number)),
    )
