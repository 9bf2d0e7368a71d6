"""Writing in a thread, letting the club take part, taking back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.actions.moving import By, message, move, require_open, taken
from services.complaints.actions.telling import to_body, to_club, to_parent
from services.complaints.models import Complaint, Kind, Side
from services.complaints.queries.rights import of_body, of_club, of_parent
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.writing import checked_text
from services.core.actor import Actor
from services.core.errors import Stale


async def say(
    session: AsyncSession, actor: Actor, *, number: int, side: Side, text: str, now: datetime, to_the_club: bool = False
) -> None:
    """Write in a thread as a side of it; who takes part is told.

    What a parent writes goes to the body, and to the club of a question to it; to another club only with
    ``to_the_club``, once it takes part. What the body writes to the club is not for the parent. Raises NotFound,
    ThreadClosed, Invalid.
    """
    row = await _held(session, actor, number, side)
    require_open(row)
    said = message(row, side, actor.person_id, checked_text(text), now)
    asked_of_club = row.addressee is Side.CLUB
    said.club_sees = row.club_sees and (side is Side.CLUB or asked_of_club or to_the_club)
    said.parent_sees = side is Side.PARENT or asked_of_club or (side is Side.BODY and not said.club_sees)
    session.add(said)
    await session.flush()
    if side is not Side.PARENT and said.parent_sees:
        await to_parent(session, row, "complaint_said", now)
    if side is not Side.CLUB and said.club_sees:
        await to_club(session, row, "complaint_said_club", now)
    if side is not Side.BODY and not asked_of_club:
        await to_body(session, row, "complaint_said_body", now)


async def share(session: AsyncSession, actor: Actor, *, number: int, text: str, now: datetime) -> None:
    """The parent lets the club of an open question or complaint take part, with this first message to it.

    What was written before stays with the body. Raises NotFound, ThreadClosed, Stale (no club, or it takes part).
    """
    row = await _held(session, actor, number, Side.PARENT)
    require_open(row)
    if row.provider_id is None or row.club_sees or row.kind is Kind.SERVICE:
        raise Stale("complaint")
    row.club_sees = True
    said = message(row, Side.PARENT, actor.person_id, checked_text(text), now)
    said.club_sees = True
    session.add(said)
    await session.flush()
    await to_club(session, row, "complaint_said_club", now)
    await to_body(session, row, "complaint_said_body", now)


async def withdraw(session: AsyncSession, actor: Actor, *, number: int, now: datetime) -> None:
    """The parent takes it back. Raises NotFound, Stale where it is answered already."""
    row = await _held(session, actor, number, Side.PARENT)
    move(session, row, Deed.WITHDRAW, By(Party.PARENT, actor.person_id, now))
    await session.flush()
    await to_body(session, row, "complaint_withdrawn", now)
    if row.club_sees:
        await to_club(session, row, "complaint_withdrawn_club", now)


async def _held(session: AsyncSession, actor: Actor, number: int, side: Side) -> Complaint:
    if side is Side.PARENT:
        return await taken(session, number, of_parent(actor))
    return await taken(session, number, of_club(actor) if side is Side.CLUB else await of_body(session, actor))
