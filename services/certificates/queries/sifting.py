"""What of the clerk's queue is wanted, and which case is the next."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import UNDECIDED, Application
from services.certificates.queries.views import Sift
from services.certificates.queries.waits import waits_for_a_word
from services.core.actor import Actor
from services.core.clock import local_date
from services.programs.queries import codes_of, with_code
from services.providers.queries import providers
from services.territories.queries import territory


def to_decide(actor: Actor) -> ColumnElement[bool]:
    """What waits in the actor's territories; what stands in the order of an opening waits for its results."""
    ours = Application.territory_id.in_(actor.staff_territories)
    return ours & waits_for_a_word() & Application.in_order.is_(False)


async def sifted(session: AsyncSession, actor: Actor, sift: Sift, now: datetime) -> ColumnElement[bool]:
    """What of the actor's queue a sift lets through. Late is what was due before today in its own territory."""
    wanted = [_standing(actor, sift), *_told(actor, sift)]
    if sift.is_late:
        days = {one: local_date(now, (await territory(session, one)).timezone) for one in actor.staff_territories}
        late = [(Application.territory_id == one) & (Application.due_on < day) for one, day in days.items()]
        wanted.append(or_(false(), *late))
    return and_(*wanted)


def _standing(actor: Actor, sift: Sift) -> ColumnElement[bool]:
    """What waits for the body or the club; of one state where it was asked for, the returned only then."""
    if sift.state is None:
        return to_decide(actor)
    ours = Application.territory_id.in_(actor.staff_territories) & Application.blocked_until.is_(None)
    return ours & (Application.status == sift.state if sift.state in UNDECIDED else false())


def _told(actor: Actor, sift: Sift) -> list[ColumnElement[bool]]:
    """The conditions that need no look at the clock."""
    wanted: list[ColumnElement[bool]] = []
    if sift.territory_id is not None:
        wanted.append(Application.territory_id == sift.territory_id)
    if sift.provider_id is not None:
        wanted.append(Application.provider_id == sift.provider_id)
    if sift.due_by is not None:
        wanted.append(Application.due_on <= sift.due_by)
    if sift.is_mine:
        wanted.append(_mine(actor))
    if sift.is_assisted:
        wanted.append(Application.filed_by.is_not(None))
    if sift.is_proposed:
        wanted.append(Application.proposed_by.is_not(None) & (Application.proposed_by != actor.person_id))
    if sift.service is not None:
        wanted.append(Application.program_id.in_(with_code(sift.service)))
    return wanted


async def next_to_decide(
    session: AsyncSession, actor: Actor, *, now: datetime, sift: Sift | None = None, after: int | None = None
) -> int | None:
    """The number of the next case by deadline that no colleague has; None when there is none.

    ``after`` is a case, decided or passed over, behind which to look: what was passed over before it is not next.
    """
    sift = sift or Sift()
    free = true() if sift.is_mine else or_(Application.assignee_id.is_(None), _mine(actor))
    where = [await sifted(session, actor, sift, now), free]
    if after is not None:
        stood = select(Application.due_on, Application.id).where(Application.id == after)
        row = (await session.execute(stood)).one_or_none()
        if row is not None:
            where.append(tuple_(Application.due_on, Application.id) > tuple_(row.due_on, row.id))
    ordered = select(Application.id).where(*where).order_by(Application.due_on, Application.id)
    return await session.scalar(ordered.limit(1))


def _mine(actor: Actor) -> ColumnElement[bool]:
    return Application.assignee_id == actor.person_id


async def clubs_in_queue(session: AsyncSession, actor: Actor) -> dict[int, str]:
    """Names of the providers to whom applications wait, by number: what the queue can be narrowed to."""
    waiting = await session.scalars(select(Application.provider_id).where(to_decide(actor)).distinct())
    known = await providers(session, waiting)
    return {view.id: view.name for view in sorted(known.values(), key=lambda view: view.name)}


async def services_in_queue(session: AsyncSession, actor: Actor) -> list[str]:
    """Codes of the services for which applications wait."""
    return await codes_of(session, select(Application.program_id).where(to_decide(actor)))
