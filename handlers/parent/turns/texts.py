"""Words of a held seat."""

from datetime import date

from handlers.common import formats
from handlers.common.words import _
from handlers.parent.certificates.texts import LIST_TITLE, short
from services.certificates.actions import Receipt
from services.turns.queries import OwnOffer
from services.turns.rules import Answer


def offered(title: str, year: int, reply_by: date) -> str:
    """What is offered and by when; one tap answers."""
    return _(
        "The seat in “{title}” is held for the school year {first}/{second}, before recruitment is open to all. Does "
        "the child go on? Answer no later than {day}: one tap is enough. Without an answer the seat is open to all.",
    ).format(title=short(title, LIST_TITLE), first=year, second=year + 1, day=formats.day(reply_by))


def standing(own: OwnOffer) -> str:
    """How an own offer stands."""
    if own.is_open:
        return offered(own.group.title, own.school_year, own.reply_by)
    title = short(own.group.title, LIST_TITLE)
    if own.answer is Answer.YES and own.number is not None:
        return _("“{title}”: you go on, by application No. {number}.").format(title=title, number=own.number)
    if own.answer is Answer.NO:
        return _("“{title}”: you have given the seat up.").format(title=title)
    return _("“{title}”: this offer is over; the seat is open to all. You can apply as usual.").format(title=title)


def filed(receipt: Receipt) -> str:
    """What a «yes» has done."""
    said = _(
        "Done: application No. {number} for “{title}” is filed, the seat is yours. The office decides no later than "
        "{day}; then the contract comes here. Nothing is needed from you until then.",
    ).format(number=receipt.number, title=short(receipt.title, LIST_TITLE), day=formats.day(receipt.due_on))
    if receipt.need is None:
        return said
    return _(
        "Application No. {number} for “{title}” is kept with its seat and its time. Confirm who you are no later than "
        "{day}, then it goes to the office: “My cases” shows how.",
    ).format(
        number=receipt.number,
        title=short(receipt.title, LIST_TITLE),
        day=formats.day(receipt.need.confirm_by),
    )


def ask_decline(own: OwnOffer) -> str:
    return _("Give up the seat in “{title}”? It is open to others at once; applying again later is possible.").format(
        title=short(own.group.title, LIST_TITLE)
    )


def declined() -> str:
    return _("The seat is given up. The lessons of this school year go on to their end; nothing else is needed.")
