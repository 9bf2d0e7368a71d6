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
    place = await territory(session, found.territory_id or 0)
    if place.policy.approval_four_eyes:
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
    everybody = sorted({one for family in families for one in family})
    await put(session, people=everybody, kind="pair_merged", data={"child_id": found.first_id}, now=now)
    return True


async def say_other(session: AsyncSession, clerk: Actor, *, pair_id: int, ground: str, now: datetime) -> None:
    """They stay two records, for good. Raises NotFound, Stale, Invalid("ground") and NotAllowed."""
    found = await _open(session, clerk, pair_id, ground, rules.OTHER_GROUNDS)
    _decide(found, clerk, PairState.NOT_SAME, ground, now)


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
    await put(session, people=everybody, kind="pair_parted", data={"child_id": found.first_id}, now=now)


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


async def _not_a_side(session: AsyncSession, clerk: Actor, child_id: int) -> None:
    whose = await child(session, child_id)
    if clerk.person_id in await people_of(session, child_id, whose.parent_id):
        raise NotAllowed("another clerk")
