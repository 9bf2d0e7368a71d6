"""Words for the errors of the signing room."""

from collections.abc import Callable

from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from services.signing.errors import TooManyCodes

MINUTE = 60


def _too_many(error: TooManyCodes) -> str:
    minutes = -(-error.retry_after // MINUTE)
    return _n(
        "You have asked for too many codes for this contract. The next one can be had in {count} minute; the contract "
        "and the place are kept.",
        "You have asked for too many codes for this contract. The next one can be had in {count} minutes; the contract "
        "and the place are kept.",
        minutes,
    ).format(count=minutes)


def _not_a_code() -> str:
    return _(
        "I am waiting for the code: six digits, like 123 456, in one message. No try was spent. To leave: /cancel.",
    )


WORDS: Words = {TooManyCodes: _too_many}
INVALID: dict[tuple[str, str], Callable[[], str]] = {("code", "format"): _not_a_code}
