"""Papers of a child: sent whole or piece by piece, promised to the office, taken back. By whoever may act for it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families import queries
from services.families.queries import papers
from services.families.rules import Right
from services.forms import rules as forms
from services.uploads import actions as uploads
from services.uploads import queries as kept
from services.uploads.actions import About, Announced, Half
from services.uploads.gateway import Sealed, Store


async def keep_paper(
    session: AsyncSession, actor: Actor, *, child_id: int, kind: str, name: str, paper: Sealed, now: datetime
) -> int:
    """Keep a paper that lies in the store; return its number.

    Raises NotFound for another's child and for a kind that is not asked, RightMissing for who may only look after the
    child, ConsentMissing and TooManyFiles.
    """
    about = await _about(session, actor, child_id, kind, now)
    return await uploads.keep(session, about, name=name, paper=paper, now=now)


async def begin_paper(
    session: AsyncSession, actor: Actor, *, child_id: int, kind: str, file: Announced, now: datetime
) -> Half:
    """Begin a paper in pieces or go on with one. Raises as keep_paper."""
    about = await _about(session, actor, child_id, kind, now)
    return await uploads.begin(session, about, file, now=now)


async def add_piece(
    session: AsyncSession, actor: Actor, store: Store, *, paper_id: int, at: int, piece: bytes, now: datetime
) -> Half:
    """Take the next piece of a paper that the actor began. Raises NotFound, RightMissing and Invalid."""
    await _acting(session, actor, paper_id)
    return await uploads.add(session, store, person_id=actor.person_id, upload_id=paper_id, at=at, piece=piece, now=now)


async def finish_paper(session: AsyncSession, actor: Actor, *, paper_id: int, paper: Sealed, now: datetime) -> None:
    """The paper was checked and lies sealed anew.

    Raises NotFound, RightMissing, and Stale if it was finished or taken back.
    """
    await _acting(session, actor, paper_id)
    await uploads.finish(session, person_id=actor.person_id, upload_id=paper_id, paper=paper, now=now)


async def remove_paper(session: AsyncSession, actor: Actor, *, paper_id: int) -> None:
    """Destroy a paper of a child for whom the actor acts, whoever sent it. Raises NotFound and RightMissing."""
    await uploads.remove(session, child_id=await _acting(session, actor, paper_id), upload_id=paper_id)


async def promise_paper(session: AsyncSession, actor: Actor, *, child_id: int, kind: str, now: datetime) -> None:
    """Instead of a file: the paper will be brought to the office. Raises as keep_paper, but for TooManyFiles."""
    about = await _about(session, actor, child_id, kind, now)
    await uploads.promise(session, about, due_on=await papers.bring_by(session, actor, now=now), now=now)


async def _about(session: AsyncSession, actor: Actor, child_id: int, kind: str, now: datetime) -> About:
    own = await queries.family_child(session, actor, child_id, Right.ACT)
    asked = forms.DOCUMENTS.asked(await papers.facts(session, actor, own, now=now))
    if kind not in {field.code for field in asked}:
        raise NotFound("paper")
    if kind == forms.GROUNDS_PAPER:
        await queries.require_health(session, actor, parent_id=own.parent_id)
    return About(actor.person_id, child_id, kind)


async def _acting(session: AsyncSession, actor: Actor, paper_id: int) -> int:
    """The child of a paper, for whom the actor may act now: a right may end while a file is on its way."""
    child_id = await kept.child_of(session, paper_id)
    return (await queries.family_child(session, actor, child_id, Right.ACT)).id
