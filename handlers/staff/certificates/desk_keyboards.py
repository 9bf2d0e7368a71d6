"""Buttons of the desk beside the decision: filters, several at once, history, notes, colleagues."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.staff.certificates import history
from handlers.staff.certificates.keyboards import Approve, Case, OnTime, Queue, Refuse, SendBack
from handlers.staff.certificates.list_buttons import Lists
from handlers.staff.certificates.sifts import SIFTS
from services.certificates.queries import Cases
from services.core.actor import Role

AT_ONCE = 6
IN_A_LIST = 5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BETWEEN = "."
_LONGEST = 12
"""Digits of a number of a case, to the base of 36, in a button."""


class Filters(CallbackData, prefix="certsift"):
    """Choose what of the queue to see."""


class Clubs(CallbackData, prefix="certclubs"):
    """Choose the club whose applications to see."""

    page: int = 0


class Services(CallbackData, prefix="certcodes"):
    """Choose the service whose applications to see."""

    page: int = 0


class Many(CallbackData, prefix="certmany"):
    """Look at several before they are approved at once."""

    numbers: str


class ApproveMany(CallbackData, prefix="certthose"):
    """Approve those."""

    numbers: str


class Next(CallbackData, prefix="certnext"):
    """Pass a case over."""

    application_id: int


class History(CallbackData, prefix="certpast"):
    """All that happened to a case."""

    application_id: int
    page: int = -1


class Note(CallbackData, prefix="certnote"):
    """Write a note to a case."""

    application_id: int


class Colleagues(CallbackData, prefix="certwho"):
    """Choose who has a case."""

    application_id: int
    page: int = 0


class Give(CallbackData, prefix="certgive"):
    """Give a case; to 0 is to nobody."""

    application_id: int
    to: int


def packed(numbers: list[int]) -> str:
    """A few numbers short enough for a button: the button names the very cases that were shown."""
    return _BETWEEN.join(_short(number) for number in numbers[:AT_ONCE])


def unpacked(typed: str) -> list[int]:
    """What :func:`packed` made; a forged text gives numbers that nobody has, or none."""
    parts = typed.split(_BETWEEN)[:AT_ONCE]
    fit = (part for part in parts if 0 < len(part) < _LONGEST and set(part) <= set(_DIGITS))
    return [number for number in (int(part, 36) for part in fit) if number < 2**53]


def _short(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return digits


def queue(found: Cases, asked: Queue) -> tuple[Row, ...]:
    """Cases two in a row, arrows that keep the question, what can be done with the queue, menu."""
    opens = [
        button(
            _("⚠️ No. {number}").format(number=line.facts.number)
            if line.waiting is not None and line.waiting.overdue
            else _("No. {number}").format(number=line.facts.number),
            Case(application_id=line.facts.number),
        )
        for line in found.items
    ]
    rows: list[Row] = [opens[at : at + 2] for at in range(0, len(opens), 2)]
    turn = pages(found.page, found.pages, lambda to: asked.model_copy(update={"page": to}))
    deeds = [button(_("🔎 Filter…"), Filters())]
    if found.items:
        shown = packed([line.facts.number for line in found.items])
        deeds.append(button(_("✅ Several at once…"), Many(numbers=shown)))
    return (*rows, *turn, deeds, [button(_("⏱ Punctuality"), OnTime()), button(_("⏳ Waiting lists"), Lists())], home())


def deeds(number: int, *, decides: bool) -> tuple[Row, ...]:
    """Under a case that waits; one that is with its parent can only be refused."""
    refuse = button(_("Refuse…"), Refuse(application_id=number))
    first: list[Row] = [[refuse]]
    if decides:
        first = [
            [button(_("✅ Approve"), Approve(application_id=number)), refuse],
            [button(_("↩️ Return to the parent…"), SendBack(application_id=number))],
        ]
    return (
        *first,
        [
            button(_("👤 Give…"), Colleagues(application_id=number)),
            button(_("⏭ Next case"), Next(application_id=number)),
        ],
        *_beside(number),
        back(Queue()),
    )


def after(number: int) -> tuple[Row, ...]:
    """Under a case that is decided."""
    return (*_beside(number), back(Queue()))


def _beside(number: int) -> tuple[Row, ...]:
    return (
        [button(_("📜 History"), History(application_id=number)), button(_("📝 Note…"), Note(application_id=number))],
    )


def filters() -> tuple[Row, ...]:
    """What of the queue may be seen."""
    one = [button(words(), Queue(what=code)) for code, words in SIFTS.items()]
    rows: list[Row] = [one[at : at + 2] for at in range(0, len(one), 2)]
    return (*rows, [button(_("By club…"), Clubs()), button(_("By service…"), Services())], back(Queue()))


def clubs(known: dict[int, str], page: int) -> tuple[Row, ...]:
    """The clubs that applications wait for."""
    items = [button(name[:40], Queue(club=one)) for one, name in known.items()]
    return _listed(items, page, lambda to: Clubs(page=to))


def services(codes: list[str], page: int) -> tuple[Row, ...]:
    """The services that applications wait for."""
    items = [button(code, Queue(service=code)) for code in codes]
    return _listed(items, page, lambda to: Services(page=to))


def _listed(items: list[InlineKeyboardButton], page: int, to: Callable[[int], CallbackData]) -> tuple[Row, ...]:
    return (*_page(items, page, to), back(Filters()))


def _page(items: list[InlineKeyboardButton], page: int, to: Callable[[int], CallbackData]) -> tuple[Row, ...]:
    """Some of many buttons, one in a row, and the arrows."""
    total = -(-len(items) // IN_A_LIST)
    page = min(max(page, 0), max(total - 1, 0))
    rows: list[Row] = [[item] for item in items[page * IN_A_LIST : (page + 1) * IN_A_LIST]]
    return (*rows, *pages(page, total, to))


def confirm(numbers: list[int]) -> tuple[Row, ...]:
    """The question before several are approved."""
    if not numbers:
        return (back(Queue()),)
    words = _n("✅ Approve {count} case", "✅ Approve {count} cases", len(numbers)).format(count=len(numbers))
    return ([button(words, ApproveMany(numbers=packed(numbers)))], back(Queue()))


def after_many() -> tuple[Row, ...]:
    """What is left of the queue."""
    return (back(Queue()),)


def turning(number: int, page: int, total: int) -> tuple[Row, ...]:
    """Pages of a history."""
    return (
        *pages(page, total, lambda to: History(application_id=number, page=to)),
        back(Case(application_id=number)),
    )


def colleagues(number: int, known: dict[int, Role], me: int, page: int) -> tuple[Row, ...]:
    """Who may be given the case."""
    nobody = [button(_("Whoever comes first"), Give(application_id=number, to=0))]
    items = [
        button(history.colleague(one, role, me), Give(application_id=number, to=one)) for one, role in known.items()
    ]
    rows = _page(items, page, lambda to: Colleagues(application_id=number, page=to))
    return (*rows, nobody, back(Case(application_id=number)))
