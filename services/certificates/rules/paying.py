"""On which days a certificate pays for lessons: what an act of rendered services must ask before it consumes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
"""From the first day through the last, both in it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Paying:
    """The days of one certificate: ``first`` is None when it never came into force, ``pauses`` are suspensions."""

    first: date | None
    last: date
    pauses: tuple[Days, ...] = ()

    def pays(self, day: date) -> bool:
        """Whether a lesson of the day may be paid from it."""
        if self.first is None or not self.first <= day <= self.last:
            return False
        return not any(begun <= day <= over for begun, over in self.pauses)


def pauses(changes: Sequence[tuple[date, bool]], till: date | None) -> tuple[Days, ...]:
    """Suspensions of a history: days on which one was begun (True) or ended (False), the oldest first.

    A suspension counts from the day of the decision; the day on which the certificate is put into force again pays.
    ``till`` is the last day of the one that runs, after which it ends by itself.
    """
    found: list[Days] = []
    begun: date | None = None
    for day, is_begun in changes:
        if is_begun:
            begun = day
        elif begun is not None:
            found.append((begun, day - _DAY))
            begun = None
    if begun is not None:
        found.append((begun, till or date.max))
    return tuple(one for one in found if one[0] <= one[1])
