"""Filling the catalogue, taking and giving back seats, keeping programs and waiting for seats, counting links."""

from services.programs.actions.adding import FOCUS_WORDS, NewGroup, NewProgram, add_group, add_program
from services.programs.actions.archiving import archive_groups
from services.programs.actions.leaving import close_groups, lists_of, reopen_groups
from services.programs.actions.seats import await_seat, fit_kept, free_seat, take_seat
from services.programs.actions.visits import count_visit
from services.programs.actions.wishes import answer, keep, let_go, saw, unwatch, watch

__all__ = [
    "FOCUS_WORDS",
    "NewGroup",
    "NewProgram",
    "add_group",
    "add_program",
    "answer",
    "archive_groups",
    "await_seat",
    "close_groups",
    "count_visit",
    "fit_kept",
    "free_seat",
    "keep",
    "let_go",
    "lists_of",
    "reopen_groups",
    "saw",
    "take_seat",
    "unwatch",
    "watch",
]
