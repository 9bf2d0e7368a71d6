"""Words for the errors of the orders room."""

from collections.abc import Callable

from handlers.common.formats import day, money, safe
from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from handlers.staff.orders.words import code_of
from services.orders.errors import (
    ActLineTwice,
    AgreementExhausted,
    AlreadyHeld,
    BalanceShort,
    FocusExhausted,
    LimitBelowReserved,
    LineCommitted,
    MoreThanHeld,
    NoAgreement,
    NoOrderLine,
    NothingHeld,
    OrderExhausted,
    PeriodExhausted,
    PeriodsOverlap,
)
from services.orders.models import Unit


def _no_line(error: NoOrderLine) -> str:
    return _(
        "The social order of {year} has no line for this service, so nothing was reserved and the application still "
        "waits. Add the line to the order, or refuse on the ground “Order volume used up”.",
    ).format(year=error.year)


def _exhausted(error: OrderExhausted) -> str:
    words = {
        "children": _(
            "The social order of {year} has no places for children left for this service. Nothing was reserved and "
            "the application still waits: raise the order's line, or refuse on the ground “Order volume used up”.",
        ),
        "hours": _(
            "The social order of {year} has not enough person-hours left for this service. Nothing was reserved and "
            "the application still waits: raise the order's line, or refuse on the ground “Order volume used up”.",
        ),
        "money": _(
            "The social order of {year} has not enough money left for this service. Nothing was reserved and "
            "the application still waits: raise the order's line, or refuse on the ground “Order volume used up”.",
        ),
    }
    return words[error.what].format(year=error.year)


def _below(error: LimitBelowReserved) -> str:
    amount = money(error.reserved) if error.what == "money" else str(error.reserved)
    if error.code is not None:
        return _(
            "Certificates already promise {amount} by the line “{line}”, so its limit cannot be lower. Write at least "
            "that much; the order is as it was.",
        ).format(amount=amount, line=safe(code_of(error.code)))
    return _(
        "Certificates already promise {amount}, so the limit cannot be lower. Write at least that much; nothing was "
        "changed.",
    ).format(amount=amount)


def _amount() -> str:
    return _("An amount of the order is a whole number, zero or more. Please check it and write it again.")


def _line_committed(error: LineCommitted) -> str:
    return _n(
        "This line cannot be taken out of the order of {year}: {count} child holds a certificate by it. "
        "The order is as it was. Lower its limits to what is promised instead.",
        "This line cannot be taken out of the order of {year}: {count} children hold certificates by it. "
        "The order is as it was. Lower its limits to what is promised instead.",
        error.children,
    ).format(year=error.year, count=error.children)


def _period(error: PeriodExhausted) -> str:
    return _(
        "The funding period that begins the lessons of {day} has no money left for this certificate. Nothing was "
        "reserved and the application still waits: raise the period's sum, or refuse on the ground “Order volume "
        "used up”.",
    ).format(day=day(error.first))


def _focus(error: FocusExhausted) -> str:
    if error.most == 0:
        return _(
            "The order of {year} does not pay for this focus. Nothing was reserved and the application still waits: "
            "change the limit of the focus, or refuse on the ground “Order volume used up”.",
        ).format(year=error.year)
    return _n(
        "The order of {year} pays for {count} certificate of this focus, and it is given. Nothing was reserved and "
        "the application still waits: raise the limit of the focus, or refuse on the ground “Order volume used up”.",
        "The order of {year} pays for {count} certificates of this focus, and all are given. Nothing was reserved and "
        "the application still waits: raise the limit of the focus, or refuse on the ground “Order volume used up”.",
        error.most,
    ).format(year=error.year, count=error.most)


def _no_agreement(_error: NoAgreement) -> str:
    return _(
        "There is no agreement in force with this club on the day of the first lesson, so nothing was reserved and "
        "the application still waits. Enter the agreement, then approve again.",
    )


def _agreement(error: AgreementExhausted) -> str:
    return _(
        "The sum of agreement No. {number} with this club is used up. Nothing was reserved and the application still "
        "waits: raise the sum by an additional agreement, or refuse on the ground “Order volume used up”.",
    ).format(number=safe(error.number))


def _balance(error: BalanceShort) -> str:
    if error.unit is Unit.HOURS:
        return _(
            "The child's certificate of this year has {left} h left, and {wanted} h are needed. Nothing was reserved. "
            "Choose a shorter program, or wait for the next year's nominal.",
        ).format(left=error.left, wanted=error.wanted)
    return _(
        "The child's certificate of this year has {left} left, and {wanted} are needed. Nothing was reserved. "
        "Choose a cheaper program, or wait for the next year's nominal.",
    ).format(left=money(error.left), wanted=money(error.wanted))


def _held(_error: Exception) -> str:
    return _("The money of this case has moved on already, so nothing was done twice. Open the case again.")


def _more(error: MoreThanHeld) -> str:
    left, wanted = (money(one) if error.what == "money" else str(one) for one in (error.left, error.wanted))
    return _(
        "The act says {wanted}, but the contract has {left} left. Nothing was paid. Check the line of the act.",
    ).format(wanted=wanted, left=left)


def _act_twice(error: ActLineTwice) -> str:
    return _("Line {line} of the act is in the ledger already. Nothing was written twice.").format(
        line=safe(error.act_line)
    )


def _overlap(error: PeriodsOverlap) -> str:
    return _("Days from {first} to {last} cross other days already entered. Nothing was changed.").format(
        first=day(error.first), last=day(error.last)
    )


def _negative() -> str:
    return _("An amount cannot be below zero. Nothing was changed; please write it again.")


def _kopecks() -> str:
    return _("A sum has at most two digits after the comma: roubles and kopecks. Nothing was changed.")


def _whole() -> str:
    return _("Children and hours are whole numbers. Nothing was changed; please write the number again.")


def _years() -> str:
    return _("A funding period lies within one calendar year: split it at 1 January. Nothing was changed.")


def _reversed() -> str:
    return _("The last day is before the first one. Nothing was changed; please write the days again.")


def _norm() -> str:
    return _("The cost of a person-hour is a number of roubles below a million. Please write it again.")


def _reason() -> str:
    return _("A change of the ledger needs a reason. Please write it in a few words.")


WORDS: Words = {
    NoOrderLine: _no_line,
    OrderExhausted: _exhausted,
    LimitBelowReserved: _below,
    LineCommitted: _line_committed,
    PeriodExhausted: _period,
    FocusExhausted: _focus,
    NoAgreement: _no_agreement,
    AgreementExhausted: _agreement,
    BalanceShort: _balance,
    AlreadyHeld: _held,
    NothingHeld: _held,
    MoreThanHeld: _more,
    ActLineTwice: _act_twice,
    PeriodsOverlap: _overlap,
}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    **{(f"order_{what}", why): _amount for what in ("children", "hours", "money") for why in ("range", "format")},
    **{(f"order_{what}", "negative"): _negative for what in ("children", "hours", "money", "norm")},
    **{(f"order_{what}", "decimals"): _whole for what in ("children", "hours")},
    ("order_money", "decimals"): _kopecks,
    ("order_norm", "format"): _norm,
    ("order_norm", "range"): _norm,
    ("order_days", "years"): _years,
    ("order_days", "reversed"): _reversed,
    ("ledger_reason", "format"): _reason,
}
