"""Words for what proving who one is may meet."""

from collections.abc import Callable

from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.families.errors import LevelTooLow
from services.families.rules import Level
from services.identity.errors import AccountInUse, DetailsMissing, PostHeld


def _too_low(error: LevelTooLow) -> str:
    if error.needed >= Level.PERSON:
        return _(
            "The territory asks that a specialist sees you once before this. Come to the office with your passport and "
            "the code from the page “Who you are”. What you have done is kept.",
        )
    return _("First confirm your telephone: page “Who you are”. What you have done is kept.")


def _missing(_error: DetailsMissing) -> str:
    return _("There is nothing to confirm yet: first give your details on the page “Children”.")


def _in_use(_error: AccountInUse) -> str:
    return _(
        "This account has a family or a post of its own, so another record can't be linked to it. Nothing was changed. "
        "Come with another account, or ask at the desk.",
    )


def _post_held(_error: PostHeld) -> str:
    return _(
        "The record belongs to somebody with a post here, so it isn't given to another account. Nothing was changed. "
        "First the administrator ends the post; then link the record, and ask for a new invitation to the post.",
    )


def _desk_code() -> str:
    return _("No such code now: it is wrong, used, or older than half an hour. Ask the visitor to show a new one.")


def _other_name() -> str:
    return _("The system vouches for another name than the one in your details. Correct them, then try again.")


WORDS: Words = {LevelTooLow: _too_low, DetailsMissing: _missing, AccountInUse: _in_use, PostHeld: _post_held}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("desk_code", "format"): _desk_code,
    ("desk_code", "over"): _desk_code,
    ("full_name", "other"): _other_name,
}
