"""A dry run: what a departure would do today. Nothing is written."""

from collections import Counter
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.departures.queries.places import places_of_family, seated
from services.departures.queries.subjects import check_subject
from services.departures.queries.untold import untold
from services.departures.rules import Figures, Subject
from services.territories.queries import territory


async def rehearse(
    session: AsyncSession,
    actor: Actor | None,
    *,
    territory_id: int,
    subject: Subject,
    now: datetime,
) -> Figures:
    """How many children there are and how many would have a place, each seat counted once.

    What would end itself is no place. ``actor`` is None for the command line. Raises NotAllowed, NothingToLeave.
    """
    if actor is not None:
        actor.require_staff(territory_id)
    await check_subject(session, subject, territory_id)
    place = await territory(session, territory_id)
    today = local_date(now, place.timezone)
    found = await untold(session, subject)
    used: Counter[int] = Counter()
    placed = 0
    for _parent, members in groupby(found, key=lambda one: one.parent_id):
        places = await places_of_family(session, list(members), subject, place, today)
        placed += seated(places, used)
    return Figures(children=len(found), with_places=placed, without_places=len(found) - placed, waiting=len(found))
