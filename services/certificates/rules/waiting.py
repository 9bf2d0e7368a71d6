"""The waiting list: until when a seat is held for one family."""

from datetime import datetime, timedelta, tzinfo

from services.notices.rules import QUIET_FROM, morning


def hold_until(now: datetime, hours: int, zone: tzinfo) -> datetime:
    """The moment ``hours`` later, the quiet hours of the territory (21–8) not counted: nobody is asked at night."""
    left, at = timedelta(hours=hours), now
    while True:
        at = morning(at, zone) or at
        evening = datetime.combine(at.astimezone(zone).date(), QUIET_FROM, zone)
        if left <= evening - at:
            return at + left
        left -= evening - at
        at = evening
