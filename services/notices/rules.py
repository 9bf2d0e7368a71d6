"""What people may switch off, and when what can wait is not sent."""

from datetime import datetime, time, timedelta, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

SURVEYS, NEWS, SEATS = "surveys", "news", "seats"
TOPICS = (SURVEYS, NEWS, SEATS)
TOPIC_OF = MappingProxyType(
    {
        "survey": SURVEYS,
        "survey_applying": SURVEYS,
        "survey_reminder": SURVEYS,
        "survey_results": SURVEYS,
        "survey_reply": SURVEYS,
        "campaign": NEWS,
        "seat_free": SEATS,
    }
)
"""Kinds that a person may switch off by /stop, and that wait for the morning; all others are about own cases."""

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""Local time. Nothing binds a town's messages; this is an hour stricter in the evening than what creditors are held to
on working days, 22 to 8 (230-ФЗ of 03.07.2016, art. 7 part 3)."""
HOME_ZONE = ZoneInfo("Europe/Moscow")
"""For people who have not chosen a territory."""


def morning(now: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet hours end, or None by day."""
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, zone)
