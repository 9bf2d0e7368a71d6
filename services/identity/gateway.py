"""The place for an outside system that knows citizens: ЕСИА, once the municipality is connected to it.

An adapter speaks the system's own protocol, raises ``Unavailable`` while it is away, and says which name the system
vouches for. Nothing of the protocol is known here; tests have a twin.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vouched:
    """A person whom the system has seen at its highest level (for ЕСИА a «подтверждённая» account)."""

    full_name: str = field(repr=False)


Vouch = Callable[[str], Awaitable[Vouched | None]]
"""An adapter: who came back from the system with this ticket; None for a ticket unknown, spent, or of an account that
the system itself has not confirmed. Raises ``Unavailable``."""
