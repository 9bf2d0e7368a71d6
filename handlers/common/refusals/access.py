"""Sentences for what the doors to the pages refuse."""

from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from services.access.errors import EntryUnusable, FactorLocked, WrongFactor


def _unusable(_error: EntryUnusable) -> str:
    return _("This link has been used or its ten minutes are over. Please ask for a new one: press the button again.")


def _wrong(_error: WrongFactor) -> str:
    return _("The code is not right. Please wait for the next one in your authenticator and type its six digits.")


def _locked(error: FactorLocked) -> str:
    return _n(
        "There were five wrong codes in a row. Please try again in {count} minute.",
        "There were five wrong codes in a row. Please try again in {count} minutes.",
        error.minutes,
    ).format(count=error.minutes)


WORDS: Words = {EntryUnusable: _unusable, WrongFactor: _wrong, FactorLocked: _locked}
