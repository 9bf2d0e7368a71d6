"""The deeds of the outbox: write notices, claim and close them, open and steer mailings. The caller commits."""

from services.notices.actions.claiming import CLAIM, LEASE, Claimed, Outcome, claim, close
from services.notices.actions.mailings import open_mailing, set_mailing_state, work_mailings
from services.notices.actions.outbox import TOLD, drop_before, put, put_each
from services.notices.actions.wishes import opt_out

__all__ = [
    "CLAIM",
    "LEASE",
    "TOLD",
    "Claimed",
    "Outcome",
    "claim",
    "close",
    "drop_before",
    "open_mailing",
    "opt_out",
    "put",
    "put_each",
    "set_mailing_state",
    "work_mailings",
]
