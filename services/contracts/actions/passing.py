"""At the desk a child is passed on to another adult of the family: the first representative is gone.

Only to somebody who may sign for the child already, who is there (shows a code) and whose passport the clerk has seen;
on a ground that the law names. Written into the journal of both, and both are told.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import look
from services.certificates.models import Application
from services.contracts.actions.parting import pass_child
from services.core.actor import Actor
from services.core.errors import Invalid, NotAllowed, NotFound
from services.families.errors import TwinChild
from services.families.queries import ChildView, footing
from services.families.rules import PASS_GROUNDS, Kin, Right
from services.identity.actions import see_at_desk
from services.identity.queries import Candidate, candidate
from services.notices.actions import put


@dataclass(frozen=True, slots=True)
class Passing:
    """A child of the clerk's territory, whose first representative is ``gone``, and who is at the desk."""

    child: ChildView
    gone: Candidate
    heir: Candidate


async def see_passing(
    session: AsyncSession, clerk: Actor, *, typed: str, number: int, now: datetime, spends: bool = False
) -> Passing | None:
    """Whose child it is and to whom it would go; None for a wrong code, whose try is committed by the caller.

    ``number`` is of an application of the child in the clerk's own territory. Raises NotFound, also where the visitor
    may not sign for the child; NotAllowed for a side of it; what ``identity.actions.see_at_desk`` raises.
    """
    heir = await see_at_desk(session, clerk, typed=typed, now=now, spends=spends)
    if heir is None:
        return None
    ours = (Application.territory_id.in_(clerk.staff_territories), Application.blocked_until.is_(None))
    child_id = await session.scalar(select(Application.child_id).where(Application.id == number, *ours))
    if child_id is None:
        raise NotFound("child")
    own = await footing(session, Actor(heir.person_id, clerk.locale), child_id)
    whose = own.child
    if own.right is not Right.SIGN or own.kin is not Kin.ADULT or whose.parent_id == heir.person_id:
        raise NotFound("child")
    if clerk.person_id in {whose.parent_id, heir.person_id}:
        raise NotAllowed("another clerk")
    what = f"application:{number}"
    await look(session, clerk, subject_id=whose.parent_id, what=what, why="desk", now=now)
    return Passing(whose, await candidate(session, whose.parent_id), heir)


@dataclass(frozen=True, slots=True)
class Pass:
    """What the clerk has decided: the visitor's code, an application, who was shown as gone, the paper's kind."""

    typed: str
    number: int
    gone: int
    ground: str


async def pass_at_desk(session: AsyncSession, clerk: Actor, asked: Pass, *, now: datetime) -> bool:
    """Make the visitor the child's first representative, with all cases and papers; the one before is removed.

    False for a code that is wrong or over. Raises Invalid("ground"), TwinChild, NotFound (also when the first
    representative has changed meanwhile), and what :func:`see_passing` raises.
    """
    if asked.ground not in PASS_GROUNDS:
        raise Invalid("ground", "unknown")
    found = await see_passing(session, clerk, typed=asked.typed, number=asked.number, now=now, spends=True)
    if found is None:
        return False
    gone, heir, child_id = found.gone.person_id, found.heir.person_id, found.child.id
    if gone != asked.gone:
        raise NotFound("child")
    if not await pass_child(session, child_id=child_id, gone=gone, heir=heir, now=now):
        raise TwinChild
    for subject in (gone, heir):
        what = f"passed_{asked.ground}:{child_id}"
        await look(session, clerk, subject_id=subject, what=what, why="desk", now=now)
    data = {"child_id": child_id, "ground": asked.ground}
    await put(session, people=[gone], kind="family_taken", data=data, now=now)
    return True
