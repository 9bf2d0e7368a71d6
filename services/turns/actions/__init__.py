"""The deeds of the room: ask, go on, answer, close, undo, warn. The caller commits."""

from services.turns.actions.answering import decline, go_on_with
from services.turns.actions.closing import archive, close_due
from services.turns.actions.running import run
from services.turns.actions.starting import Starter, turn
from services.turns.actions.undoing import undo
from services.turns.actions.warning import warn_unused

__all__ = ["Starter", "archive", "close_due", "decline", "go_on_with", "run", "turn", "undo", "warn_unused"]
