"""Consents, the parent's details and children."""

from services.families.actions.consenting import give_consent, withdraw_consent
from services.families.actions.correcting import child_answers, correct_child
from services.families.actions.dialogue import (
    add_child,
    advance,
    answer,
    ask,
    decline_health,
    save_representative,
    start_over,
)
from services.families.actions.identifying import confirm_person
from services.families.actions.kin import end_share, invite_kin, join_family, pass_on, void_invitations
from services.families.actions.naming import choose_nickname
from services.families.actions.pairing import drop_pairs, note_pairs
from services.families.actions.steps import Step

__all__ = [
    "Step",
    "add_child",
    "advance",
    "answer",
    "ask",
    "child_answers",
    "choose_nickname",
    "confirm_person",
    "correct_child",
    "decline_health",
    "drop_pairs",
    "end_share",
    "give_consent",
    "invite_kin",
    "join_family",
    "note_pairs",
    "pass_on",
    "save_representative",
    "start_over",
    "void_invitations",
    "withdraw_consent",
]
