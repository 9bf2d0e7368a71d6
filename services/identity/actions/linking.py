"""A lost account: the person comes by a new one, and all that is theirs is where it was."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access import actions as access
from services.certificates.models import Application
from services.core.actor import Actor
from services.core.errors import NotAllowed, NotFound
from services.core.models import Person
from services.families.actions import void_invitations
from services.families.models import Child, Representative, Share, Sheet
from services.families.queries import PHONE
from services.forms import actions as forms
from services.identity.actions.desk import see_at_desk
from services.identity.errors import AccountInUse, PostHeld
from services.identity.queries import Candidate, candidate, phone_door
from services.notices.actions import erasing as notices
from services.notices.actions import put
from services.programs.actions import erasing as programs
from services.signing import actions as signing
from services.staff.actions import move_doors
from services.staff.queries import actor_of

TEXT_TERM = timedelta(days=1)
"""Of the text message to a telephone that was closed."""


@dataclass(frozen=True, slots=True)
class Relink:
    """What a clerk has before them: the visitor's code, the application, the name that the passport says too."""

    typed: str = field(repr=False)
    number: int
    full_name: str = field(repr=False)
    keeps_phone: bool
    """The visitor still has the telephone by which the record opens; otherwise it is lost like the account."""
    words: str
    """What a telephone that is closed is told: it has no other door."""


async def link_by_phone(session: AsyncSession, actor: Actor, *, owner_id: int, now: datetime) -> None:
    """Link the actor's new account to the record whose confirmed telephone has just let them in: it stays a door.

    Raises AccountInUse if the account has something of its own, PostHeld for the record of somebody at work; nothing
    is changed then.
    """
    await _link(session, fresh=actor.person_id, owner=owner_id, keeps_phone=True, now=now)


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


async def link_at_desk(session: AsyncSession, clerk: Actor, link: Relink, *, now: datetime) -> bool:
    """The clerk has seen the paper of the application's parent, who shows a code of a new account: link the two.

    False for a code that is wrong or over: its try is committed by the caller. Raises NotFound (also for a name that
    was changed meanwhile), Invalid for what is no code, AccountInUse, PostHeld.
    """
    lost = await find_lost(session, clerk, number=link.number, now=now)
    if lost.full_name is None or lost.full_name != link.full_name:
        raise NotFound("person")
    fresh = await see_at_desk(session, clerk, typed=link.typed, now=now, spends=True)
    if fresh is None:
        return False
    if clerk.person_id in {fresh.person_id, lost.person_id}:
        raise NotAllowed("another clerk")
    before = await phone_door(session, lost.person_id)
    await _link(session, fresh=fresh.person_id, owner=lost.person_id, keeps_phone=link.keeps_phone, now=now)
    if before is not None and not link.keeps_phone:
        await access.put_text(
            session, person_id=fresh.person_id, phone=before, words=link.words, now=now, term=TEXT_TERM
        )
    return True


async def _link(session: AsyncSession, *, fresh: int, owner: int, keeps_phone: bool, now: datetime) -> None:
    """Every door of the new account leads to the record, the lost ones to the emptied account; both are told.

    Sessions, links, codes and open invitations end: whoever holds the lost account may have made them. What the new
    account had begun is destroyed.
    """
    ordered = select(Person.id).where(Person.id.in_((fresh, owner))).order_by(Person.id)
    await session.execute(ordered.with_for_update())  # nothing comes to the new account meanwhile
    if fresh == owner or await _is_in_use(session, fresh):
        raise AccountInUse
    if (await actor_of(session, owner)).posts:
        raise PostHeld
    await forms.erase(session, fresh)
    await programs.erase(session, fresh)
    await notices.erase(session, fresh)
    for person_id in (fresh, owner):
        await access.close_sessions(session, person_id=person_id, now=now)
        await signing.void_codes(session, person_id, now=now)
        await void_invitations(session, person_id, now=now)
    lost = await move_doors(session, fresh=fresh, owner=owner, kept=(PHONE,) if keeps_phone else ())
    if lost:
        await put(session, people=[fresh], kind="account_unlinked", data={}, now=now)
    data = {"phone_closed": PHONE in lost}
    await put(session, people=[owner], kind="account_linked", data=data, now=now)


async def _is_in_use(session: AsyncSession, person_id: int) -> bool:
    """Whether an account has anything that whoever holds the lost one would find there after the swap."""
    if (await actor_of(session, person_id)).posts:
        return True
    for owned in (Representative.person_id, Child.parent_id, Application.parent_id, Share.person_id, Sheet.person_id):
        if await session.scalar(select(func.count()).select_from(owned.class_).where(owned == person_id)):
            return True
    return False
