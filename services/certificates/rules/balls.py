"""Who holds the ball in each state of an application, and until when."""

from dataclasses import dataclass

from services.certificates.models import ApplicationStatus
from services.certificates.rules.lifecycle import Deed, Party

S = ApplicationStatus


@dataclass(frozen=True, slots=True)
class Ball:
    """Who holds the ball: ``turn`` is None when nothing is awaited; ``term`` names the setting that limits it.

    ``then`` is what happens when the term ends: a deed of the system, or None where a person is reminded.
    """

    turn: Party | None
    term: str | None
    then: Deed | None


_BALLS: dict[ApplicationStatus, Ball] = {
    S.DRAFT: Ball(Party.PARENT, "confirm_days", Deed.LAPSE),
    S.SUBMITTED: Ball(Party.SYSTEM, None, Deed.REGISTER),
    S.REGISTERED: Ball(Party.BODY, "decision_days", None),
    S.RETURNED: Ball(Party.PARENT, "answer_days", Deed.RESUME),
    S.TEST: Ball(Party.PROVIDER, "test_decision_days", None),
    S.APPROVED: Ball(Party.BODY, "decision_days", None),
    S.AWAITING_CONTRACT: Ball(Party.PARENT, "sign_days", Deed.LAPSE),
}


def ball(status: ApplicationStatus, *, club_first: bool = False) -> Ball:
    """Whose turn it is. ``club_first``: the territory waits for the club's answer before the body decides."""
    if club_first and status is S.REGISTERED:
        return Ball(Party.PROVIDER, "seat_answer_days", None)
    return _BALLS.get(status, Ball(None, None, None))
