"""What of the queue the chat can show, by a short code in a button."""

from collections.abc import Callable
from datetime import date, timedelta

from handlers.common.words import _
from services.certificates.models import ApplicationStatus
from services.certificates.queries import Sift

WEEK = timedelta(days=7)
SIFTS: dict[str, Callable[[], str]] = {
    "": lambda: _("All"),
    "late": lambda: _("Only overdue"),
    "week": lambda: _("Due within a week"),
    "mine": lambda: _("Given to me"),
    "returned": lambda: _("With the parents"),
    "place": lambda: _("The club has a place"),
    "test": lambda: _("Entrance test"),
    "helped": lambda: _("Filed through the staff"),
    "second": lambda: _("Proposed by a colleague"),
}
"""Code → the words of its button."""


def sift_of(what: str, club: int, service: str, today: date) -> Sift:
    """The question of a button; a code that nobody knows asks for all."""
    states = {
        "returned": ApplicationStatus.RETURNED,
        "place": ApplicationStatus.APPROVED,
        "test": ApplicationStatus.TEST,
    }
    return Sift(
        provider_id=club or None,
        service=service or None,
        state=states.get(what),
        due_by=today + WEEK if what == "week" else None,
        is_late=what == "late",
        is_mine=what == "mine",
        is_assisted=what == "helped",
        is_proposed=what == "second",
    )
