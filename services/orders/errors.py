"""Errors of the orders room."""

from services.core.errors import Refused


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
    """A line's limit cannot fall below what was promised by certificates; ``what`` as in OrderExhausted."""

    def __init__(self, what: str, reserved: int) -> None:
        super().__init__(what, reserved)
        self.what = what
        self.reserved = reserved
