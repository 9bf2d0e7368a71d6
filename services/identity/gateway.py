"""The place for an outside system that knows citizens: ЕСИА, once the municipality is connected to it.

An adapter speaks the system's own protocol, raises ``Unavailable`` while it is away, and says which name the system
vouches for. Nothing of the protocol is known here; tests have a twin.
"""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Vouched:
    """A person whom the system has seen at its highest level (for ЕСИА a «подтверждённая» account)."""

    full_name: str = field(repr=False)


class IdentityProvider(Protocol):
    """An outside system that vouches for people. ``name``: up to 16 Latin letters, kept with each confirmation."""

    name: str

    async def vouch(self, ticket: str) -> Vouched | None:
        """Who came back with this ticket; None for a ticket unknown, spent, or of an account that is not confirmed."""
        ...
