"""Which of several places is the likest to the one that a child has lost or leaves; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from math import inf

from services.programs.queries import GroupView
from services.programs.rules.clashes import clash


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a child might go to; ``km`` from the old one."""

    group: GroupView
    km: float | None


def order(old: GroupView, found: Collection[Candidate], busy: Collection[GroupView]) -> list[Candidate]:
    """Those that clash with nothing the child attends, the likest first.

    The same service of the act, then the same days, the hour, the way.
    """
    days = {lesson.weekday for lesson in old.lessons}
    hour = min((_minutes(lesson.starts_at) for lesson in old.lessons), default=0)

    def likeness(one: Candidate) -> tuple[bool, int, int, float, int]:
        lessons = one.group.lessons
        return (
            one.group.service_code != old.service_code,
            -len(days & {lesson.weekday for lesson in lessons}),
            min((abs(_minutes(lesson.starts_at) - hour) for lesson in lessons), default=0) // 60,
            inf if one.km is None else one.km,
            one.group.id,
        )

    return sorted((one for one in found if not any(clash(one.group, other) for other in busy)), key=likeness)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
