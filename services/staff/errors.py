"""Errors of the staff room."""

from services.core.errors import Refused


class InviteUnusable(Refused):
    """The invitation is unknown, used or out of date; which of them is nobody's business."""


class FactorMissing(Refused):
    """The colleague has no authenticator: whoever opened the first link would set one up."""
