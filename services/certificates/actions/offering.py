"""Looking after waiting lists: offers lapse, seats are offered to the next, lists of groups that are over end.

Every step is one transaction of one group: killed anywhere, the next round finds the list as it was before it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import rules
from services.certificates.actions.waiting import Live, end
from services.certificates.models import UNDECIDED, Application, WaitingEntry, WaitingStatus
from services.certificates.queries.together import live_number
from services.certificates.rules.waiting import hold_until
from services.core.clock import local_date
from services.core.errors import NotFound, ServiceError
from services.families.queries import child, people_of
from services.notices.actions import put
from services.programs.actions import fit_kept, take_seat
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.queries import GroupView, group
from services.programs.queries.awaited import awaited_groups, seats_for_list
from services.programs.rules.openness import Bar, why_closed
from services.territories.queries import TerritoryView, territory

LONGEST_TITLE = 80
_GONE = (Bar.HIDDEN, Bar.OVER, Bar.UNPAID)
"""What no waiting helps against."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was done for one list. ``asleep``: the family is not written to at night."""

    wanted: GroupView
    place: TerritoryView
    now: datetime
    asleep: bool


async def lists_to_tend(session: AsyncSession, *, now: datetime) -> list[int]:
    """Groups whose waiting list needs a look now."""
    late = (WaitingEntry.status == WaitingStatus.OFFERED) & (WaitingEntry.answer_by < now)
    overdue = await session.scalars(select(WaitingEntry.group_id).where(late).distinct())
    return sorted({*overdue, *await awaited_groups(session, day=now.date())})


async def tend(session: AsyncSession, *, group_id: int, now: datetime, by_night: bool = False) -> int:
    """Look after the list of one group; how many families were offered a seat. A second run does nothing.

    A seat goes first to applications that were filed while there was one, then down the list in its order.
    """
    await seats_for_list(session, group_id)
    try:
        wanted = await group(session, group_id)
    except NotFound:
        return 0  # out of the catalogue altogether: its next import brings it back, or retention takes the places
    place = await territory(session, wanted.territory_id)
    this = Round(wanted, place, now, not by_night)
    await _lapse(session, this)
    closed = why_closed(wanted, local_date(now, place.timezone), place.timezone)
    if closed is not None and closed.why in _GONE:
        await _close(session, this)
        return 0
    await fit_kept(session, group_id)
    if closed is not None and closed.why is not Bar.FULL:
        return 0  # the organiser takes nobody just now; offers that were made stand to their term
    return await _offer(session, this)


async def end_list(session: AsyncSession, *, group_id: int, now: datetime) -> None:
    """The group has ended before its time: nobody waits for a seat in it any more, the families are told."""
    wanted = await group(session, group_id)
    await _close(session, Round(wanted, await territory(session, wanted.territory_id), now, asleep=True))


async def _lapse(session: AsyncSession, this: Round) -> None:
    late = (WaitingEntry.status == WaitingStatus.OFFERED) & (WaitingEntry.answer_by < this.now)
    for entry in await _entries(session, this, late):
        await end(session, entry, WaitingStatus.LAPSED, this.now)
        await _tell(session, this, [entry], "seat_offer_over")


async def _close(session: AsyncSession, this: Round) -> None:
    for entry in await _entries(session, this, Live):
        await end(session, entry, WaitingStatus.GONE, this.now)
        await _tell(session, this, [entry], "seat_list_closed")


async def _offer(session: AsyncSession, this: Round) -> int:
    filed = (
        select(func.count())
        .select_from(Application)
        .where(
            Application.group_id == this.wanted.id, Application.status.in_(UNDECIDED), Application.seat_held.is_(False)
        )
    )
    seats = await seats_for_list(session, this.wanted.id) - (await session.scalar(filed) or 0)
    offered: dict[int, list[WaitingEntry]] = defaultdict(list)
    if seats > 0:
        for entry in await _entries(session, this, WaitingEntry.status == WaitingStatus.WAITING):
            if sum(map(len, offered.values())) >= seats:
                break
            if not await _suits(session, this, entry):
                await end(session, entry, WaitingStatus.GONE, this.now)
                await _tell(session, this, [entry], "seat_list_left")
            elif await _hold(session, this, entry):
                offered[entry.party or entry.id].append(entry)
    for entries in offered.values():
        await _tell(session, this, entries, "seat_offered")
    return len(offered)


async def _suits(session: AsyncSession, this: Round, entry: WaitingEntry) -> bool:
    """Whether an application could be filed: the age on the first day, and no other one to the same program."""
    today = local_date(this.now, this.place.timezone)
    try:
        day = rules.first_day(this.wanted, today, this.place.timezone)
        rules.check_age((await child(session, entry.child_id)).birth_date, day, this.wanted, this.place)
    except ServiceError:
        return False
    return await live_number(session, [entry.child_id], this.wanted.id) is None


async def _hold(session: AsyncSession, this: Round, entry: WaitingEntry) -> bool:
    try:
        await take_seat(session, this.wanted.id)
    except (GroupFull, EnrolmentClosed):
        return False
    until = hold_until(this.now, this.place.policy.offer_hours, this.place.timezone)
    offer = {"status": WaitingStatus.OFFERED, "offered_at": this.now, "answer_by": until}
    await session.execute(update(WaitingEntry).where(WaitingEntry.id == entry.id).values(**offer))
    return True


async def _entries(session: AsyncSession, this: Round, which: object) -> list[WaitingEntry]:
    mine = select(WaitingEntry).where(WaitingEntry.group_id == this.wanted.id, which)  # type: ignore[arg-type]
    return list(await session.scalars(mine.order_by(WaitingEntry.id)))


async def _tell(session: AsyncSession, this: Round, entries: list[WaitingEntry], kind: str) -> None:
    """One message for a family; of one child it says what the chat calls the child."""
    title, first = this.wanted.title, entries[0]
    people = {one for entry in entries for one in await people_of(session, entry.child_id, entry.parent_id)}
    until = hold_until(this.now, this.place.policy.offer_hours, this.place.timezone)
    data = {
        "entry": first.id,
        "many": len(entries),
        "group": this.wanted.id,
        "title": title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…",
        "week": [[lesson.weekday, lesson.starts_at] for lesson in this.wanted.lessons[:4]],
        "until": until.astimezone(this.place.timezone).isoformat(),
    }
    if len(entries) == 1:
        data["child_id"] = first.child_id
    await put(session, people=sorted(people), kind=kind, data=data, now=this.now, can_wait=this.asleep)
