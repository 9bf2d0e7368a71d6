"""What the store of files refuses."""

from services.core.errors import Refused


class TooManyFiles(Refused):
    """There are as many files of this kind, or half-sent ones, as are kept."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class FileLost(Refused):
    """The bytes of a file that is known cannot be read: they are away, cut or changed."""
