"""Words to those who want no news."""

from handlers.common.words import _


def switched_off() -> str:
    """What will come no more, and what will."""
    return _(
        "Done: I will send you no more news. Messages about your own cases still come: decisions, contracts, terms. "
        "You can change this at any time: /stop.",
    )
