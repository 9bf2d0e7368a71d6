"""Errors of the contracts room."""

from datetime import date

from services.core.errors import Refused


class NoRepresentative(Refused):
    """The parent has not given the full name under which a contract is made."""


class NotYourTurn(Refused):
    """The other side agrees first; the contract is not lost."""


class SignTermOver(Refused):
    """The last day for the signature is over; ``sign_by`` was that day."""

    def __init__(self, sign_by: date) -> None:
        super().__init__(sign_by)
        self.sign_by = sign_by
