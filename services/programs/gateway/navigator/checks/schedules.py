"""Schedules."""

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks.draft import Draft, Told, days_in_order
from services.programs.gateway.navigator.codes import WEEK, Dictionary
from services.programs.gateway.navigator.values import Rejected
from services.programs.gateway.records import Head, ScheduleRecord
from services.programs.gateway.verdicts import Reason, Warn


def check(head: Head, told: Told, draft: Draft) -> None:
    """A schedule: weekdays, counts, a period, a begin before the end."""
    draft.parent = values.uuid(told.get("groupUuid"))
    days = values.codes(told.get("weekDays"))
    for day in days:
        draft.look_up(Dictionary.WEEK_DAYS, day)
    if not days:
        draft.missing = ((Dictionary.WEEK_DAYS, ""),)
    lessons, length = values.whole(told.get("duration")), values.whole(told.get("durationLength"))
    breaks = tuple(minutes for minutes in map(values.whole, values.items(told.get("breaks"))) if minutes is not None)
    first, last = values.day(told.get("periodFrom")), values.day(told.get("periodTo"))
    days_in_order(first, last)
    starts, ends = values.clock(told.get("timeStart")), values.clock(told.get("timeEnd"))
    if ends <= starts:
        raise Rejected(Reason.TIME_REVERSED)
    if lessons is not None and length is not None and not _adds_up(ends - starts, lessons, length, breaks):
        draft.warnings = (Warn.SCHEDULE_LENGTH_MISMATCH,)
    draft.make = lambda: ScheduleRecord(
        head=head,
        group=draft.parent,
        period_from=first,
        period_to=last,
        weekdays=tuple(sorted({WEEK[day] for day in days if day in WEEK})),
        starts=starts,
        ends=ends,
        lessons=lessons,
        lesson_minutes=length,
        breaks=breaks,
    )


def _adds_up(minutes: int, lessons: int, length: int, breaks: tuple[int, ...]) -> bool:
    """The lessons and the breaks between them fill the time from begin to end."""
    return minutes == lessons * length + sum(breaks) and len(breaks) == max(lessons - 1, 0)
