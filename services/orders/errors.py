"""Errors of the orders room."""

from datetime import date

from services.core.errors import Refused, Stale
from services.orders.models.words import Unit


class NoOrderLine(Refused):
    """The order of that year has no line by which the service could be paid."""

    def __init__(self, year: int, service_code: str | None) -> None:
        super().__init__(year, service_code)
        self.year = year
        self.service_code = service_code


class OrderExhausted(Refused):
    """The line's volume is used up; ``what`` is ``children``, ``hours`` or ``money``, whichever ran out first."""

    def __init__(self, what: str, year: int) -> None:
        super().__init__(what, year)
        self.what = what
        self.year = year


class LimitBelowReserved(Refused):
    """A limit cannot fall below what was promised by certificates; ``what`` as in OrderExhausted.

    ``code`` names the order's line where there may be several: empty for the common one.
    """

    def __init__(self, what: str, reserved: int, code: str | None = None) -> None:
        super().__init__(what, reserved, code)
        self.what = what
        self.reserved = reserved
        self.code = code


class LineCommitted(Refused):
    """A line cannot be taken out of the order: certificates hold ``children`` places or money of it."""

    def __init__(self, year: int, service_code: str | None, children: int) -> None:
        super().__init__(year, service_code, children)
        self.year = year
        self.service_code = service_code
        self.children = children


class PeriodExhausted(Refused):
    """The funding period's money is used up, or no period covers the day."""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


class FocusExhausted(Refused):
    """As many certificates of this focus were given as the year's order pays for; 0 pays for none."""

    def __init__(self, focus: str, most: int, year: int) -> None:
        super().__init__(focus, most, year)
        self.focus = focus
        self.most = most
        self.year = year


class NoAgreement(Refused):
    """No agreement with the provider is in force on the first day, and the territory's rule asks for one."""


class AgreementExhausted(Refused):
    """The sum of the agreement with the provider is used up."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class BalanceShort(Refused):
    """The child's yearly nominal does not suffice; ``left`` and ``wanted`` are in ``unit`` (kopecks or hours)."""

    def __init__(self, unit: Unit, left: int, wanted: int) -> None:
        super().__init__(unit, left, wanted)
        self.unit = unit
        self.left = left
        self.wanted = wanted


class AlreadyHeld(Stale):
    """The case holds money already: a second reserve with the same number is refused."""

    def __init__(self, case_id: int) -> None:
        super().__init__("ledger")
        self.case_id = case_id


class NothingHeld(Stale):
    """The case holds nothing that this deed could move: it was done already."""

    def __init__(self, case_id: int) -> None:
        super().__init__("ledger")
        self.case_id = case_id


class MoreThanHeld(Refused):
    """An act says more than the contract still has; hours, or kopecks where the hours suffice."""

    def __init__(self, what: str, left: int, wanted: int) -> None:
        super().__init__(what, left, wanted)
        self.what = what
        self.left = left
        self.wanted = wanted


class ActLineTwice(Refused):
    """The line of an act was paid already."""

    def __init__(self, act_line: str) -> None:
        super().__init__(act_line)
        self.act_line = act_line


class PeriodsOverlap(Refused):
    """Days of two funding periods, rules or agreements of one order cross."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class OrderChanged(Stale):
    """Somebody has amended the order since the difference was shown."""

    def __init__(self, draft_id: int) -> None:
        super().__init__("order")
        self.draft_id = draft_id


class NothingToChange(Refused):
    """What was written is what the order says already."""


class SheetBroken(Refused):
    """A file of the order cannot be read; ``why``: ``book``, ``large``, ``headings``, ``empty``, ``many``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class SheetRow(Refused):
    """A row of a file cannot be right: its number in the file, and what is wrong (as of Invalid)."""

    def __init__(self, row: int, field: str, why: str) -> None:
        super().__init__(row, field, why)
        self.row = row
        self.field = field
        self.why = why
