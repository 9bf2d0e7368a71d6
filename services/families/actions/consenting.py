"""Giving and withdrawing a consent, where a consent is the ground."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import Stale
from services.families import queries
from services.families.actions.sheets import drop_sheets
from services.families.models import Child, Consent, Share
from services.families.rules import HEALTH, NO_CATEGORY, TEENAGER, Kin
from services.forms import actions as drafts
from services.forms import rules as forms
from services.uploads import actions as uploads


async def give_consent(
    session: AsyncSession, actor: Actor, *, purpose: str, seen: str, way: str, now: datetime
) -> None:
    """Record a consent to one purpose (152-FZ, article 9); given twice, it is recorded once.

    ``seen`` is the digest, or its first 16 signs or more, of the text that was shown; ``way`` is «chat» or «page».
    Raises NotFound for a purpose whose ground is no consent, and Stale if the text has changed since it was shown.
    """
    text = queries.consent_text(purpose, await queries.operator(session, actor))
    digest = text.seen(seen)
    if digest is None:
        raise Stale("consent")
    row = {"person_id": actor.person_id, "purpose": purpose, "version": text.version, "text_hash": digest}
    try:
        async with session.begin_nested():
            await session.execute(insert(Consent).values(**row, way=way, given_at=now))
    except IntegrityError:  # one in force per person, purpose and version: the database decides
        if not await queries.has_consent(session, actor.person_id, purpose):
            raise


async def withdraw_consent(session: AsyncSession, actor: Actor, *, purpose: str, now: datetime) -> None:
    """Withdraw a consent; what was done under it stays lawful (152-FZ, article 9, part 2). Twice changes nothing.

    Without the one to health data the children's categories are erased at once, and so are a half-filled form and the
    papers that confirm them, whoever of the family sent them.
    Raises NotFound for an unknown purpose.
    """
    code = queries.purpose(purpose).code
    own = (Consent.person_id == actor.person_id, Consent.purpose == code, Consent.withdrawn_at.is_(None))
    await session.execute(update(Consent).where(*own).values(withdrawn_at=now))
    if code == TEENAGER:
        joined = (Share.person_id == actor.person_id, Share.kin == Kin.CHILD, Share.until.is_(None))
        await session.execute(update(Share).where(*joined).values(until=now))
    if code == HEALTH:
        await drafts.drop(session, actor, form=forms.CHILD.code)
        theirs = update(Child).where(Child.parent_id == actor.person_id).values(category=NO_CATEGORY)
        children = list(await session.scalars(theirs.returning(Child.id)))
        await drop_sheets(session, actor.person_id, forms.GROUNDS)
        kinds = (forms.GROUNDS_PAPER,)
        await uploads.remove_kinds(session, person_id=actor.person_id, child_ids=children, kinds=kinds)
