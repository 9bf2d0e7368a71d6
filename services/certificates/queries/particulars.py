"""Parts of a case: whose turn it is, and its certificate."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Certificate
from services.certificates.queries.views import CertificateView, Facts, Turn
from services.certificates.rules.balls import ball
from services.core.errors import NotFound
from services.territories.queries import TerritoryView


def turn_of(facts: Facts, place: TerritoryView) -> Turn:
    """Who holds the ball; the last day to sign is the contract's to tell."""
    found = ball(facts.status, club_first=bool(place.policy.seat_by_club))
    days = {
        "confirm_days": facts.confirm_by,
        "seat_answer_days": facts.club_by,
        "answer_days": facts.answer_by,
        "decision_days": facts.due_on,
        "test_decision_days": facts.due_on,
    }
    return Turn(found.turn, days.get(found.term or ""), found.then)


async def certificate_of(session: AsyncSession, application_id: int) -> CertificateView:
    """The certificate of an application, for rooms above and for a case already proved own. Raises NotFound."""
    found = await session.execute(
        select(
            Certificate.id,
            Certificate.number,
            Certificate.application_id,
            Certificate.territory_id,
            Certificate.child_id,
            Certificate.service_code,
            Certificate.hours,
            Certificate.nominal,
            Certificate.valid_from,
            Certificate.valid_to,
            Certificate.status,
            Certificate.activated_at,
            Certificate.suspended_till,
            Certificate.unused_told_at,
        ).where(Certificate.application_id == application_id),
    )
    row: Sequence[Any] | None = found.one_or_none()
    if row is None:
        raise NotFound("certificate")
    return CertificateView(*row)
