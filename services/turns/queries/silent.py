"""Who has not answered: numbers of the old year's applications, for the staff and for the clubs."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.programs.queries import groups
from services.turns.models import Renewal, Turn
from services.turns.rules import Answer, Outcome, Stage

PAGE = 20


@dataclass(frozen=True, slots=True)
class Silent:
    """A child who has not answered: the old application, the group of the new year; ``is_over``: the seat is free."""

    number: int
    group_id: int
    title: str
    group_title: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A page of the list; ``page`` counts from 0 and is there."""

    items: list[Silent]
    page: int
    pages: int
    total: int


async def unanswered(session: AsyncSession, actor: Actor, turn_id: int, page: int, *, size: int = PAGE) -> Unanswered:
    """Those of a turn of the actor's own territory; empty for another's."""
    ours = (Renewal.turn_id == turn_id, Turn.territory_id.in_(actor.staff_territories))
    return await _page(session, page, size, *ours)


async def unanswered_of_clubs(session: AsyncSession, actor: Actor, page: int, *, size: int = PAGE) -> Unanswered:
    """Those of the actor's own clubs, of turns that were not undone."""
    theirs = (Renewal.provider_id.in_(actor.providers), Turn.stage != Stage.UNDONE, Turn.archived_at.is_(None))
    return await _page(session, page, size, *theirs)


async def _page(session: AsyncSession, page: int, size: int, *whose: ColumnElement[bool]) -> Unanswered:
    silent = Renewal.answer.is_(None) | (Renewal.answer == Answer.SILENT)
    chosen = (*whose, Renewal.outcome == Outcome.OFFERED, silent)
    base = select(Renewal.application_id, Renewal.group_id, Renewal.answer).join(Turn, Turn.id == Renewal.turn_id)
    total = await session.scalar(select(func.count()).select_from(base.where(*chosen).subquery())) or 0
    page = min(max(page, 0), max(total - 1, 0) // size)
    rows = (await session.execute(base.where(*chosen).order_by(Renewal.id).limit(size).offset(page * size))).all()
    known = await groups(session, {row.group_id for row in rows if row.group_id is not None})
    items = [
        Silent(row.application_id, view.id, view.title, view.group_title, row.answer is not None)
        for row in rows
        if row.group_id is not None and (view := known.get(row.group_id)) is not None
    ]
    return Unanswered(items, page, max(1, -(-total // size)), total)
