"""The deeds of the room: make a draft, agree to it, send it, watch it to its end. The caller commits."""

from services.campaigns.actions.agreeing import approve, ask_approval, give_back
from services.campaigns.actions.drafting import (
    Typed,
    add_button,
    drop,
    make_draft,
    remove_attachment,
    remove_buttons,
    set_audience,
    set_message,
)
from services.campaigns.actions.sending import pause, resume, send, settle, stop, watch

__all__ = [
    "Typed",
    "add_button",
    "approve",
    "ask_approval",
    "drop",
    "give_back",
    "make_draft",
    "pause",
    "remove_attachment",
    "remove_buttons",
    "resume",
    "send",
    "set_audience",
    "set_message",
    "settle",
    "stop",
    "watch",
]
