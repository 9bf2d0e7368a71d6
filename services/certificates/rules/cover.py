"""How far the money of a certificate goes, in lessons of its own club; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cover:
    """Money lasts ``through`` a day, and for so many ``lessons`` more.

    ``through`` is the last lesson of the course (``is_end``) or of the last month that is covered whole; None where
    not even the month that comes is.
    """

    through: date | None
    is_end: bool
    lessons: int


def cover(money: int, *, nominal: int, course: Sequence[date], since: date | None) -> Cover | None:
    """How far ``money`` goes if ``nominal`` (both kopecks) pays the days of a whole course.

    Lessons up to ``since`` are settled by an act; what was missed of them was not paid, and pays lessons more. None
    when the course is over, has no days or costs nothing.
    """
    ahead = [day for day in course if since is None or day > since]
    if not ahead or not nominal:
        return None
    lessons = money * len(course) // nominal
    if lessons >= len(ahead):
        return Cover(ahead[-1], is_end=True, lessons=lessons - len(ahead))
    broken = ahead[lessons].replace(day=1)
    whole = [day for day in ahead[:lessons] if day < broken]
    return Cover(whole[-1] if whole else None, is_end=False, lessons=lessons - len(whole))
