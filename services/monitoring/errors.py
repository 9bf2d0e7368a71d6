"""Errors of the monitoring room."""

from services.core.errors import Refused


class NoChecklist(Refused):
    """The territory has no checklist in force: there is nothing to check by."""


class NothingChecked(Refused):
    """A visit without a single measure met or not met says nothing."""


class ObjectionOver(Refused):
    """The term for objections is over."""


class ObjectionOpen(Refused):
    """An objection waits for its answer: the visit is not closed over it."""
