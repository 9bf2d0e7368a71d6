"""The deeds of the room by the table of ``rules.lifecycle``. The caller commits."""

from services.certificates.actions.aging import age, convert
from services.certificates.actions.answering import accept, clarify, invite, mend, resume_unanswered, send_back
from services.certificates.actions.applying import (
    Assistant,
    Receipt,
    Wish,
    apply,
    apply_all,
    file,
    tell_received,
)
from services.certificates.actions.bringing import bring_paper
from services.certificates.actions.certifying import follow_birth_date, resume, suspend
from services.certificates.actions.confirming import file_drafts, lapse_drafts
from services.certificates.actions.deciding import (
    Approval,
    activate,
    approve,
    approve_by_rule,
    refuse,
    refuse_as_club,
)
from services.certificates.actions.desk import LONGEST_NOTE, add_note, assign, propose
from services.certificates.actions.ending import lapse, renew, withdraw
from services.certificates.actions.offering import end_list, lists_to_tend, tend
from services.certificates.actions.ordering import end_order
from services.certificates.actions.quitting import leave as leave_club
from services.certificates.actions.reminding import remind_drafts
from services.certificates.actions.reopening import reopen
from services.certificates.actions.transferring import ask_transfer
from services.certificates.actions.waiting import accept as accept_seat
from services.certificates.actions.waiting import join, leave
from services.certificates.actions.watching import watch_terms

__all__ = [
    "LONGEST_NOTE",
    "Approval",
    "Assistant",
    "Receipt",
    "Wish",
    "accept",
    "accept_seat",
    "activate",
    "add_note",
    "age",
    "apply",
    "apply_all",
    "approve",
    "approve_by_rule",
    "ask_transfer",
    "assign",
    "bring_paper",
    "clarify",
    "convert",
    "end_list",
    "end_order",
    "file",
    "file_drafts",
    "follow_birth_date",
    "invite",
    "join",
    "lapse",
    "lapse_drafts",
    "leave",
    "leave_club",
    "lists_to_tend",
    "mend",
    "propose",
    "refuse",
    "refuse_as_club",
    "remind_drafts",
    "renew",
    "reopen",
    "resume",
    "resume_unanswered",
    "send_back",
    "suspend",
    "tell_received",
    "tend",
    "watch_terms",
    "withdraw",
]
