"""The deeds of the room: write a departure down, tell, choose, end, undo. The caller commits."""

from services.departures.actions.choosing import Chosen, Gone, choose, choose_for, leave
from services.departures.actions.proposing import look_again
from services.departures.actions.running import run
from services.departures.actions.starting import Leaving, begin, undo

__all__ = ["Chosen", "Gone", "Leaving", "begin", "choose", "choose_for", "leave", "look_again", "run", "undo"]
