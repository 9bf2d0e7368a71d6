"""A turn as the staff sees it, and its figures."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.territories.queries import TerritoryView, territory
from services.turns.models import Renewal, Turn
from services.turns.rules import Answer, Figures, Outcome, Stage


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn. ``asked_by`` and ``started_by`` are None for the command line; ``lines`` is how many were opened."""

    id: int
    territory: TerritoryView
    school_year: int
    stage: Stage
    asked_by: int | None
    asked_at: datetime
    started_by: int | None
    started_at: datetime | None
    reply_by: date
    lines: int
    opened_at: datetime | None
    accounts_closed: int | None
    undone_at: datetime | None


def view_of(row: Turn, place: TerritoryView) -> TurnView:
    """A row as the staff sees it."""
    return TurnView(
        id=row.id,
        territory=place,
        school_year=row.school_year,
        stage=row.stage,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        started_by=row.started_by,
        started_at=row.started_at,
        reply_by=row.reply_by,
        lines=len(row.lines),
        opened_at=row.opened_at,
        accounts_closed=row.accounts_closed,
        undone_at=row.undone_at,
    )


async def latest_turn(session: AsyncSession, territory_id: int) -> TurnView:
    """The territory's turn that was begun last. Raises NotFound."""
    row = await session.scalar(
        select(Turn)
        .where(Turn.territory_id == territory_id)
        .order_by(Turn.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("turn")
    return view_of(row, await territory(session, territory_id))


async def figures(session: AsyncSession, turn_id: int) -> Figures:
    """How many children have which outcome and answer."""
    rows = await session.execute(
        select(Renewal.outcome, Renewal.answer, func.count())
        .where(Renewal.turn_id == turn_id)
        .group_by(Renewal.outcome, Renewal.answer)
    )
    counts: dict[str, int] = {"children": 0}
    for outcome, answer, many in rows:
        names = ["children", outcome.value]
        if outcome is Outcome.OFFERED and answer is not Answer.UNDONE:
            names.append("waiting" if answer is None else answer.value)
        for name in names:
            counts[name] = counts.get(name, 0) + many
    return Figures(**counts)
