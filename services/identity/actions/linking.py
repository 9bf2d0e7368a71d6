"""A lost account: the person comes by a new one, and all that is theirs is where it was."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access import actions as access
from services.certificates.models import Application
from services.core.actor import Actor
from services.core.errors import NotAllowed, NotFound
from services.families.models import Child, Representative, Share, Sheet
from services.forms import actions as forms
from services.identity.actions.desk import see_at_desk
from services.identity.errors import AccountInUse
from services.identity.queries import Candidate, candidate
from services.notices.actions import erasing as notices
from services.notices.actions import put
from services.programs.actions import erasing as programs
from services.staff.actions import swap_doors
from services.staff.queries import actor_of

MESSENGERS = ("telegram",)
"""Channels whose addresses are lost with an account; a telephone is not."""


async def link_by_phone(session: AsyncSession, actor: Actor, *, owner_id: int, now: datetime) -> None:
    """Link the actor's new account to the record whose confirmed telephone has just let them in.

    Raises AccountInUse if the account has something of its own; nothing is changed then.
    """
    await _link(session, fresh=actor.person_id, owner=owner_id, now=now)


async def find_lost(session: AsyncSession, clerk: Actor, *, number: int, now: datetime) -> Candidate:
    """The parent of an application of the clerk's own territory, to be compared with the paper. Raises NotFound.

    The look is written down.
    """
    owner = await session.scalar(
        select(Application.parent_id).where(
            Application.id == number,
            Application.territory_id.in_(clerk.staff_territories),
            Application.blocked_until.is_(None),
        ),
    )
    if owner is None:
        raise NotFound("application")
    what = f"application:{number}"
    await access.look(session, clerk, subject_id=owner, what=what, why="desk", now=now)
    return await candidate(session, owner)


async def link_at_desk(
    session: AsyncSession, clerk: Actor, *, typed: str, number: int, full_name: str, now: datetime
) -> bool:
    """The clerk has seen the paper of the application's parent, who shows a code of a new account: link the two.

    False for a code that is wrong or over: its try is committed by the caller. Raises NotFound (also for a name that
    was changed meanwhile), Invalid for what is no code, AccountInUse.
    """
    lost = await find_lost(session, clerk, number=number, now=now)
    if lost.full_name is None or lost.full_name != full_name:
        raise NotFound("person")
    fresh = await see_at_desk(session, clerk, typed=typed, now=now, spends=True)
    if fresh is None:
        return False
    if clerk.person_id in {fresh.person_id, lost.person_id}:
        raise NotAllowed("another clerk")
    await _link(session, fresh=fresh.person_id, owner=lost.person_id, now=now)
    return True


async def _link(session: AsyncSession, *, fresh: int, owner: int, now: datetime) -> None:
    """Swap the doors, end every session, tell both accounts. What the new account had begun is destroyed."""
    if fresh == owner or await _is_in_use(session, fresh):
        raise AccountInUse
    await forms.erase(session, fresh)
    await programs.erase(session, fresh)
    await notices.erase(session, fresh)
    for person_id in (fresh, owner):
        await access.close_sessions(session, person_id=person_id, now=now)
    await swap_doors(session, one=owner, other=fresh, channels=MESSENGERS)
    await put(session, people=[fresh], kind="account_unlinked", data={}, now=now)
    await put(session, people=[owner], kind="account_linked", data={}, now=now)


async def _is_in_use(session: AsyncSession, person_id: int) -> bool:
    """Whether an account has anything that whoever holds the lost one would find there after the swap."""
    if (await actor_of(session, person_id)).posts:
        return True
    for owned in (Representative.person_id, Child.parent_id, Application.parent_id, Share.person_id, Sheet.person_id):
        if await session.scalar(select(func.count()).select_from(owned.class_).where(owned == person_id)):
            return True
    return False
