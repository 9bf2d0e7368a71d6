"""What an administrator may do to people with a post: no deed of one person opens a colleague's desk to that person.

A forgotten authenticator and a link together would: whoever opens the first link sets up a new authenticator. So a link
is made only for who has one; the colleague comes in by their own messenger, or by the command line of the server.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access import actions as access
from services.access.models import Audience
from services.access.queries import has_factor
from services.core.actor import Actor, Role
from services.core.errors import NotAllowed
from services.notices.actions import put
from services.staff import queries
from services.staff.errors import FactorMissing
from services.staff.models import Membership


async def end_sessions(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> int:
    """An administrator ends the open pages of somebody with a post; return how many. Raises NotFound for others."""
    await queries.own_colleague(session, actor, person_id)
    return await access.close_sessions(session, person_id=person_id, now=now)


async def forget_factor(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> None:
    """An administrator forgets a lost authenticator and ends the pages opened with it. Raises NotFound for others.

    The colleague and the other administrators are told at once.
    """
    lands = {(await queries.own_colleague(session, actor, person_id)).territory_id}
    await end_sessions(session, actor, person_id=person_id, now=now)
    await access.reset_factor(session, person_id=person_id)
    await tell_of(session, "staff_factor_forgotten", person_id, lands, by=actor.person_id, now=now)


async def give_link(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> str:
    """An administrator makes a one-time link to the pages of a colleague's post; return its token.

    Told as a forgotten authenticator is. Raises NotFound, FactorMissing.
    """
    colleague = await queries.own_colleague(session, actor, person_id)
    if not await has_factor(session, person_id):
        raise FactorMissing
    token = await access.issue_entry(
        session, person_id=person_id, audience=audience_of(colleague.role), target="/", now=now
    )
    await tell_of(session, "staff_link_made", person_id, {colleague.territory_id}, by=actor.person_id, now=now)
    return token


async def end_posts(session: AsyncSession, actor: Actor, *, person_id: int, now: datetime) -> int:
    """An administrator ends all posts of a colleague who has left, in the territories whose desk the actor runs.

    Return how many. At once: pages end, and an authenticator without a post is forgotten; the colleague and the other
    administrators are told. Raises NotFound, and NotAllowed for the actor's own posts.
    """
    await queries.own_colleague(session, actor, person_id)
    if person_id == actor.person_id:
        raise NotAllowed("another administrator")
    return await dismiss(session, person_id=person_id, lands=actor.admin_territories, by=actor.person_id, now=now)


async def dismiss(
    session: AsyncSession, *, person_id: int, lands: Collection[int], by: int | None, now: datetime
) -> int:
    """End somebody's posts in these territories. Only end_posts and the command line, which has no actor, call it."""
    own = (Membership.person_id == person_id, Membership.until.is_(None), Membership.territory_id.in_(lands))
    ended = await session.execute(update(Membership).where(*own).values(until=now).returning(Membership.id))
    await access.close_sessions(session, person_id=person_id, now=now)
    if not (await queries.actor_of(session, person_id)).posts:
        await access.reset_factor(session, person_id=person_id)
    await tell_of(session, "staff_post_ended", person_id, lands, by=by, now=now)
    return len(ended.all())


async def tell_of(
    session: AsyncSession, kind: str, person_id: int, lands: Collection[int], *, by: int | None, now: datetime
) -> None:
    """Tell the colleague, and the administrators of these territories but for ``by``, who did it."""
    await put(session, people=[person_id], kind=kind, data={"number": person_id, "own": True}, now=now)
    admins = {one for land in lands for one in await queries.admins_of(session, land)} - {person_id, by}
    await put(session, people=sorted(admins), kind=kind, data={"number": person_id, "own": False}, now=now)


def audience_of(role: Role) -> Audience:
    """Whose pages a post opens."""
    return Audience.PROVIDER if role is Role.PROVIDER else Audience.STAFF
