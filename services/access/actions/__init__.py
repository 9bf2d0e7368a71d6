"""Doors to the pages: links, sessions, second factors, the journal of access."""

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

__all__ = [
    "Opened",
    "Visit",
    "begin_factor",
    "check_factor",
    "close_session",
    "close_sessions",
    "confirm_session",
    "forget_old",
    "issue_entry",
    "keep_press",
    "look",
    "open_session",
    "reset_factor",
    "spend_launch",
    "use_entry",
    "visit",
]
