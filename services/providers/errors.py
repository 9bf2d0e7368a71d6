"""What the register of providers may refuse."""

from services.core.errors import Refused


class ProviderKnown(Refused):
    """The territory's register already has a provider with this ИНН."""

    def __init__(self, inn: str) -> None:
        super().__init__(inn)
        self.inn = inn
