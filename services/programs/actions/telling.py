"""Tell those who wait for a group that it takes children."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.notices.actions import put_each
from services.programs.actions.wishes import end_round
from services.programs.models import SeatWatch
from services.programs.queries.reading import GroupView, groups
from services.programs.queries.telling import Days, Pair, awaits, is_one_of, stale
from services.programs.queries.wishes import answered
from services.programs.rules.openness import why_closed
from services.territories.queries import territories

BATCH = 500
"""People told in one transaction."""
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Told:
    """How many were told, and the groups that cannot be told of now."""

    people: int
    barred: frozenset[int]


async def wait_anew(session: AsyncSession, *, days: Days) -> None:
    """Where a group takes nobody any more, those who were told wait for the next time; who has applied does not."""
    await end_round(session, stale(days))


async def tell(session: AsyncSession, pairs: list[Pair], *, now: datetime) -> Told:
    """Tell these persons of these groups, each once: who is told is marked in the same transaction.

    Of two processes the database lets one mark a watch.
    """
    views = await groups(session, {group_id for _person, group_id in pairs})
    free = await _free(session, views, now)
    wanted = [pair for pair in pairs if free.get(pair[1], 0) > 0]
    claimed = await _claim(session, wanted, now) if wanted else []
    answers = await answered(session, {group_id for _person, group_id in claimed})
    each = [(person, _data(views[of], free[of], answers.get(of, 0))) for person, of in claimed]
    await put_each(session, kind="seat_free", each=each, now=now)
    return Told(len(claimed), frozenset({of for _person, of in pairs} - {of for _person, of in wanted}))


async def _free(session: AsyncSession, views: Mapping[int, GroupView], now: datetime) -> dict[int, int]:
    """Seats that anybody may have now; none of a group that takes nobody."""
    zones = {land.id: land.timezone for land in await territories(session)}
    free = {}
    for view in views.values():
        zone = zones[view.territory_id]
        is_open = why_closed(view, local_date(now, zone), zone) is None
        free[view.id] = view.free if is_open else 0
    return free


async def _claim(session: AsyncSession, pairs: list[Pair], now: datetime) -> list[Pair]:
    marked = await session.execute(
        update(SeatWatch)
        .where(is_one_of(pairs), SeatWatch.told_at.is_(None), awaits())
        .values(told_at=now)
        .returning(SeatWatch.person_id, SeatWatch.group_id)
        .execution_options(synchronize_session=False)
    )
    return sorted((person_id, group_id) for person_id, group_id in marked)


def _data(view: GroupView, seats: int, answers: int) -> dict[str, object]:
    """What is public of the group: whoever waits for several must know which one it is."""
    title = view.title if len(view.title) <= LONGEST_TITLE else view.title[: LONGEST_TITLE - 1].rstrip() + "…"
    week = [[lesson.weekday, lesson.starts_at] for lesson in view.lessons[:4]]
    return {"group": view.id, "title": title, "week": week, "seats": seats, "answered": answers}
