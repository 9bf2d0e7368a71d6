"""Newcomers, their doors and choices; posts and the people who hold them."""

from services.staff.actions.arriving import arrive, choose_locale, choose_territory, mark_reachable, mark_unreachable
from services.staff.actions.colleagues import (
    audience_of,
    dismiss,
    end_posts,
    end_sessions,
    forget_factor,
    give_link,
    tell_of,
)
from services.staff.actions.doors import forget_doors, give_door, move_doors
from services.staff.actions.posts import INVITE_TERM, accept, appoint, invite

__all__ = [
    "INVITE_TERM",
    "accept",
    "appoint",
    "arrive",
    "audience_of",
    "choose_locale",
    "choose_territory",
    "dismiss",
    "end_posts",
    "end_sessions",
    "forget_doors",
    "forget_factor",
    "give_door",
    "give_link",
    "invite",
    "mark_reachable",
    "mark_unreachable",
    "move_doors",
    "tell_of",
]
