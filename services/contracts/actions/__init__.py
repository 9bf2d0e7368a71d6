"""The deeds of the room: approve (make the contract), confirm, ask for a code, sign, end, renew. The caller commits."""

from services.contracts.actions.agreeing import SignResult, agree_as_provider, ask_code, sign_as_parent
from services.contracts.actions.ending import lapse_unsigned, renew, withdraw
from services.contracts.actions.leaving import leave_club
from services.contracts.actions.making import accept, approve, decide
from services.contracts.actions.parting import part
from services.contracts.actions.passing import Pass, Passing, pass_at_desk, see_passing

__all__ = [
    "Pass",
    "Passing",
    "SignResult",
    "accept",
    "agree_as_provider",
    "approve",
    "ask_code",
    "decide",
    "lapse_unsigned",
    "leave_club",
    "part",
    "pass_at_desk",
    "renew",
    "see_passing",
    "sign_as_parent",
    "withdraw",
]
