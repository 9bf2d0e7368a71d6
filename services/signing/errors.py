"""Errors of the signing room. A wrong code is not an error: its spent try must be committed."""

from services.core.errors import Refused


class TooManyCodes(Refused):
    """No more codes for this document now. ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
