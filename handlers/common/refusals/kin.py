"""Words for what a family of several and a child's nickname may meet."""

from collections.abc import Callable

from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.families.errors import AlreadyKin, RightMissing, TooYoungForOwnVoice, TwinChild


def _nickname_long() -> str:
    return _("That is too long for the chat: 24 letters at most.")


def _nickname_format() -> str:
    return _("Only letters, digits, blanks and hyphens, a letter first. For example: Spark.")


def _nickname_private() -> str:
    return _("This looks like a number or a date of a person, and those stay off the chat. Please choose a word.")


def _nickname_taken() -> str:
    return _("Another child of yours is called so in the chat. Please choose another word.")


def _nickname_name() -> str:
    return _("This is a part of a real name of your family, and names stay off the chat. Please choose another word.")


def _right_missing(_error: RightMissing) -> str:
    return _(
        "In this child's family you may look, but this is done by somebody with a wider right. Ask the representative "
        "who invited you; nothing was changed.",
    )


def _already_kin(_error: AlreadyKin) -> str:
    return _("You are of this child's family already, so the code was not used up.")


def _too_young(error: TooYoungForOwnVoice) -> str:
    return _("A child joins from the age of {age} on. Until then the representatives act for them.").format(
        age=error.age
    )


def _twin(_error: TwinChild) -> str:
    return _(
        "The visitor has the same child in their own record already, so nothing was changed. Their own cases go on "
        "there; those of the other record are withdrawn or end by themselves.",
    )


WORDS: Words = {
    RightMissing: _right_missing,
    AlreadyKin: _already_kin,
    TooYoungForOwnVoice: _too_young,
    TwinChild: _twin,
}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("nickname", "long"): _nickname_long,
    ("nickname", "format"): _nickname_format,
    ("nickname", "private"): _nickname_private,
    ("nickname", "taken"): _nickname_taken,
    ("nickname", "name"): _nickname_name,
}
