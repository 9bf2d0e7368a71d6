"""What the body does with a thread before it answers: whose it is, the club's word, a longer term, another body."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.complaints.actions.moving import By, message, move, road_of, taken
from services.complaints.actions.telling import to_body, to_club, to_parent
from services.complaints.errors import HeadNeeded, NotProlonged, TooLateToForward
from services.complaints.models import Complaint, Kind, Side
from services.complaints.queries.rights import heads_in, of_body, of_club
from services.complaints.queries.roads import days_before, road_on
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.roads import Road
from services.complaints.rules.writing import checked_text
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid, NotFound, Stale
from services.staff.queries import people_of_body
from services.territories.queries import TerritoryView, territory

PLACE_MOST = 300


async def assign(session: AsyncSession, actor: Actor, *, number: int, person_id: int | None, now: datetime) -> None:
    """Give it to a colleague, to oneself or to nobody; a colleague is told. Raises NotFound, HeadNeeded, Stale."""
    row = await taken(session, number, await of_body(session, actor))
    if row.for_heads and row.territory_id not in await heads_in(session, actor):
        raise HeadNeeded
    if person_id is not None and person_id not in await people_of_body(session, row.territory_id):
        raise NotFound("person")
    row.assignee_id = person_id
    await session.flush()
    if person_id not in {None, actor.person_id}:
        await to_body(session, row, "complaint_assigned", now)


async def ask_club(session: AsyncSession, actor: Actor, *, number: int, text: str, now: datetime) -> None:
    """Ask the club that it is about for its explanation; the club reads this message and no other.

    Raises NotFound, Stale, Invalid.
    """
    row = await taken(session, number, await of_body(session, actor))
    if row.provider_id is None or row.kind is Kind.QUESTION:
        raise Stale("complaint")
    road, place = await _road(session, row)
    said = message(row, Side.BODY, actor.person_id, checked_text(text), now)
    move(session, row, Deed.ASK_CLUB, By(Party.BODY, actor.person_id, now))
    by_day = await add_working_days(session, local_date(now, place.timezone), road.club)
    row.club_by, row.club_sees = min(by_day, row.due_on), True
    said.parent_sees, said.club_sees = False, True
    session.add(said)
    await session.flush()
    await to_club(session, row, "complaint_club_asked", now, club_by=row.club_by.isoformat())


async def explain(session: AsyncSession, actor: Actor, *, number: int, text: str, now: datetime) -> None:
    """The club's explanation to the body. Raises NotFound, Stale, Invalid."""
    row = await taken(session, number, of_club(actor))
    said = message(row, Side.CLUB, actor.person_id, checked_text(text), now)
    move(session, row, Deed.EXPLAIN, By(Party.CLUB, actor.person_id, now))
    said.parent_sees, said.club_sees, row.club_by = False, True, None
    session.add(said)
    await session.flush()
    await to_body(session, row, "complaint_explained", now)


async def prolong(session: AsyncSession, actor: Actor, *, number: int, text: str, now: datetime) -> None:
    """Prolong the term once, by the road's most, with a reason that the parent reads (59-FZ, article 12, part 2).

    Raises NotFound, HeadNeeded, NotProlonged, Stale, Invalid.
    """
    row = await taken(session, number, await of_body(session, actor))
    if row.territory_id not in await heads_in(session, actor):
        raise HeadNeeded
    road, place = await _road(session, row)
    if not road.prolong or row.prolonged_from is not None or local_date(now, place.timezone) > row.due_on:
        raise NotProlonged
    move(session, row, Deed.PROLONG, By(Party.BODY, actor.person_id, now))
    row.prolonged_from, row.due_on = row.due_on, row.due_on + timedelta(days=road.prolong)
    row.warn_on, row.warned_at = await days_before(session, row.due_on, road.warn), None
    session.add(message(row, Side.BODY, actor.person_id, checked_text(text), now))
    await session.flush()
    await to_parent(session, row, "complaint_prolonged", now)


async def forward(session: AsyncSession, actor: Actor, *, number: int, where: str, now: datetime) -> None:
    """Send it on to the body whose matter it is, and tell the parent (59-FZ, article 8, part 3).

    Raises NotFound, TooLateToForward, Stale, Invalid.
    """
    row = await taken(session, number, await of_body(session, actor))
    road, place = await _road(session, row)
    last = local_date(row.filed_at, place.timezone) + timedelta(days=road.forward)
    if not road.forward:
        raise Stale("complaint")
    if local_date(now, place.timezone) > last:
        raise TooLateToForward(last)
    line = " ".join(where.split())
    if not line or len(line) > PLACE_MOST:
        raise Invalid("forward", "blank" if not line else "long")
    move(session, row, Deed.FORWARD, By(Party.BODY, actor.person_id, now))
    row.forwarded_to, row.decided_at, row.decided_by = line, now, actor.person_id
    await session.flush()
    await to_parent(session, row, "complaint_forwarded", now)


async def _road(session: AsyncSession, row: Complaint) -> tuple[Road, TerritoryView]:
    """The road as it was on the day of filing."""
    place = await territory(session, row.territory_id)
    return await road_on(session, place.id, road_of(row), local_date(row.filed_at, place.timezone)), place
