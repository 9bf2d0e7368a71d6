"""Errors of the plan room. They name the row, so that its screen is one press away."""

from services.core.errors import Refused


class AlreadyDone(Refused):
    """The row is marked as done already."""

    def __init__(self, territory_id: int, key: str) -> None:
        super().__init__(territory_id, key)
        self.territory_id = territory_id
        self.key = key


class NotDone(Refused):
    """There is no mark to take back."""

    def __init__(self, territory_id: int, key: str) -> None:
        super().__init__(territory_id, key)
        self.territory_id = territory_id
        self.key = key
