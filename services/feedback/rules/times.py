"""When a survey is asked, until when it can be answered, and to which month its voices belong; pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.core.clock import local_date
from services.feedback.models import Moment
from services.territories.rules import Policy

LATE = timedelta(days=21)
"""A moment that was missed for so long, the desk being down or the contract old, is not asked about any more."""
REST = timedelta(days=1)
"""How long after the signature a family is asked how it was to apply."""
MONTH = timedelta(days=30)
YEAR = timedelta(days=365)
MONTHS = 12
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a contract's day must lie for a moment to be now: of its first lesson, or of its last day."""

    since: date
    until: date


def window(moment: Moment, policy: Policy, today: date) -> Window:
    """Which contracts a moment has come for: by the day of the first lesson, or of the last one (END, LEAVING)."""
    if moment is Moment.END:
        return Window(today, today + timedelta(days=policy.survey_end_days))
    if moment in (Moment.LEAVING, Moment.APPLYING):
        return Window(today - LATE, today)
    days = policy.survey_middle_days if moment is Moment.MIDDLE else policy.survey_first_days
    last = today - timedelta(days=days)
    return Window(last - LATE, last)


def most(moment: Moment, policy: Policy) -> int:
    """How many messages with surveys a family may have had in a year before this one.

    The one in the middle gives way, so that the last one of the year can still be asked.
    """
    return policy.survey_most - (2 if moment is Moment.MIDDLE else 1)


def closes_at(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the last day: a survey of 14 days opened on the 1st can be answered through the 15th."""
    after_last = local_date(now, zone) + timedelta(days=days + 1)
    return datetime.combine(after_last, time(), zone)


def last_day(closes: datetime, zone: ZoneInfo) -> date:
    """The day through which a survey that closes at this moment can be answered."""
    return local_date(closes - timedelta(microseconds=1), zone)


def period_of(day: date) -> int:
    """Year and month in one number: 202610."""
    return day.year * 100 + day.month


def first_of(period: int) -> date:
    """The first day of a month."""
    return date(period // 100, period % 100, 1)


def back(period: int, months: int) -> int:
    """The month so many months earlier."""
    at = (period // 100) * MONTHS + period % 100 - 1 - months
    return at // MONTHS * 100 + at % MONTHS + 1


def quarter_of(period: int) -> int:
    """The last month of the quarter in which a month lies."""
    return period + (QUARTER - period % 100 % QUARTER) % QUARTER
