"""A family's answer to an offer: one tap. The held seat goes over to the application, or is free again."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import Receipt, Wish, file
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound, Stale
from services.families.queries import child_ids, family_child
from services.families.rules import Right
from services.programs.actions import free_seat
from services.programs.queries import group
from services.territories.queries import territory
from services.turns import rules
from services.turns.errors import OfferOver
from services.turns.models import Renewal, Turn
from services.turns.rules import Answer, Outcome, Stage


async def go_on_with(session: AsyncSession, actor: Actor, *, renewal_id: int, now: datetime) -> Receipt:
    """Yes: an application for the new year is filed, in the queue and the terms of all, with the held seat.

    Raises NotFound for another family's offer, RightMissing, OfferOver after the last day, Stale for a second answer,
    ClockBack, and what filing raises.
    """
    row = await _answer(session, actor, renewal_id, Answer.YES, now)
    wanted = await group(session, row.group_id or 0)
    place = await territory(session, wanted.territory_id)
    receipt = await file(session, actor, Wish(wanted, place, row.child_id, seat_held=True), now=now)
    await session.execute(update(Renewal).where(Renewal.id == row.id).values(number=receipt.number))
    return receipt


async def decline(session: AsyncSession, actor: Actor, *, renewal_id: int, now: datetime) -> None:
    """No: the seat is free at once. Raises as :func:`go_on_with` does, but for the filing."""
    row = await _answer(session, actor, renewal_id, Answer.NO, now)
    if row.group_id is not None:
        await free_seat(session, row.group_id)


async def _answer(session: AsyncSession, actor: Actor, renewal_id: int, answer: Answer, now: datetime) -> Any:
    """One guarded UPDATE: of two answers at once the first counts."""
    own = (Renewal.id == renewal_id, Renewal.child_id.in_(child_ids(actor.person_id)))
    offered = (*own, Renewal.outcome == Outcome.OFFERED)
    found = (
        await session.execute(
            select(Renewal.child_id, Turn.stage, Turn.reply_by, Turn.territory_id, Turn.started_at)
            .join(Turn, Turn.id == Renewal.turn_id)
            .where(*offered)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("offer")
    await family_child(session, actor, found.child_id, Right.ACT)
    rules.check_clock(now, found.started_at)
    today = local_date(now, (await territory(session, found.territory_id)).timezone)
    if found.stage not in {Stage.RUNNING, Stage.OFFERED} or today > found.reply_by:
        raise OfferOver(found.reply_by)
    changed = (
        await session.execute(
            update(Renewal)
            .where(*offered, Renewal.answer.is_(None))
            .values(answer=answer, answered_at=now, answered_by=actor.person_id)
            .returning(Renewal.id, Renewal.child_id, Renewal.group_id)
            .execution_options(synchronize_session=False)
        )
    ).one_or_none()
    if changed is None:
        raise Stale("offer")
    return changed
