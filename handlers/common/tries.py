"""Wrong tries are counted: a thousand guesses meet one sentence."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WHO = 10_000
"""How many are remembered; whoever came longest ago is forgotten first."""
GUESSES = (20, timedelta(hours=1))
"""Numbers of certificates that nobody has, of one person in the bot."""


class Tries:
    """When each was wrong; kept in memory, by each process for itself."""

    def __init__(self, most: int, window: timedelta) -> None:
        self._most, self._window = most, window
        self._at: OrderedDict[str, deque[datetime]] = OrderedDict()

    def is_spent(self, who: str, now: datetime) -> bool:
        """Whether they have had their tries of the window."""
        tried = self._at.get(who, deque())
        while tried and tried[0] <= now - self._window:
            tried.popleft()
        return len(tried) >= self._most

    def count(self, who: str, now: datetime) -> None:
        """One more."""
        tried = self._at.setdefault(who, deque(maxlen=self._most))
        tried.append(now)
        self._at.move_to_end(who)
        if len(self._at) > WHO:
            self._at.popitem(last=False)
