"""Proving who one is: by a code to the telephone, at the desk, by an outside system; a lost account found again."""

from services.identity.actions.desk import ask_desk_code, confirm_at_desk, see_at_desk
from services.identity.actions.linking import Relink, find_lost, link_at_desk, link_by_phone
from services.identity.actions.outside import confirm_from
from services.identity.actions.phones import ask_phone_code, confirm_phone

__all__ = [
    "Relink",
    "ask_desk_code",
    "ask_phone_code",
    "confirm_at_desk",
    "confirm_from",
    "confirm_phone",
    "find_lost",
    "link_at_desk",
    "link_by_phone",
    "see_at_desk",
]
