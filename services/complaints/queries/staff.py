"""The body's queue and a thread as the body reads it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries import Decider, decider_of
from services.complaints.models import TO_ANSWER, Complaint, Kind, Side, State
from services.complaints.queries.reading import LAST, PAGE, Leaf, Lines, Thread, lines, thread
from services.complaints.queries.rights import heads_in, of_body
from services.complaints.queries.roads import road_on
from services.complaints.rules.lifecycle import Deed
from services.complaints.rules.roads import Road, code_of
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import representative
from services.territories.queries import TerritoryView, territory


@dataclass(frozen=True, slots=True)
class Sift:
    """What the queue is narrowed to; ``show`` is ``open``, ``late``, ``mine``, ``free`` or ``all``."""

    show: str = "open"
    kind: Kind | None = None


SHOWN = ("open", "late", "mine", "free", "all")


@dataclass(frozen=True, slots=True)
class StaffThread:
    """A thread with what decides who may do what with it. ``forward_by`` and ``prolong_to`` are None where closed."""

    thread: Thread
    place: TerritoryView
    road: Road
    writer_id: int
    today: date
    is_head: bool
    is_given: bool
    """Whoever of the body may answer it, or it was given to this very person by a head."""
    is_own_decision: bool
    decider: Decider | None
    forward_by: date | None
    prolong_to: date | None

    @property
    def may_decide(self) -> bool:
        """Whether this very person may answer now."""
        return Deed.ANSWER in self.thread.may and not self.is_own_decision and (self.is_head or self.is_given)

    @property
    def asks_club(self) -> bool:
        """Whether the club may be asked to explain."""
        line = self.thread.line
        return Deed.ASK_CLUB in self.thread.may and line.provider_id is not None and line.kind is not Kind.QUESTION

    @property
    def may_reopen(self) -> bool:
        """Whether the refusal that it is about can be decided anew."""
        refused = self.decider is not None and self.decider.status is ApplicationStatus.REFUSED
        return self.may_decide and refused and self.thread.line.kind is not Kind.QUESTION

    @property
    def is_overdue(self) -> bool:
        """Whether its term is over and the answer still owed."""
        return self.thread.line.state in TO_ANSWER and self.today > self.thread.line.due_on


async def queue(
    session: AsyncSession, actor: Actor, page: int, *, now: datetime, sift: Sift | None = None, size: int = PAGE
) -> Lines:
    """What the actor's bodies must answer, the earliest term first."""
    sift = sift or Sift()
    which = await of_body(session, actor) & await _shown(session, actor, sift, now)
    if sift.kind is not None:
        which &= Complaint.kind == sift.kind
    return await lines(session, Side.BODY, which, page, Complaint.due_on, Complaint.id, size=size)


async def _shown(session: AsyncSession, actor: Actor, sift: Sift, now: datetime) -> ColumnElement[bool]:
    waits = Complaint.state.in_(TO_ANSWER)
    if sift.show == "late":
        days = {one: local_date(now, (await territory(session, one)).timezone) for one in actor.staff_territories}
        late = [(Complaint.territory_id == one) & (Complaint.due_on < day) for one, day in days.items()]
        return waits & or_(*late)
    if sift.show == "mine":
        return waits & (Complaint.assignee_id == actor.person_id)
    if sift.show == "free":
        return waits & Complaint.assignee_id.is_(None)
    return Complaint.id.is_not(None) if sift.show == "all" else waits


async def owed(session: AsyncSession, actor: Actor) -> int:
    """How many threads wait for the actor's bodies."""
    which = await of_body(session, actor) & Complaint.state.in_(TO_ANSWER)
    return await session.scalar(select(func.count()).select_from(Complaint).where(which)) or 0


async def staff_thread(
    session: AsyncSession, actor: Actor, number: int, *, now: datetime, leaf: Leaf = LAST
) -> StaffThread:
    """A thread of the actor's own body. Raises NotFound."""
    found = await thread(session, Side.BODY, number, await of_body(session, actor), leaf)
    line = found.line
    place = await territory(session, line.territory_id)
    filed = local_date(line.filed_at, place.timezone)
    road = await road_on(session, place.id, code_of(line.kind, line.subject), filed)
    kept = select(Complaint.person_id, Complaint.decided_by, Complaint.for_heads).where(Complaint.id == number)
    writer, answered_by, for_heads = (await session.execute(kept)).one()
    decider = await decider_of(session, line.application_id) if line.application_id is not None else None
    today = local_date(now, place.timezone)
    judged = {answered_by if line.state is State.DISPUTED else None}
    judged.add(decider.person_id if decider is not None and line.kind is not Kind.QUESTION else None)
    last = filed + timedelta(days=road.forward)
    return StaffThread(
        thread=found,
        place=place,
        road=road,
        writer_id=writer,
        today=today,
        is_head=place.id in await heads_in(session, actor),
        is_given=not for_heads or line.assignee_id == actor.person_id,
        is_own_decision=actor.person_id in judged or actor.person_id == writer,
        decider=decider,
        forward_by=last if road.forward and today <= last and Deed.FORWARD in found.may else None,
        prolong_to=_prolonged(found, road, today),
    )


async def writer_of(session: AsyncSession, found: StaffThread) -> str:
    """The name of who wrote it, of those who gave one."""
    known = await representative(session, found.writer_id)
    return known.full_name if known is not None else ""


def _prolonged(found: Thread, road: Road, today: date) -> date | None:
    line = found.line
    can = road.prolong and line.prolonged_from is None and today <= line.due_on and Deed.PROLONG in found.may
    return line.due_on + timedelta(days=road.prolong) if can else None
