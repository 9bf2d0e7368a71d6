"""Two records of one child become one: the older goes on, all cases of both are its own, both families look in.

What the second record was is kept for thirty days, so that a mistake can be taken back; nothing of the ledger is
rewritten. The words of the law on the child's interests (Family Code, articles 61 and 66) stand behind the grounds:
both parents have equal rights, unless a court has said otherwise.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import look
from services.core.actor import Actor
from services.core.errors import Invalid, NotAllowed, Stale
from services.doubles import queries, rules
from services.doubles.actions import moving
from services.doubles.errors import InTheWay, SecondWordNeeded, TooLateToTakeBack
from services.families.actions import drop_pairs, note_pairs
from services.families.models import ChildPair, PairState
from services.families.queries import child, people_of
from services.notices.actions import put
from services.territories.queries import territory


async def see(session: AsyncSession, clerk: Actor, *, pair_id: int, now: datetime) -> queries.PairView:
    """Open a pair: both families read in their journals that somebody looked. Raises NotFound, NotAllowed."""
    found = await queries.pair(session, clerk, pair_id)
    sides = [found.first, *([found.second] if found.second else [])]
    for side in sides:
        await _not_a_side(session, clerk, side.child.id)
        await look(session, clerk, subject_id=side.child.parent_id, what=f"pair:{pair_id}", why="desk", now=now)
    return found


async def say_same(session: AsyncSession, clerk: Actor, *, pair_id: int, ground: str, now: datetime) -> bool:
    """The papers show that it is one child: the records become one; False while a second person has to say so too.

    Raises NotFound, Stale for a pair that was decided, Invalid("ground"), NotAllowed for a side of it,
    SecondWordNeeded, InTheWay.
    """
    found = await _open(session, clerk, pair_id, ground, rules.SAME_GROUNDS)
    if await _two_persons(session, found, clerk):
        if found.proposed_by == clerk.person_id:
            raise SecondWordNeeded
        if found.proposed_by is None:
            found.proposed_by, found.ground = clerk.person_id, ground
            return False
    await moving.check(session, found.first_id, found.second_id)
    families = [await people_of(session, one) for one in (found.first_id, found.second_id)]
    try:
        async with session.begin_nested():
            before = await moving.merge(session, found.first_id, found.second_id, now=now)
    except IntegrityError as clash:
        raise InTheWay("rows") from clash
    found.before = json.dumps(before, ensure_ascii=False)
    _decide(found, clerk, PairState.SAME, ground, now)
    await drop_pairs(session, found.second_id, but=found.id)
    everybody = sorted({one for family in families for one in family})
    await put(session, people=everybody, kind="pair_merged", data={"child_id": found.first_id}, now=now)
    return True


async def say_other(session: AsyncSession, clerk: Actor, *, pair_id: int, ground: str, now: datetime) -> None:
    """They stay two records, for good; the families are told what they can do. Nothing of one is told to the other.

    Raises NotFound, Stale, Invalid("ground") and NotAllowed.
    """
    found = await _open(session, clerk, pair_id, ground, rules.OTHER_GROUNDS)
    _decide(found, clerk, PairState.NOT_SAME, ground, now)
    told = (found.first_id, found.second_id) if ground == rules.MISTYPED else (found.second_id,)
    for one in told:
        data = {"child_id": one, "ground": ground}
        await put(session, people=await people_of(session, one), kind="pair_kept", data=data, now=now)


async def take_back(session: AsyncSession, clerk: Actor, *, pair_id: int, now: datetime) -> None:
    """It was a mistake: the second record is again what it was, with the cases that it had.

    What was filed since stays with the first. Raises NotFound, Stale for what is not merged, TooLateToTakeBack,
    InTheWay("rows") when something new stands in the way.
    """
    found = await queries.row_of(session, clerk, pair_id)
    if found.state is not PairState.SAME or found.decided_at is None:
        raise Stale("pair")
    if found.before is None or now - found.decided_at > rules.TAKE_BACK:
        raise TooLateToTakeBack
    await _not_a_side(session, clerk, found.first_id)
    everybody = await people_of(session, found.first_id)
    before: dict[str, Any] = json.loads(found.before)
    try:
        async with session.begin_nested():
            await moving.restore(session, found.first_id, found.second_id, before, now=now)
    except IntegrityError as clash:
        raise InTheWay("rows") from clash
    found.state, found.before, found.proposed_by, found.ground = PairState.OPEN, None, None, None
    found.decided_by = found.decided_at = None
    await session.flush()
    await note_pairs(session, found.second_id, territory_id=found.territory_id, now=now)
    await put(session, people=everybody, kind="pair_parted", data={"child_id": found.first_id}, now=now)


async def _two_persons(session: AsyncSession, found: ChildPair, clerk: Actor) -> bool:
    """Whether the territory that found the pair, or else any of the clerk's, has two persons approve."""
    places = clerk.staff_territories if found.territory_id is None else (found.territory_id,)
    return any([(await territory(session, one)).policy.approval_four_eyes for one in places])


async def _open(session: AsyncSession, clerk: Actor, pair_id: int, ground: str, grounds: tuple[str, ...]) -> ChildPair:
    found = await queries.row_of(session, clerk, pair_id)
    if found.state is not PairState.OPEN:
        raise Stale("pair")
    if ground not in grounds:
        raise Invalid("ground", "unknown")
    for one in (found.first_id, found.second_id):
        await _not_a_side(session, clerk, one)
    return found


def _decide(found: ChildPair, clerk: Actor, state: PairState, ground: str, now: datetime) -> None:
    found.state, found.ground, found.decided_by, found.decided_at = state, ground, clerk.person_id, now
    if found.territory_id is None:  # it is of the desk that has decided it: the cases may go over to another record
        found.territory_id = clerk.staff_territories[0]


async def _not_a_side(session: AsyncSession, clerk: Actor, child_id: int) -> None:
    whose = await child(session, child_id)
    if clerk.person_id in await people_of(session, child_id, whose.parent_id):
        raise NotAllowed("another clerk")
