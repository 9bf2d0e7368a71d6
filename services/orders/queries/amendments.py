"""Drafts of a change, and the changes that were made: the order's history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.orders.models import Amendment, DraftState, OrderDraft
from services.orders.rules.changes import TYPED, Change, Wanted, load

OPEN = (DraftState.WRITING, DraftState.ASKED)
WORDS = ("act", "day", "why")
"""What every amendment says: its act, from which day it holds, and for what reason."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A change that waits; ``missing`` are the answers that it still lacks, in the order in which they are asked."""

    id: int
    territory_id: int
    year: int
    source: str
    wanted: tuple[Wanted, ...]
    is_whole: bool
    act: str
    valid_from: date | None
    why: str
    edition: int
    changes: tuple[Change, ...]
    state: DraftState

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields of the one typed line first, then the words of the act."""
        one = self.wanted[0] if len(self.wanted) == 1 and not self.source else None
        typed = [] if one is None or one.is_removed else [name for name in TYPED if getattr(one, name) is None]
        told = {"act": self.act, "day": self.valid_from, "why": self.why}
        return (*typed, *(name for name in WORDS if not told[name]))


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """A change that was made: by which act, from when, who, when and why."""

    number: int
    act: str
    why: str
    valid_from: date
    valid_to: date
    changes: tuple[Change, ...]
    made_by: int | None
    made_at: datetime


async def own_draft(session: AsyncSession, actor: Actor, draft_id: int) -> DraftView:
    """The actor's own open draft of a territory that they serve. Raises NotFound."""
    found = await _drafts(session, actor, OrderDraft.id == draft_id)
    if not found:
        raise NotFound("order")
    return found[0]


async def open_draft(session: AsyncSession, actor: Actor, *, territory_id: int, year: int) -> DraftView | None:
    """What the actor began to change in this order and has not finished."""
    found = await _drafts(session, actor, OrderDraft.territory_id == territory_id, OrderDraft.year == year)
    return found[0] if found else None


async def edition(session: AsyncSession, territory_id: int, year: int) -> int:
    """The number of the last amendment; 0 before the first."""
    return await session.scalar(select(func.max(Amendment.number)).where(*_of(territory_id, year))) or 0


async def history(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, limit: int = 20, offset: int = 0
) -> list[AmendmentView]:
    """What was changed in a year's order, the latest first. Raises NotAllowed for another territory."""
    actor.require_staff(territory_id)
    rows = await session.execute(
        select(
            *(Amendment.number, Amendment.act, Amendment.why, Amendment.valid_from, Amendment.valid_to),
            *(Amendment.changes, Amendment.made_by, Amendment.made_at),
        )
        .where(*_of(territory_id, year))
        .order_by(Amendment.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        AmendmentView(
            row.number,
            row.act,
            row.why,
            row.valid_from,
            row.valid_to,
            tuple(load(row.changes)),
            row.made_by,
            row.made_at,
        )
        for row in rows
    ]


def _of(territory_id: int, year: int) -> tuple[ColumnElement[bool], ...]:
    return Amendment.territory_id == territory_id, Amendment.year == year


async def _drafts(session: AsyncSession, actor: Actor, *which: ColumnElement[bool]) -> list[DraftView]:
    own = (OrderDraft.person_id == actor.person_id, OrderDraft.territory_id.in_(actor.staff_territories))
    columns = (
        *(OrderDraft.id, OrderDraft.territory_id, OrderDraft.year, OrderDraft.source, OrderDraft.wanted),
        *(OrderDraft.is_whole, OrderDraft.act, OrderDraft.valid_from, OrderDraft.why, OrderDraft.edition),
        *(OrderDraft.changes, OrderDraft.state),
    )
    rows = await session.execute(
        select(*columns).where(*own, *which, OrderDraft.state.in_(OPEN)).order_by(OrderDraft.id.desc()).limit(1)
    )
    return [_draft(row) for row in rows]


def _draft(row: Any) -> DraftView:
    return DraftView(
        id=row.id,
        territory_id=row.territory_id,
        year=row.year,
        source=row.source,
        wanted=tuple(Wanted(**one) for one in row.wanted),
        is_whole=row.is_whole,
        act=row.act,
        valid_from=row.valid_from,
        why=row.why,
        edition=row.edition,
        changes=tuple(load(row.changes)),
        state=row.state,
    )
