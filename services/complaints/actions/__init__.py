"""Deeds of questions, appeals and complaints. The caller commits."""

from services.complaints.actions.answering import Ruling, answer, answer_as_club
from services.complaints.actions.drafting import drop_draft, keep_draft
from services.complaints.actions.filing import Receipt, file
from services.complaints.actions.passing import ask_club, assign, explain, forward, prolong
from services.complaints.actions.saying import say, share, withdraw
from services.complaints.actions.setting import put_in_force
from services.complaints.actions.settling import dispute, see, settle
from services.complaints.actions.watching import close_settled, recall_clubs, watch

__all__ = [
    "Receipt",
    "Ruling",
    "answer",
    "answer_as_club",
    "ask_club",
    "assign",
    "close_settled",
    "dispute",
    "drop_draft",
    "explain",
    "file",
    "forward",
    "keep_draft",
    "prolong",
    "put_in_force",
    "recall_clubs",
    "say",
    "see",
    "settle",
    "share",
    "watch",
    "withdraw",
]
