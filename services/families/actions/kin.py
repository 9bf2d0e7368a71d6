"""A second representative, or the child from 14 on: invited by a one-time code, with a right; and how they leave."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import Invalid, NotFound
from services.families import queries
from services.families.actions.consenting import give_consent
from services.families.errors import AlreadyKin, TooYoungForOwnVoice
from services.families.models import Child, FamilyInvite, Share, Sheet
from services.families.rules import INVITE_TERM, OWN_VOICE, TEENAGER, Kin, Right, age_on, invite_digest
from services.notices.actions import put
from services.staff.errors import InviteUnusable


async def invite_kin(session: AsyncSession, actor: Actor, *, child_id: int, right: str, kin: str, now: datetime) -> str:
    """Make a one-time code for a week, with which somebody joins the family of the actor's own child.

    Raises NotFound, Invalid for an unknown right, TooYoungForOwnVoice for a child below 14 who is to join. The child
    never signs: between 14 and 18 a deed needs a parent's consent in writing (Civil Code, article 26).
    """
    own = await queries.own_child(session, actor, child_id)
    if right not in set(Right) or kin not in set(Kin) or (kin == Kin.CHILD and right == Right.SIGN):
        raise Invalid("right", "choice")
    today = (await queries.limits(session, actor)).today(now)
    if kin == Kin.CHILD and age_on(own.birth_date, today) < OWN_VOICE:
        raise TooYoungForOwnVoice(OWN_VOICE)
    code = secrets.token_urlsafe(12)
    session.add(
        FamilyInvite(
            code_hash=invite_digest(code),
            child_id=child_id,
            right=Right(right),
            kin=Kin(kin),
            invited_by=actor.person_id,
            created_at=now,
            expires_at=now + INVITE_TERM,
        )
    )
    await session.flush()
    return code


async def join_family(session: AsyncSession, actor: Actor, *, code: str, seen: str, now: datetime) -> int:
    """Join by a code, once; return the child's number. The child from 14 on joins by a consent of their own.

    ``seen`` is the beginning of the digest of that consent's text. Raises InviteUnusable, AlreadyKin, Stale (another
    text was shown); then nothing is used up.
    """
    async with session.begin_nested():
        offer = await _take(session, actor, code, now)
        whose = await queries.child(session, offer.child_id)
        if offer.invited_by != whose.parent_id:
            raise InviteUnusable  # the family has changed since
        if whose.parent_id == actor.person_id:
            raise AlreadyKin
        if offer.kin is Kin.CHILD:
            await give_consent(session, actor, purpose=TEENAGER, seen=seen, way="page", now=now)
        row = {"child_id": whose.id, "person_id": actor.person_id, "right": offer.right, "kin": offer.kin}
        try:
            async with session.begin_nested():
                await session.execute(insert(Share).values(**row, since=now))
        except IntegrityError as twice:  # one open share per child and person: the database decides
            raise AlreadyKin from twice
    await put(session, people=[whose.parent_id], kind="family_joined", data={"child_id": whose.id}, now=now)
    return whose.id


async def _take(session: AsyncSession, actor: Actor, code: str, now: datetime) -> Any:
    """Use the code up; of two at once the database lets one through."""
    this = (
        FamilyInvite.code_hash == invite_digest(code),
        FamilyInvite.used_at.is_(None),
        FamilyInvite.expires_at > now,
    )
    taken = await session.execute(
        update(FamilyInvite)
        .where(*this)
        .values(used_at=now, used_by=actor.person_id)
        .returning(FamilyInvite.child_id, FamilyInvite.right, FamilyInvite.kin, FamilyInvite.invited_by)
    )
    offer = taken.one_or_none()
    if offer is None:
        raise InviteUnusable
    return offer


async def void_invitations(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Nobody joins any more by codes that this person has made: the account from which they came was lost."""
    open_ones = (FamilyInvite.invited_by == person_id, FamilyInvite.used_at.is_(None), FamilyInvite.expires_at > now)
    await session.execute(update(FamilyInvite).where(*open_ones).values(expires_at=now))


async def end_share(session: AsyncSession, actor: Actor, *, share_id: int, now: datetime) -> tuple[int, int, int]:
    """Remove somebody from the family of an own child, or leave one; return child, who left, and who stays.

    Only the contracts room calls it: what the one who left had begun is handed over there. Raises NotFound.
    """
    found = await queries.child_of(session, share_id)
    if found is None or actor.person_id not in {found[0].parent_id, found[1]}:
        raise NotFound("share")
    whose, person_id = found
    await session.execute(update(Share).where(Share.id == share_id).values(until=now))
    people = sorted({whose.parent_id, person_id} - {actor.person_id})
    await put(session, people=people, kind="family_left", data={"child_id": whose.id}, now=now)
    return whose.id, person_id, whose.parent_id


async def pass_on(session: AsyncSession, *, child_id: int, heir: int, now: datetime) -> bool:
    """Make another adult of the family the first representative; False if they have the same child on their own.

    What was filled in about the child goes along.
    """
    try:
        async with session.begin_nested():
            await session.execute(update(Child).where(Child.id == child_id).values(parent_id=heir))
    except IntegrityError:
        return False
    await session.execute(update(Sheet).where(Sheet.child_id == child_id).values(person_id=heir))
    own = (Share.child_id == child_id, Share.person_id == heir, Share.until.is_(None))
    await session.execute(update(Share).where(*own).values(until=now))
    await put(session, people=[heir], kind="family_passed", data={"child_id": child_id}, now=now)
    return True
