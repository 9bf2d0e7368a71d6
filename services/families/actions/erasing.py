"""Destroying a family's data at the parent's word (152-FZ, article 21)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.families.models import Child, ChildPair, Consent, FamilyInvite, Representative, Share, Sheet
from services.families.rules import NO_CATEGORY

NOBODYS_DAY = "1900-01-01"


async def erase(
    session: AsyncSession, person_id: int, *, kept_children: Collection[int], now: datetime
) -> dict[str, int]:
    """Destroy the parent's details and the children but for those whom a kept paper names; return counts by kind.

    Nobody else looks into a child that is only kept, and no code leads there any more. Consents end and stay in the
    journal, which names nobody: the desk has to prove them (152-FZ, article 9, part 3).
    """
    details = await session.execute(delete(Sheet).where(Sheet.person_id == person_id).returning(Sheet.key))
    own_children = select(Child.id).where(Child.parent_id == person_id)
    await session.execute(delete(FamilyInvite).where(FamilyInvite.child_id.in_(own_children)))
    await session.execute(delete(Share).where(Share.child_id.in_(own_children)))
    shares = await session.execute(delete(Share).where(Share.person_id == person_id).returning(Share.id))
    own = await session.execute(
        delete(Representative).where(Representative.person_id == person_id).returning(Representative.person_id)
    )
    gone = await _erase_children(session, person_id, kept_children)
    kept = update(Child).where(Child.parent_id == person_id)
    await session.execute(kept.values(category=NO_CATEGORY, nickname=None))
    await session.execute(
        update(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )
    return {
        "representative": len(own.all()),
        "children": gone,
        "details": len(details.all()),
        "shares": len(shares.all()),
    }


async def _erase_children(session: AsyncSession, person_id: int, kept: Collection[int]) -> int:
    """Own children but for those kept, and but for joined records, which say nothing personal; return how many."""
    await forget_merged(session, select(Child.id).where(Child.parent_id == person_id))
    going = Child.parent_id == person_id, Child.id.not_in(kept), Child.merged_into.is_(None)
    joined = update(Child).where(Child.merged_into.in_(select(Child.id).where(*going))).values(merged_into=None)
    await session.execute(joined.execution_options(synchronize_session=False))
    return len((await session.execute(delete(Child).where(*going).returning(Child.id))).all())


async def forget_merged(session: AsyncSession, children: Select[int]) -> None:
    """What was said of records that were made one goes with either family: the merging is not taken back any more."""
    whose = ChildPair.first_id.in_(children) | ChildPair.second_id.in_(children)
    await session.execute(update(ChildPair).where(whose).values(before=None))


async def forget_pairs(session: AsyncSession, *, before: datetime) -> None:
    """What a merged record was is destroyed once the term of taking the merging back is over."""
    late = update(ChildPair).where(ChildPair.decided_at < before, ChildPair.before.is_not(None))
    await session.execute(late.values(before=None))


async def forget_invitations(session: AsyncSession, *, before: datetime) -> None:
    """Drop invitations into a family whose term was over before this moment, used or not."""
    await session.execute(delete(FamilyInvite).where(FamilyInvite.expires_at < before))


async def forget_ended(session: AsyncSession, *, before: datetime) -> None:
    """Drop rights in a family that ended before this moment."""
    await session.execute(delete(Share).where(Share.until < before))


async def forget_names(session: AsyncSession, child_ids: Collection[int]) -> int:
    """Leave children without anything personal whose parent was erased and whom no kept paper needs; return how many.

    The rows stay as numbers to which figures are tied.
    """
    orphaned = Child.parent_id.not_in(select(Representative.person_id))
    numbers = list(await session.scalars(select(Child.id).where(Child.id.in_(child_ids), orphaned)))
    for number in numbers:
        nobody = {"full_name": "", "birth_date": NOBODYS_DAY, "snils": "", "snils_index": f"destroyed:{number}"}
        await session.execute(
            update(Child).where(Child.id == number).values(**nobody, category=NO_CATEGORY, nickname=None)
        )
    return len(numbers)
