"""Filling the catalogue, and taking and giving back seats."""

from services.programs.actions.adding import FOCUS_WORDS, NewGroup, NewProgram, add_group, add_program
from services.programs.actions.seats import free_seat, take_seat

__all__ = ["FOCUS_WORDS", "NewGroup", "NewProgram", "add_group", "add_program", "free_seat", "take_seat"]
