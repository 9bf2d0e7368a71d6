"""The deeds of the room: ask, take answers, close, count, tell. The caller commits."""

from services.feedback.actions.answering import answer, answer_all, open_one
from services.feedback.actions.closing import close_due
from services.feedback.actions.opening import BATCH, Wave, ask, open_due, remind
from services.feedback.actions.releasing import Tally, release, release_due
from services.feedback.actions.telling import Said, reply, tell_results

__all__ = [
    "BATCH",
    "Said",
    "Tally",
    "Wave",
    "answer",
    "answer_all",
    "ask",
    "close_due",
    "open_due",
    "open_one",
    "release",
    "release_due",
    "remind",
    "reply",
    "tell_results",
]
