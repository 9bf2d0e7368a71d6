"""A telephone is confirmed by a code that came to it: level 1."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import file_drafts
from services.core.actor import Actor
from services.families.queries import PHONE, representative
from services.identity.errors import DetailsMissing
from services.identity.rules import PHONE_TERM, TRIES, phone_paper
from services.notices.actions import put
from services.signing import actions as signing
from services.signing.rules import CodeCheck, IssuedCode
from services.staff.actions import give_door


@dataclass(frozen=True, slots=True)
class Ringing:
    """A code and the telephone of the details, to which alone it may go."""

    phone: str = field(repr=False)
    issued: IssuedCode


async def ask_phone_code(session: AsyncSession, actor: Actor, *, now: datetime) -> Ringing:
    """Make a code for the telephone in the actor's details. Raises DetailsMissing, TooManyCodes."""
    phone = await _phone(session, actor)
    paper = phone_paper(actor.person_id, phone)
    issued = await signing.issue_code(session, actor, paper=paper, term=PHONE_TERM, tries=TRIES, now=now)
    return Ringing(phone, issued)


async def confirm_phone(session: AsyncSession, actor: Actor, *, code: str, now: datetime) -> CodeCheck:
    """Try the code; a right one confirms the telephone and files what waited for it. The caller commits in any case.

    Whoever had confirmed the number before has lost it, and is told: it has changed hands. The person is told too, in
    the messenger: somebody with a session of theirs would open a door for good. Raises DetailsMissing, and Invalid for
    what is no code.
    """
    phone = await _phone(session, actor)
    paper = phone_paper(actor.person_id, phone)
    check = await signing.check_code(session, actor, paper=paper, code=code, now=now)
    if check.ok:
        before = await give_door(session, actor.person_id, channel=PHONE, address=phone)
        if before is not None:
            await put(session, people=[before], kind="phone_lost", data={}, now=now)
        await put(session, people=[actor.person_id], kind="phone_confirmed", data={}, now=now)
        await file_drafts(session, person_id=actor.person_id, now=now)
    return check


async def _phone(session: AsyncSession, actor: Actor) -> str:
    own = await representative(session, actor.person_id)
    if own is None:
        raise DetailsMissing
    return own.phone
