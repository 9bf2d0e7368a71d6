"""What happens to a certificate after its approval: suspended, in force again, amended, over (189-FZ, article 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.moving import By
from services.certificates.actions.unifying import write_version
from services.certificates.models import Application, Certificate, CertificateChange, CertificateStatus
from services.certificates.queries.unified import unified_number
from services.certificates.rules import birthday, changes
from services.certificates.rules.changes import BIRTH_DATE, TERM_OVER, Change
from services.certificates.rules.lifecycle import Party
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound, Stale
from services.families.queries import child, people_of
from services.notices.actions import put
from services.programs.queries import groups
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territories, territory


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that is to be changed, and whom it concerns."""

    id: int
    number: str
    application_id: int
    territory_id: int
    child_id: int
    status: CertificateStatus
    valid_from: date
    valid_to: date
    suspended_till: date | None
    unified_id: int | None
    parent_id: int
    provider_id: int
    group_id: int


_COLUMNS = (
    *(Certificate.id, Certificate.number, Certificate.application_id, Certificate.territory_id, Certificate.child_id),
    *(Certificate.status, Certificate.valid_from, Certificate.valid_to, Certificate.suspended_till),
    Certificate.unified_id,
    *(Application.parent_id, Application.provider_id, Application.group_id),
)
AT_ONCE = 200
"""Certificates that a chore changes in one go; the rest wait for its next turn."""


async def suspend(session: AsyncSession, actor: Actor, *, application_id: int, ground: str, now: datetime) -> date:
    """The body suspends a certificate in force on a ground; return the last day, after which it goes on by itself.

    Nothing is taken away: money and seat stay held. Family and club are told. Raises Invalid for an unknown ground,
    NotFound for another territory's case, Stale for what is not in force.
    """
    changes.check_hold(ground)
    held = await own_of_body(session, actor, application_id)
    place = await territory(session, held.territory_id)
    till = local_date(now, place.timezone) + timedelta(days=place.policy.suspension_days)
    by = By(Party.BODY, actor.person_id, now)
    await change(
        session, held, Change.SUSPEND, by, code=ground, status=CertificateStatus.SUSPENDED, suspended_till=till
    )
    data = {"ground": ground, "till": till.isoformat()}
    await tell(session, held, "certificate_suspended", data, now)
    return till


async def resume(session: AsyncSession, actor: Actor, *, application_id: int, cause: str, now: datetime) -> None:
    """The body ends a suspension before its last day. Raises Invalid, NotFound, Stale for what is not suspended."""
    changes.check_cause(cause)
    held = await own_of_body(session, actor, application_id)
    await _resume(session, held, By(Party.BODY, actor.person_id, now), cause)


async def resume_over(session: AsyncSession, *, now: datetime) -> int:
    """Put into force again whose last day of suspension has passed; return how many."""
    count = 0
    for place in await territories(session):
        over = Certificate.suspended_till < local_date(now, place.timezone)
        suspended = Certificate.status == CertificateStatus.SUSPENDED
        for held in await _found(session, Certificate.territory_id == place.id, suspended, over):
            await _resume(session, held, By(Party.SYSTEM, None, now), TERM_OVER)
            count += 1
    return count


async def _resume(session: AsyncSession, held: Held, by: By, cause: str) -> None:
    await change(session, held, Change.RESUME, by, code=cause, status=CertificateStatus.ACTIVE, suspended_till=None)
    await tell(session, held, "certificate_resumed", {"cause": cause}, by.now)


async def expire(session: AsyncSession, *, now: datetime) -> int:
    """End certificates whose last day has passed: the course is over, or the child is of age; return how many.

    What stays of the money is the ledger's to end at the turn of the year.
    """
    by, count = By(Party.SYSTEM, None, now), 0
    for place in await territories(session):
        over = Certificate.valid_to < local_date(now, place.timezone)
        live = Certificate.status.in_(changes.starts(Change.EXPIRE, Party.SYSTEM))
        for held in await _found(session, Certificate.territory_id == place.id, live, over):
            await change(
                session, held, Change.EXPIRE, by, code=TERM_OVER, status=CertificateStatus.EXPIRED, suspended_till=None
            )
            await tell(session, held, "certificate_ended", {"last": held.valid_to.isoformat()}, now)
            count += 1
    return count


async def follow_birth_date(session: AsyncSession, *, child_id: int, now: datetime) -> int:
    """A birth date was corrected: live certificates of the child end by the right one; return how many were changed.

    The last day is that of the course, or the day before the child outgrows the territory's rule. The body is told,
    because contract and age are a person's to judge.
    """
    live = Certificate.status.in_(changes.starts(Change.AMEND, Party.SYSTEM))
    found = await _found(session, Certificate.child_id == child_id, live)
    born = (await child(session, child_id)).birth_date
    known, count = await groups(session, [held.group_id for held in found]), 0
    for held in found:
        place = await territory(session, held.territory_id)
        outgrown = birthday(born, place.policy.age_max_exclusive) - timedelta(days=1)
        last = max(held.valid_from, min(known[held.group_id].ends_on, outgrown))
        if last != held.valid_to:
            await _amend(session, held, place, last, now)
            count += 1
    return count


async def _amend(session: AsyncSession, held: Held, place: TerritoryView, last: date, now: datetime) -> None:
    by = By(Party.SYSTEM, None, now)
    await change(session, held, Change.AMEND, by, code=BIRTH_DATE, valid_to=last)
    data = {"number": held.application_id, "last": last.isoformat()}
    await put(session, people=await people_of_body(session, place.id), kind="certificate_amended", data=data, now=now)


async def own_of_body(session: AsyncSession, actor: Actor, application_id: int) -> Held:
    """The certificate of a case of the actor's own territory. Raises NotFound."""
    ours = Certificate.territory_id.in_(actor.staff_territories)
    found = await _found(session, Certificate.application_id == application_id, ours)
    if not found:
        raise NotFound("certificate")
    return found[0]


async def _found(session: AsyncSession, *which: ColumnElement[bool]) -> list[Held]:
    joined = select(*_COLUMNS).join(Application, Application.id == Certificate.application_id)
    found = await session.execute(joined.where(*which).order_by(Certificate.id).limit(AT_ONCE))
    rows: Sequence[Sequence[Any]] = found.all()
    return [Held(*row) for row in rows]


async def change(session: AsyncSession, held: Held, deed: Change, by: By, *, code: str, **values: Any) -> None:
    """Go a way of the table by one guarded UPDATE and add a version. Of two at once the second gets Stale."""
    moved = await session.execute(
        update(Certificate)
        .where(Certificate.id == held.id, Certificate.status.in_(changes.starts(deed, by.party)))
        .values(**values)
        .returning(Certificate.id)
        .execution_options(synchronize_session=False),
    )
    if moved.one_or_none() is None:
        raise Stale("certificate")
    changed = {name: [_said(getattr(held, name)), _said(value)] for name, value in values.items()}
    row = {"certificate_id": held.id, "at": by.now, "deed": deed.value, "party": by.party.value}
    row |= {"person_id": by.person_id, "code": code, "changed": changed}
    await session.execute(insert(CertificateChange), [row])
    if held.unified_id is not None:
        await write_version(session, held.unified_id, by)


def _said(value: date | CertificateStatus | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if value is not None else ""


async def tell(session: AsyncSession, held: Held, kind: str, data: dict[str, Any], now: datetime) -> None:
    """The family, and the club; each by its own words."""
    told = {"number": held.application_id, "certificate": held.number, **data}
    if held.unified_id is not None:
        told["unified"] = await unified_number(session, held.id)
    family = await people_of(session, held.child_id, held.parent_id)
    await put(session, people=family, kind=kind, data=told | {"child_id": held.child_id}, now=now)
    club = await people_of_provider(session, held.provider_id)
    await put(session, people=club, kind=f"{kind}_club", data=told, now=now)
