"""Erasure at a person's word: what the law lets go is destroyed, the rest is closed, and an act says so.

152-FZ, article 21, parts 4 and 5; the act by the order of Roskomnadzor of 28.10.2022 No. 179: whose data (by the number
of the record), which kinds, how many, why, when. What money stands behind stays, closed, for five years (402-FZ,
article 29).
"""

import hashlib
import json
import secrets
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import erasing as doors
from services.certificates.actions import erasing as cases
from services.complaints.actions import erasing as letters
from services.contracts.actions.parting import leave_families, pass_family_on
from services.contracts.models import Contract, Destruction
from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.actions import erasing as families
from services.families.queries import child, operator
from services.forms import actions as forms
from services.notices.actions import erasing as notices
from services.programs.actions import erasing as programs
from services.signing import actions as signing
from services.staff import actions as staff
from services.uploads import actions as uploads
from services.uploads.queries import children_with_papers

YEARS = 5
GROUND = "subject"
"""The person's own word (152-FZ, article 21, parts 4 and 5)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays, closed: ``kind`` is ``application``, ``certificate`` or ``contract``; ``until`` is the last day."""

    kind: str
    number: str
    until: date


@dataclass(frozen=True, slots=True)
class Act:
    """An act of destruction; ``digest`` is of what it says."""

    number: int
    person_id: int
    operator: str
    destroyed: dict[str, int]
    kept: list[Kept]
    made_at: datetime
    digest: str
    open_until: datetime


@cache
def term(kind: str) -> timedelta:
    """How long records of a kind are kept (``retention.toml``)."""
    source = files("services.contracts").joinpath("retention.toml").read_text(encoding="utf-8")
    return timedelta(days=tomllib.loads(source)[kind]["days"])


async def erase(session: AsyncSession, actor: Actor, *, now: datetime, ground: str = GROUND) -> str:
    """Erase all that may be erased of a person; return the token by which the act is read for a week.

    A post at work keeps the person's door, and so does a term that is over (another ``ground``): nobody asked to leave.
    What waits to be decided is taken back and destroyed. Children with another representative who may sign, and their
    cases, are that one's from now on; cases of others' children stay with them.
    """
    person = actor.person_id
    body = await operator(session, actor)
    passed = await pass_family_on(session, person, now=now) | await leave_families(session, person, now=now)
    destroyed, held = await cases.erase(session, person, years=YEARS)
    papers = await _close_contracts(session, person, passed)
    children = {case.child_id for case in held}
    await _pass_papers_on(session, person)
    destroyed |= await uploads.erase(session, person)
    destroyed |= await families.erase(session, person, kept_children=children, now=now)
    destroyed |= await forms.erase(session, person)
    destroyed |= await programs.erase(session, person)
    destroyed |= await letters.erase(session, person, until=date(now.year + YEARS, 12, 31))
    destroyed |= await notices.erase(session, person)
    destroyed |= await signing.erase(session, person)
    destroyed |= await doors.erase(session, person)
    if ground == GROUND and not actor.posts:
        destroyed |= await staff.forget_doors(session, person)
    kept = [Kept("application", str(case.number), case.until) for case in held]
    kept += [Kept("certificate", case.certificate, case.until) for case in held]
    return await write_act(session, person, body, destroyed, [*kept, *papers], now, ground=ground)


async def _pass_papers_on(session: AsyncSession, person_id: int) -> None:
    """Papers of children who are another's now go with them: their cases go on."""
    for child_id in await children_with_papers(session, person_id):
        parent_id = (await child(session, child_id)).parent_id
        if parent_id != person_id:
            await uploads.pass_on(session, person_id=person_id, child_id=child_id, to=parent_id)


async def _close_contracts(session: AsyncSession, person_id: int, passed: set[int]) -> list[Kept]:
    rows = await session.execute(
        select(Contract.id, Contract.ends_on)
        .where(Contract.parent_id == person_id, Contract.child_id.not_in(passed))
        .order_by(Contract.id)
    )
    kept = [Kept("contract", str(number), date(ends_on.year + YEARS, 12, 31)) for number, ends_on in rows]
    for paper in kept:
        closed = update(Contract).where(Contract.id == int(paper.number))
        await session.execute(closed.values(blocked_until=paper.until))
    return kept


async def write_act(
    session: AsyncSession,
    person: int,
    body: str,
    destroyed: dict[str, int],
    kept: list[Kept],
    now: datetime,
    *,
    ground: str = GROUND,
) -> str:
    """Write an act of destruction; return the token by which it is read for a week."""
    token = secrets.token_urlsafe(24)
    counts = {kind: count for kind, count in sorted(destroyed.items()) if count}
    stays = [{"kind": one.kind, "number": one.number, "until": one.until.isoformat()} for one in kept]
    said = json.dumps([person, body, counts, stays, now.isoformat(), ground], ensure_ascii=False)
    session.add(
        Destruction(
            person_id=person,
            operator=body,
            ground=ground,
            destroyed=counts,
            kept=stays,
            made_at=now,
            digest=hashlib.sha256(said.encode()).hexdigest(),
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
        )
    )
    await session.flush()
    return token


async def act(session: AsyncSession, *, token: str, now: datetime) -> Act:
    """The act by its token, for a week. Raises NotFound."""
    wanted = hashlib.sha256(token.encode()).hexdigest()
    row = await session.scalar(select(Destruction).where(Destruction.token_hash == wanted))
    if row is None or row.made_at + term("act_link") <= now:
        raise NotFound("act")
    kept = [Kept(one["kind"], one["number"], date.fromisoformat(one["until"])) for one in row.kept]
    until = row.made_at + term("act_link")
    return Act(row.id, row.person_id, row.operator, row.destroyed, kept, row.made_at, row.digest, until)
