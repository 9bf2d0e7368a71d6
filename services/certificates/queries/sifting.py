"""What of the clerk's queue is wanted."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import TO_DECIDE, Application
from services.certificates.queries.views import Sift
from services.core.actor import Actor
from services.core.clock import local_date
from services.providers.queries import providers
from services.territories.queries import territory


def to_decide(actor: Actor) -> ColumnElement[bool]:
    """What waits in the actor's territories."""
    ours = Application.territory_id.in_(actor.staff_territories)
    return ours & (Application.status.in_(TO_DECIDE))


async def sifted(session: AsyncSession, actor: Actor, sift: Sift, now: datetime) -> ColumnElement[bool]:
    """The condition of a sift. Late is what was due before today in its own territory."""
    wanted: list[ColumnElement[bool]] = [true()]
    if sift.territory_id is not None:
        wanted.append(Application.territory_id == sift.territory_id)
    if sift.provider_id is not None:
        wanted.append(Application.provider_id == sift.provider_id)
    if sift.is_late:
        days = {one: local_date(now, (await territory(session, one)).timezone) for one in actor.staff_territories}
        late = [(Application.territory_id == one) & (Application.due_on < day) for one, day in days.items()]
        wanted.append(or_(false(), *late))
    return and_(*wanted)


async def clubs_in_queue(session: AsyncSession, actor: Actor) -> dict[int, str]:
    """Names of the providers to whom applications wait, by number: what the queue can be narrowed to."""
    waiting = await session.scalars(select(Application.provider_id).where(to_decide(actor)).distinct())
    known = await providers(session, waiting)
    return {view.id: view.name for view in sorted(known.values(), key=lambda view: view.name)}
