"""Buttons of the clerk's queue."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.certificates import texts
from services.certificates.rules import GROUNDS
from services.certificates.rules.lifecycle import Remark


class Queue(CallbackData, prefix="certq"):
    """What must be decided."""

    page: int = 0
    what: str = ""
    club: int = 0
    service: str = ""


class Case(CallbackData, prefix="certdo"):
    """One case."""

    application_id: int


class Approve(CallbackData, prefix="certyes"):
    """Approve it."""

    application_id: int


class Refuse(CallbackData, prefix="certno"):
    """Choose the ground of a refusal."""

    application_id: int


class RefuseFor(CallbackData, prefix="certwhy"):
    """Refuse on a ground; asked once."""

    application_id: int
    ground: str
    sure: bool = False


class OnTime(CallbackData, prefix="certtime"):
    """How many decisions came in time."""


class SendBack(CallbackData, prefix="certask"):
    """Return it to the parent: choose the remark, then at once."""

    application_id: int
    remark: str = ""


def grounds(number: int) -> tuple[Row, ...]:
    """The list of grounds."""
    opens = [button(texts.ground(code), RefuseFor(application_id=number, ground=code)) for code in GROUNDS]
    rows: list[Row] = [opens[at : at + 2] for at in range(0, len(opens), 2)]
    return (*rows, back(Case(application_id=number)))


def remarks(number: int) -> tuple[Row, ...]:
    """The list of remarks."""
    rows = [[button(texts.remark(code), SendBack(application_id=number, remark=code))] for code in Remark]
    return (*rows, back(Case(application_id=number)))


def sure(number: int, ground: str) -> tuple[Row, ...]:
    """The question before a refusal."""
    yes = button(_("Yes, refuse"), RefuseFor(application_id=number, ground=ground, sure=True))
    return ([yes], back(Refuse(application_id=number)))


def decided(following: int | None) -> tuple[Row, ...]:
    """After a decision the next case is one tap away."""
    if following is None:
        return (home(),)
    go = button(_("Next case: No. {number}").format(number=following), Case(application_id=following))
    return ([go], [button(_("🗃 Queue"), Queue()), *home()])
