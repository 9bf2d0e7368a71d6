"""What the room refuses."""

from services.core.errors import Invalid


class PackBroken(Invalid):
    """A pack that cannot be loaded; nothing of it is.

    ``file`` is the file's name, ``row`` the place in it (``services[3].code``, rows are counted from one),
    ``reason`` a short code that has words in the handlers, ``detail`` the offending value.
    """

    def __init__(self, file: str, row: str, reason: str, detail: str = "") -> None:
        super().__init__(row, reason)
        self.file = file
        self.row = row
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """One line for the command line: file, place, code and value, no sentence."""
        return ": ".join(part for part in (self.file, self.row, self.reason, self.detail) if part)
