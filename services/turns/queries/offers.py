"""A family's own offers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.families.queries import ChildView, child, child_ids
from services.programs.queries import GroupView, group
from services.territories.queries import territory
from services.turns.models import Renewal, Turn
from services.turns.rules import Answer, Outcome, Stage


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """A seat held for an own child. ``is_open``: an answer is taken today; ``number`` is what a «yes» has filed."""

    id: int
    child: ChildView
    group: GroupView
    school_year: int
    reply_by: date
    answer: Answer | None
    number: int | None
    is_open: bool


async def own_offers(session: AsyncSession, actor: Actor, *, now: datetime) -> list[OwnOffer]:
    """Offers to the children whom the actor may see, of turns that were not undone, the newest first."""
    live = Turn.stage.in_((Stage.RUNNING, Stage.OFFERED))
    return await _offers(session, actor, now, live)


async def own_offer(session: AsyncSession, actor: Actor, renewal_id: int, *, now: datetime) -> OwnOffer:
    """One of them. Raises NotFound."""
    found = await _offers(session, actor, now, Renewal.id == renewal_id)
    if not found:
        raise NotFound("offer")
    return found[0]


async def _offers(session: AsyncSession, actor: Actor, now: datetime, *which: ColumnElement[bool]) -> list[OwnOffer]:
    rows = await session.execute(
        select(Renewal, Turn)
        .join(Turn, Turn.id == Renewal.turn_id)
        .where(Renewal.child_id.in_(child_ids(actor.person_id)), Renewal.outcome == Outcome.OFFERED, *which)
        .order_by(Renewal.id.desc())
        .execution_options(populate_existing=True)
    )
    return [await _view(session, row, turn, now) for row, turn in rows.all()]


async def _view(session: AsyncSession, row: Renewal, turn: Turn, now: datetime) -> OwnOffer:
    if row.group_id is None:
        raise NotFound("offer")
    place = await territory(session, turn.territory_id)
    is_live = turn.stage in {Stage.RUNNING, Stage.OFFERED} and local_date(now, place.timezone) <= turn.reply_by
    return OwnOffer(
        id=row.id,
        child=await child(session, row.child_id),
        group=await group(session, row.group_id),
        school_year=turn.school_year,
        reply_by=turn.reply_by,
        answer=row.answer,
        number=row.number,
        is_open=is_live and row.answer is None,
    )
