"""Setting monitoring up, checks and what follows from them. The caller commits."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid, NotFound, Stale
from services.monitoring import queries, rules
from services.monitoring.errors import NoChecklist, NothingChecked, ObjectionOpen, ObjectionOver
from services.monitoring.models import Checklist, Mark, MonitoringUnit, Visit, VisitKind, VisitMark, VisitState
from services.monitoring.rules import Result
from services.notices import actions as notices
from services.providers.queries import provider
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import territory

NAME_MOST = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """The document by which something is in force, and from which day."""

    document: str
    since: date


async def name_unit(
    session: AsyncSession, actor: Actor, *, territory_id: int, name: str, paper: Paper, now: datetime
) -> None:
    """The unit that monitors, from a day on; it ends the one before. Raises NotAllowed, Invalid."""
    actor.require_staff(territory_id)
    live = (MonitoringUnit.territory_id == territory_id, MonitoringUnit.until.is_(None))
    await session.execute(update(MonitoringUnit).where(*live).values(until=paper.since))
    session.add(
        MonitoringUnit(
            territory_id=territory_id,
            name=rules.checked_line(name, "unit", NAME_MOST),
            document=rules.checked_line(paper.document, "evidence", NAME_MOST),
            since=paper.since,
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    await session.flush()


async def put_in_force(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    codes: tuple[str, ...],
    paper: Paper,
    now: datetime,
) -> None:
    """A checklist from a day on; checks begun before keep theirs. Raises NotAllowed, Invalid."""
    actor.require_staff(territory_id)
    chosen = rules.chosen(codes)
    known = select(func.coalesce(func.max(Checklist.version), 0)).where(Checklist.territory_id == territory_id)
    version = int(await session.scalar(known) or 0) + 1
    live = (Checklist.territory_id == territory_id, Checklist.until.is_(None))
    await session.execute(update(Checklist).where(*live).values(until=paper.since))
    session.add(
        Checklist(
            territory_id=territory_id,
            version=version,
            document=rules.checked_line(paper.document, "evidence", NAME_MOST),
            since=paper.since,
            measures=chosen,
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    await session.flush()


async def begin(session: AsyncSession, actor: Actor, *, provider_id: int, held_on: date, now: datetime) -> int:
    """Open a check: of the body by its staff, of its own by the club. Gives its number.

    Raises NotFound (also for a club of others), Invalid for a day to come, NoChecklist.
    """
    club = await provider(session, provider_id)
    is_own = provider_id in actor.providers
    if not is_own and club.territory_id not in actor.staff_territories:
        raise NotFound("provider")
    place = await territory(session, club.territory_id)
    if held_on > local_date(now, place.timezone):
        raise Invalid("visit_day", "future")
    found = await queries.checklist(session, club.territory_id, held_on)
    if found is None:
        raise NoChecklist
    row = Visit(
        territory_id=club.territory_id,
        provider_id=provider_id,
        checklist_id=found.id,
        kind=VisitKind.SELF if is_own else VisitKind.BODY,
        state=VisitState.OPEN,
        held_on=held_on,
        opened_by=actor.person_id,
        opened_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def mark(session: AsyncSession, actor: Actor, *, visit_id: int, results: dict[str, Result]) -> None:
    """Keep what was found, by measure; what was marked before is replaced. Raises NotFound, Stale, Invalid."""
    row = await _held(session, actor, visit_id, VisitState.OPEN)
    known = {one.measure.code for one in (await queries.visit(session, actor, visit_id)).marks}
    if not set(results) <= known:
        raise NotFound("measure")
    kept = {one.measure: one for one in await session.scalars(select(VisitMark).where(VisitMark.visit_id == row.id))}
    for code, result in results.items():
        told = rules.checked_result(result, held_on=row.held_on)
        found = kept.get(code) or VisitMark(visit_id=row.id, measure=code)
        found.mark, found.finding, found.remedy_by = told.mark, told.finding or None, told.remedy_by
        session.add(found)
    await session.flush()


async def sign(session: AsyncSession, actor: Actor, *, visit_id: int, now: datetime) -> None:
    """The marks stand: the club is told and may object; its own check is closed at once.

    Raises NotFound, Stale, NothingChecked.
    """
    row = await _held(session, actor, visit_id, VisitState.OPEN)
    counted = select(func.count()).where(VisitMark.visit_id == row.id, VisitMark.mark.in_((Mark.MET, Mark.NOT_MET)))
    if not await session.scalar(counted):
        raise NothingChecked
    row.signed_by, row.signed_at = actor.person_id, now
    if row.kind is VisitKind.SELF:
        row.state, row.closed_at = VisitState.CLOSED, now
        await session.flush()
        return
    place = await territory(session, row.territory_id)
    row.state, row.object_by = VisitState.ACT, rules.object_by(local_date(now, place.timezone))
    people = await people_of_provider(session, row.provider_id)
    data = {"visit": row.id, "day": row.object_by.isoformat()}
    await notices.put(session, people=people, kind="visit_signed", data=data, now=now)


async def object_to(
    session: AsyncSession, actor: Actor, *, visit_id: int, measure: str, text: str, now: datetime
) -> None:
    """The club does not agree with a mark. Raises NotFound, Stale, ObjectionOver, Invalid."""
    row = await session.get(Visit, visit_id)
    if row is None or row.kind is VisitKind.SELF or row.provider_id not in actor.providers:
        raise NotFound("visit")
    if row.state is not VisitState.ACT or row.object_by is None:
        raise Stale("visit")
    place = await territory(session, row.territory_id)
    if local_date(now, place.timezone) > row.object_by:
        raise ObjectionOver
    found = await _not_met(session, visit_id, measure)
    found.objection, found.objected_at = rules.checked_line(text, "objection"), now
    people = await people_of_body(session, row.territory_id)
    await notices.put(session, people=people, kind="visit_objected", data={"visit": row.id}, now=now)


async def settle(
    session: AsyncSession, actor: Actor, *, visit_id: int, measure: str, upheld: bool, now: datetime
) -> None:
    """Answer an objection; one that is upheld turns the mark into met. Raises NotFound, Stale."""
    row = await _held(session, actor, visit_id, VisitState.ACT)
    found = await _not_met(session, visit_id, measure)
    if found.objection is None or found.is_upheld is not None:
        raise Stale("objection")
    found.is_upheld = upheld
    if upheld:
        found.mark = Mark.MET
    people = await people_of_provider(session, row.provider_id)
    data = {"visit": row.id, "upheld": upheld}
    await notices.put(session, people=people, kind="visit_answered", data=data, now=now)


async def remedied(session: AsyncSession, actor: Actor, *, visit_id: int, measure: str, on: date) -> None:
    """What was found is mended; the mark of that day stays. Raises NotFound, Stale, Invalid."""
    row = await _held(session, actor, visit_id, VisitState.ACT)
    if on < row.held_on:
        raise Invalid("remedy", "day")
    (await _not_met(session, visit_id, measure)).remedied_on = on
    await session.flush()


async def close(session: AsyncSession, actor: Actor, *, visit_id: int, now: datetime) -> None:
    """Nothing more is expected. Raises NotFound, Stale, ObjectionOpen."""
    row = await _held(session, actor, visit_id, VisitState.ACT)
    waits = select(func.count()).where(
        VisitMark.visit_id == row.id, VisitMark.objection.is_not(None), VisitMark.is_upheld.is_(None)
    )
    if await session.scalar(waits):
        raise ObjectionOpen
    row.state, row.closed_at = VisitState.CLOSED, now
    await session.flush()


async def _held(session: AsyncSession, actor: Actor, visit_id: int, state: VisitState) -> Visit:
    """A check that this person holds and that stands so, taken for this transaction."""
    row = await session.scalar(select(Visit).where(Visit.id == visit_id).with_for_update())
    if row is None:
        raise NotFound("visit")
    own = actor.providers if row.kind is VisitKind.SELF else ()
    ours = actor.staff_territories if row.kind is VisitKind.BODY else ()
    if row.provider_id not in own and row.territory_id not in ours:
        raise NotFound("visit")
    if row.state is not state:
        raise Stale("visit")
    return row


async def _not_met(session: AsyncSession, visit_id: int, measure: str) -> VisitMark:
    found = await session.scalar(
        select(VisitMark).where(
            VisitMark.visit_id == visit_id, VisitMark.measure == measure, VisitMark.mark == Mark.NOT_MET
        ),
    )
    if found is None:
        raise NotFound("measure")
    return found
