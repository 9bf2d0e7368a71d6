"""How large a step of a mailing may be: people's touches wait for the one writer while it is written."""

SECONDS = 0.012
"""What a step shall take: a touch that waits for it is still answered twice as late at most."""
FEWEST, FIRST, MOST = 20, 200, 1000


class Pace:
    """As many rows as the last steps could write in the time; a busy machine gets shorter steps."""

    def __init__(self) -> None:
        self.rows = FIRST

    def took(self, seconds: float) -> None:
        """Learn from a step: at most twice as much at the next one, and as little as need be."""
        fits = self.rows * min(2.0, SECONDS / max(seconds, 1e-6))
        self.rows = max(FEWEST, min(MOST, round(fits)))
