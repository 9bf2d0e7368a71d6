"""Checklists and visits as their people see them, and the figures of goal 4."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import case, desc, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.monitoring.models import Checklist, Mark, MonitoringUnit, Visit, VisitKind, VisitMark, VisitState
from services.monitoring.rules import Measure
from services.providers import queries as providers

SIGNED = (VisitState.ACT, VisitState.CLOSED)


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist in force."""

    id: int
    version: int
    document: str
    since: date
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class MarkView:
    """A measure with what was found on it."""

    measure: Measure
    mark: Mark = Mark.NOT_CHECKED
    finding: str | None = field(default=None, repr=False)
    remedy_by: date | None = None
    remedied_on: date | None = None
    objection: str | None = field(default=None, repr=False)
    is_upheld: bool | None = None


@dataclass(frozen=True, slots=True)
class VisitView:
    """One check; ``marks`` in the order of the checklist, empty in lists."""

    id: int
    territory_id: int
    provider_id: int
    kind: VisitKind
    state: VisitState
    held_on: date
    object_by: date | None
    marks: tuple[MarkView, ...] = ()


async def checklist(session: AsyncSession, territory_id: int, day: date) -> ChecklistView | None:
    """The checklist in force on a day."""
    row = await session.scalar(
        select(Checklist)
        .where(
            Checklist.territory_id == territory_id,
            Checklist.since <= day,
            or_(Checklist.until.is_(None), Checklist.until > day),
        )
        .order_by(desc(Checklist.version))
        .limit(1),
    )
    if row is None:
        return None
    return ChecklistView(row.id, row.version, row.document, row.since, _measures(row))


async def unit(session: AsyncSession, territory_id: int, day: date) -> str | None:
    """The name of the unit that monitors on a day."""
    return await session.scalar(
        select(MonitoringUnit.name)
        .where(
            MonitoringUnit.territory_id == territory_id,
            MonitoringUnit.since <= day,
            or_(MonitoringUnit.until.is_(None), MonitoringUnit.until > day),
        )
        .order_by(desc(MonitoringUnit.id))
        .limit(1),
    )


async def visits(session: AsyncSession, actor: Actor) -> list[VisitView]:
    """The latest checks of the actor's territories and of the clubs for which the actor speaks."""
    ours = Visit.territory_id.in_(actor.staff_territories) & (Visit.kind == VisitKind.BODY)
    closed = Visit.territory_id.in_(actor.staff_territories) & (Visit.state == VisitState.CLOSED)
    theirs = Visit.provider_id.in_(actor.providers) & or_(Visit.kind == VisitKind.SELF, Visit.state.in_(SIGNED))
    rows = await session.scalars(
        select(Visit).where(or_(ours, closed, theirs)).order_by(desc(Visit.held_on), desc(Visit.id)).limit(200),
    )
    return [_view(row) for row in rows]


async def visit(session: AsyncSession, actor: Actor, visit_id: int) -> VisitView:
    """One check with its marks; NotFound for whoever neither holds it nor is checked by a signed act."""
    row = await session.get(Visit, visit_id)
    if row is None or not _may_see(actor, row):
        raise NotFound("visit")
    of = await session.get_one(Checklist, row.checklist_id)
    kept = {one.measure: one for one in await session.scalars(select(VisitMark).where(VisitMark.visit_id == row.id))}
    return _view(row, tuple(_mark(measure, kept.get(measure.code)) for measure in _measures(of)))


async def is_set_up(session: AsyncSession, territory_id: int, day: date) -> bool:
    """Whether there is both a unit and a checklist on a day (indicator 4.3)."""
    return (
        await unit(session, territory_id, day) is not None and await checklist(session, territory_id, day) is not None
    )


async def self_monitors(session: AsyncSession, territory_id: int, first: date, last: date) -> frozenset[str]:
    """Providers, by ИНН, with a closed check of their own held in the period (indicator 4.4)."""
    ids = await session.scalars(
        select(Visit.provider_id)
        .where(
            Visit.territory_id == territory_id,
            Visit.kind == VisitKind.SELF,
            Visit.state == VisitState.CLOSED,
            Visit.held_on.between(first, last),
        )
        .distinct(),
    )
    known = await providers.providers(session, ids.all())
    return frozenset(one.identity for one in known.values())


async def conformity(session: AsyncSession, territory_id: int, first: date, last: date) -> tuple[int, int]:
    """Measures met, and measures met or not met, in the body's signed checks of the period (indicator 4.5)."""
    row = await session.execute(
        select(func.coalesce(func.sum(case((VisitMark.mark == Mark.MET, 1), else_=0)), 0), func.count())
        .select_from(VisitMark)
        .join(Visit, Visit.id == VisitMark.visit_id)
        .where(
            Visit.territory_id == territory_id,
            Visit.kind == VisitKind.BODY,
            Visit.state.in_(SIGNED),
            Visit.held_on.between(first, last),
            VisitMark.mark.in_((Mark.MET, Mark.NOT_MET)),
        ),
    )
    met, counted = row.one()
    return int(met), int(counted)


def _may_see(actor: Actor, row: Visit) -> bool:
    if row.kind is VisitKind.SELF:
        is_told = row.state is VisitState.CLOSED and row.territory_id in actor.staff_territories
        return is_told or row.provider_id in actor.providers
    is_checked = row.provider_id in actor.providers and row.state in SIGNED
    return is_checked or row.territory_id in actor.staff_territories


def _measures(row: Checklist) -> tuple[Measure, ...]:
    return tuple(Measure(**one) for one in row.measures)


def _mark(measure: Measure, kept: VisitMark | None) -> MarkView:
    if kept is None:
        return MarkView(measure)
    return MarkView(measure, kept.mark, kept.finding, kept.remedy_by, kept.remedied_on, kept.objection, kept.is_upheld)


def _view(row: Visit, marks: Sequence[MarkView] = ()) -> VisitView:
    return VisitView(
        row.id, row.territory_id, row.provider_id, row.kind, row.state, row.held_on, row.object_by, tuple(marks)
    )
