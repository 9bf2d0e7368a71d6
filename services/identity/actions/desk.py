"""A clerk sees a person and the paper: level 2. The person shows a one-time code, so nobody is confirmed unseen."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import look
from services.certificates.actions import file_drafts
from services.core.actor import Actor
from services.core.errors import NotAllowed, NotFound
from services.families.actions import confirm_person
from services.identity.queries import Candidate, candidate
from services.identity.rules import DESK_TERM, TRIES, DeskCode, desk_code, desk_paper
from services.notices.actions import put
from services.signing import actions as signing


async def ask_desk_code(session: AsyncSession, actor: Actor, *, now: datetime) -> DeskCode:
    """Make a code that the actor shows at the desk within half an hour. Raises TooManyCodes."""
    paper = desk_paper(actor.person_id)
    issued = await signing.issue_code(session, actor, paper=paper, term=DESK_TERM, tries=TRIES, now=now)
    return DeskCode(actor.person_id, issued.code)


async def see_at_desk(
    session: AsyncSession, clerk: Actor, *, typed: str, now: datetime, spends: bool = False
) -> Candidate | None:
    """Who shows this code; None for a wrong one, whose try is committed by the caller. The look is written down.

    Raises NotAllowed for nobody of the staff, NotFound for a person of another territory, Invalid for what is no code.
    """
    if not clerk.is_staff:
        raise NotAllowed("staff")
    shown = desk_code(typed)
    person = Actor(shown.person_id, clerk.locale)
    check = await signing.check_code(
        session, person, paper=desk_paper(shown.person_id), code=shown.code, now=now, keeps=not spends
    )
    if not check.ok:
        return None
    found = await candidate(session, shown.person_id)
    if found.territory_id is not None and found.territory_id not in clerk.staff_territories:
        raise NotFound("person")
    await look(session, clerk, subject_id=found.person_id, what="desk", why="desk", now=now)
    return found


async def confirm_at_desk(
    session: AsyncSession, clerk: Actor, *, typed: str, full_name: str, now: datetime
) -> Candidate | None:
    """The clerk has compared ``full_name`` with the paper: the person is confirmed, and told; drafts are filed.

    None for a code that is wrong or over: its try is committed by the caller, or it could be guessed without end.
    Raises what :func:`see_at_desk` raises, NotFound if the name has been changed meanwhile, NotAllowed for the clerk's
    own person.
    """
    found = await see_at_desk(session, clerk, typed=typed, now=now, spends=True)
    if found is None:
        return None
    if found.person_id == clerk.person_id:
        raise NotAllowed("another clerk")
    await confirm_person(session, found.person_id, how="desk", by=clerk.person_id, full_name=full_name, now=now)
    await put(session, people=[found.person_id], kind="identity_confirmed", data={}, now=now)
    await file_drafts(session, person_id=found.person_id, now=now)
    return found
