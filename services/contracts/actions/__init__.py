"""The deeds of the room: approve (make the contract), confirm, ask for a code, sign. The caller commits."""

from services.contracts.actions.agreeing import SignResult, agree_as_provider, ask_code, sign_as_parent
from services.contracts.actions.making import approve
from services.contracts.actions.parting import part

__all__ = ["SignResult", "agree_as_provider", "approve", "ask_code", "part", "sign_as_parent"]
