"""Words for the errors of the contracts room."""

from handlers.common import formats
from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.contracts.errors import NoRepresentative, NotYourTurn, SignTermOver


def _no_representative(_error: NoRepresentative) -> str:
    return _(
        "The parent has not given the full name yet, so no contract can be made and nothing was decided. Ask the "
        "parent to open “Children” and fill in their own data, then approve again.",
    )


def _not_your_turn(_error: NotYourTurn) -> str:
    return _("The other side agrees to this contract first. I will write to you when it is your turn.")


def _term_over(error: SignTermOver) -> str:
    return _(
        "The last day for signing this contract was {day}, so it cannot be signed by a button any more. Nothing is "
        "owed. Ask the office of the territory what can be done.",
    ).format(day=formats.day(error.sign_by))


WORDS: Words = {NoRepresentative: _no_representative, NotYourTurn: _not_your_turn, SignTermOver: _term_over}
