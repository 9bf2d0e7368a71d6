"""What time destroys by itself, by kind of record: the second step of an erasure, and old papers nobody asked for.

A paper about money is kept for five years after the year in which it ended (402-FZ, article 29) and then loses
everything that tells of a person; its figures stay for the reports and name nobody. Each destruction has an act.
"""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import erasing as doors
from services.access.models import WebSession
from services.certificates.actions import erasing as cases
from services.certificates.models import Application
from services.contracts.actions.erasing import YEARS, erase, term, write_act
from services.contracts.models import Contract, Destruction
from services.core.models import Person
from services.families.actions import erasing as families
from services.families.models import Child, Representative, Share, Sheet
from services.families.queries import operator
from services.forms import actions as forms
from services.notices.actions import erasing as notices
from services.notices.actions import put
from services.signing import actions as signing
from services.staff.models import Membership
from services.staff.queries import actor_of
from services.uploads import actions as uploads

BATCH = 200
"""Papers in one go: the database is held for moments only; the next hour goes on."""
TERM = "term"
"""Ground of an act: the term of keeping is over (152-FZ, article 5, part 7)."""


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Destroy what is older than its term (``retention.toml``). Sessions and links have terms of theirs."""
    await forms.forget_old(session, before=now - term("form_drafts"))
    await doors.forget_texts(session, before=now - term("text_messages"))
    await uploads.forget_old(session, half_sent_before=now - term("half_sent"), kept_before=now - term("papers"))
    await doors.forget_looks(session, before=now - term("looks"))
    await cases.forget_closed(session, before=now - term("closed_applications"))
    await signing.forget_codes(session, before=now - term("signing_codes"))
    await families.forget_invitations(session, before=now - term("family_invites"))
    await families.forget_ended(session, before=now - term("ended_shares"))
    await families.forget_pairs(session, before=now - term("merged_records"))
    await notices.forget_told(session, before=now - term("told"))
    await session.execute(delete(Destruction).where(Destruction.made_at < now - term("acts")))
    await destroy_due(session, now=now)
    await forget_idle(session, now=now)


async def forget_idle(session: AsyncSession, *, now: datetime) -> int:
    """Destroy details and children of families that have no case and have not come for a term; return how many.

    With an act, and told: the account stays, without anything in it. Those all of whose cases were refused or
    withdrawn are among them once these are destroyed by their own term. A post, or a right in another family, keeps.
    """
    idle = list(await session.scalars(_idle(now - term("idle_families"))))
    for person_id in idle:
        await erase(session, await actor_of(session, person_id), now=now, ground=TERM)
        await put(session, people=[person_id], kind="family_forgotten", data={}, now=now)
    return len(idle)


def _idle(before: datetime) -> Select[int]:
    """Who gave details or a child, and has nothing that is younger or that something hangs on."""
    mine = Person.id
    has_data = or_(exists().where(Representative.person_id == mine), exists().where(Child.parent_id == mine))
    kept = (
        exists().where(Application.parent_id == mine),
        exists().where(Contract.parent_id == mine),
        exists().where(Membership.person_id == mine, Membership.until.is_(None)),
        exists().where(Share.person_id == mine, Share.until.is_(None)),
        exists().where(Share.child_id == Child.id, Child.parent_id == mine, Share.until.is_(None)),
        exists().where(Representative.person_id == mine, Representative.changed_at >= before),
        exists().where(Child.parent_id == mine, Child.created_at >= before),
        exists().where(Sheet.person_id == mine, Sheet.changed_at >= before),
        exists().where(WebSession.person_id == mine, WebSession.opened_at >= before),
    )
    wanted = select(mine).where(Person.created_at < before, has_data, *(~one for one in kept))
    return wanted.order_by(mine).limit(BATCH)


async def destroy_due(session: AsyncSession, *, now: datetime) -> int:
    """Destroy the contracts whose term of keeping is over, with an act for each person; return how many."""
    last = date(now.year - YEARS, 1, 1)
    rows = await session.execute(
        select(Contract.id, Contract.parent_id, Contract.child_id)
        .where(Contract.destroyed_at.is_(None), or_(Contract.blocked_until < now.date(), Contract.ends_on < last))
        .order_by(Contract.id)
        .limit(BATCH)
    )
    theirs: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, person, child_id in rows:
        theirs[person].append((number, child_id))
    for person, papers in theirs.items():
        await _destroy(session, person, papers, now)
    return sum(map(len, theirs.values()))


async def _destroy(session: AsyncSession, person: int, papers: list[tuple[int, int]], now: datetime) -> None:
    numbers = [number for number, _child in papers]
    await session.execute(update(Contract).where(Contract.id.in_(numbers)).values(text="", facts="", destroyed_at=now))
    still = set(
        await session.scalars(
            select(Contract.child_id).where(
                Contract.child_id.in_([child for _number, child in papers]), Contract.destroyed_at.is_(None)
            )
        )
    )
    nameless = await families.forget_names(session, {child for _number, child in papers} - still)
    body = await operator(session, await actor_of(session, person))
    counts = {"contracts": len(numbers), "children": nameless}
    await write_act(session, person, body, counts, [], now, ground=TERM)
