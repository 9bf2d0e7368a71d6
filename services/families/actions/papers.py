"""Papers of a child: sent whole or piece by piece, promised to the office, taken back. Only by the child's parent."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families import queries
from services.families.queries import papers
from services.families.rules import HEALTH
from services.forms import rules as forms
from services.uploads import actions as uploads
from services.uploads.actions import About, Half
from services.uploads.gateway import Sealed, Store


async def keep_paper(
    session: AsyncSession, actor: Actor, *, child_id: int, kind: str, name: str, paper: Sealed, now: datetime
) -> int:
    """Keep a paper that lies in the store; return its number.

    Raises NotFound for another's child and for a kind that is not asked, ConsentMissing and TooManyFiles.
    """
    about = await _about(session, actor, child_id, kind, now)
    return await uploads.keep(session, about, name=name, paper=paper, now=now)


async def begin_paper(
    session: AsyncSession, actor: Actor, *, child_id: int, kind: str, name: str, size: int, told: str, now: datetime
) -> Half:
    """Begin a paper in pieces or go on with one; ``told`` is how the browser knows the file. Raises as keep_paper."""
    about = await _about(session, actor, child_id, kind, now)
    return await uploads.begin(session, about, name=name, size=size, told=told, now=now)


async def add_piece(
    session: AsyncSession, actor: Actor, store: Store, *, paper_id: int, at: int, piece: bytes, now: datetime
) -> Half:
    """Take the next piece of the actor's own paper. Raises NotFound and Invalid."""
    return await uploads.add(session, store, person_id=actor.person_id, upload_id=paper_id, at=at, piece=piece, now=now)


async def finish_paper(session: AsyncSession, actor: Actor, *, paper_id: int, paper: Sealed, now: datetime) -> None:
    """The paper was checked and lies sealed anew. Raises NotFound, and Stale if it was finished or taken back."""
    await uploads.finish(session, person_id=actor.person_id, upload_id=paper_id, paper=paper, now=now)


async def remove_paper(session: AsyncSession, actor: Actor, *, paper_id: int) -> None:
    """Destroy one of the papers that the actor has sent. Raises NotFound."""
    await uploads.remove(session, person_id=actor.person_id, upload_id=paper_id)


async def promise_paper(session: AsyncSession, actor: Actor, *, child_id: int, kind: str, now: datetime) -> None:
    """Instead of a file: the parent will bring the paper to the office. Raises NotFound."""
    about = await _about(session, actor, child_id, kind, now)
    await uploads.promise(session, about, due_on=await papers.bring_by(session, actor, now=now), now=now)


async def _about(session: AsyncSession, actor: Actor, child_id: int, kind: str, now: datetime) -> About:
    own = await queries.own_child(session, actor, child_id)
    asked = forms.DOCUMENTS.asked(await papers.facts(session, actor, own, now=now))
    if kind not in {field.code for field in asked}:
        raise NotFound("paper")
    if kind == forms.GROUNDS_PAPER:
        await queries.require_consent(session, actor.person_id, HEALTH)
    return About(actor.person_id, child_id, kind)
