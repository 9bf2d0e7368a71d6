"""What time destroys by itself, by kind of record: the second step of an erasure, and old papers nobody asked for.

A paper about money is kept for five years after the year in which it ended (402-FZ, article 29) and then loses
everything that tells of a person; its figures stay for the reports and name nobody. Each destruction has an act.
"""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import erasing as doors
from services.certificates.actions import erasing as cases
from services.contracts.actions.erasing import YEARS, term, write_act
from services.contracts.models import Contract, Destruction
from services.families.actions import erasing as families
from services.families.queries import operator
from services.forms import actions as forms
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
    await session.execute(delete(Destruction).where(Destruction.made_at < now - term("acts")))
    await destroy_due(session, now=now)


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
