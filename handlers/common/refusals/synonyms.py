"""Words for pairs of words that cannot be."""

from collections.abc import Callable

from handlers.common.words import _
from services.programs.actions.synonyms import MOST
from services.programs.rules.pairs import LONGEST

INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("synonym", "format"): lambda: _("I need two words with a sign between them, like “robot = robotics”."),
    ("synonym", "long"): lambda: _(
        "That is too long: each side is at most four words and {count} characters. Please write it shorter."
    ).format(count=LONGEST),
    ("synonym", "same"): lambda: _("Both sides are the same, so nothing was added. Write two different words."),
    ("synonym", "known"): lambda: _("This pair is there already. Nothing was changed; you can write another one."),
    ("synonym", "many"): lambda: _(
        "There are {count} pairs already, and more would slow the search down. Take away some that nobody needs."
    ).format(count=MOST),
}
