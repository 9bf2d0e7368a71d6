"""Doors to the pages: links, sessions, second factors, the journal of access."""

from services.access.actions.confirming import confirm_operator, withdraw_confirmation
from services.access.actions.entering import (
    Opened,
    Visit,
    close_session,
    close_sessions,
    confirm_session,
    forget_old,
    issue_entry,
    keep_press,
    look,
    open_session,
    spend_launch,
    use_entry,
    visit,
)
from services.access.actions.factors import begin_factor, check_factor, reset_factor
from services.access.actions.logins import Admitted, ask_login, give_desk_code, use_desk_code, use_login
from services.access.actions.texting import Outgoing, claim_texts, put_text, settle_text

__all__ = [
    "Admitted",
    "Opened",
    "Outgoing",
    "Visit",
    "ask_login",
    "begin_factor",
    "check_factor",
    "claim_texts",
    "close_session",
    "close_sessions",
    "confirm_operator",
    "confirm_session",
    "forget_old",
    "give_desk_code",
    "issue_entry",
    "keep_press",
    "look",
    "open_session",
    "put_text",
    "reset_factor",
    "settle_text",
    "spend_launch",
    "use_desk_code",
    "use_entry",
    "use_login",
    "visit",
    "withdraw_confirmation",
]
