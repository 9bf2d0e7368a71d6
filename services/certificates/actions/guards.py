"""Whose word an approval waits for."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.moving import By, Moved
from services.certificates.errors import ClubHasNotAnswered, SecondPersonNeeded
from services.certificates.models import Application, ApplicationStep
from services.certificates.rules.lifecycle import Deed


async def require_answer(session: AsyncSession, number: int, today: date) -> None:
    """The body waits for the club as long as the club's term runs. Raises ClubHasNotAnswered."""
    accepted = await session.scalar(
        select(ApplicationStep.id)
        .where(ApplicationStep.application_id == number, ApplicationStep.deed == Deed.ACCEPT.value)
        .limit(1)
    )
    by_day = await session.scalar(select(Application.club_by).where(Application.id == number))
    if accepted is None and by_day is not None and today <= by_day:
        raise ClubHasNotAnswered(number, by_day)


def require_second(decided: Moved, by: By) -> None:
    """Another person of the body has proposed it. Raises SecondPersonNeeded."""
    if decided.proposed_by in {None, by.person_id}:
        raise SecondPersonNeeded(decided.id, is_own=decided.proposed_by is not None)
