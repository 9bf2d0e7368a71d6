"""The deeds of the room: apply, approve, refuse, withdraw, activate. The caller commits."""

from services.certificates.actions.applying import Receipt, apply
from services.certificates.actions.confirming import file_drafts, lapse_drafts
from services.certificates.actions.deciding import Approval, activate, approve, refuse, withdraw

__all__ = ["Approval", "Receipt", "activate", "apply", "approve", "file_drafts", "lapse_drafts", "refuse", "withdraw"]
