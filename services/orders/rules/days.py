"""Days as people write them."""

from datetime import date, datetime

from services.core.errors import Invalid

WRITTEN = ("%d.%m.%Y", "%Y-%m-%d")


def day_of(text: str, field: str) -> date:
    """«01.09.2027» or «2027-09-01». Raises Invalid: ``format``."""
    for shape in WRITTEN:
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise Invalid(field, "format")
