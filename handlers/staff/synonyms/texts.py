"""Words about words that are found for each other."""

from handlers.common.formats import safe
from handlers.common.words import _, _n
from handlers.parent.programs.texts import cut
from services.programs.queries.synonyms import Pair

SIDE = 18
"""Characters of a side on a button."""


def listed(total: int, place: str) -> str:
    """What the pairs do."""
    head = _n("{place}: {count} pair of words.", "{place}: {count} pairs of words.", total).format(
        place=safe(place), count=total
    )
    rest = _(
        "Parents who search for one word of a pair also find the other. The usual ones (robot and robotics, drawing "
        "and painting …) are known without you. Press a pair to take it away."
    )
    return f"{head}\n\n{rest}"


def ask() -> str:
    """What to type."""
    return _("Write a pair like this: <code>robot = robotics</code>. It counts from the next search on.")


def added(place: str) -> str:
    """The pair counts."""
    return _("Added: {place} finds it from the next search on.").format(place=safe(place))


def ask_sure(one: Pair) -> str:
    """Asked once."""
    return _("Take away the pair “{word} = {means}”? Searches will no longer find one for the other.").format(
        word=safe(one.word), means=safe(one.means)
    )


def pair(one: Pair) -> str:
    """A pair on a button: plain text."""
    return f"✕ {cut(one.word, SIDE)} = {cut(one.means, SIDE)}"


def whose() -> str:
    """Above the territories."""
    return _("Whose words?")
