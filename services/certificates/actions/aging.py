"""Certificates grow old: suspensions end, terms end, families hear of what is not used, and the body may convert it."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.certifying import AT_ONCE, Held, change, expire, own_of_body, resume_over, tell
from services.certificates.actions.moving import By
from services.certificates.errors import StillInUse
from services.certificates.models import Application, Certificate, CertificateStatus
from services.certificates.rules.changes import Change
from services.certificates.rules.lifecycle import Party
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import people_of
from services.notices.actions import put
from services.orders.actions import give_back
from services.orders.queries import held as money_of
from services.orders.queries import lines_that_pay
from services.territories.queries import TerritoryView, territories, territory

UNUSED = "unused"


async def age(session: AsyncSession, *, now: datetime) -> Counter[str]:
    """All that the days do to certificates by themselves; how many of each kind."""
    done: Counter[str] = Counter()
    done["resumed"] = await resume_over(session, now=now)
    done["expired"] = await expire(session, now=now)
    for place in await territories(session):
        done["unused"] += await _warn_unused(session, place, now)
    return done


async def _warn_unused(session: AsyncSession, place: TerritoryView, now: datetime) -> int:
    """Tell families, once, of certificates in force for ``unused_days`` from which nothing was paid.

    Only where acts are paid from the same line of the order: before the first act everybody's money is whole.
    """
    rows = await _due(session, place, now)
    paid = await money_of(session, [row.application_id for row in rows])
    acts = await lines_that_pay(session, [row.order_line_id for row in rows])
    seen = [row for row in rows if row.order_line_id in acts]
    marked = update(Certificate).where(Certificate.id.in_([row.id for row in seen])).values(unused_told_at=now)
    await session.execute(marked.execution_options(synchronize_session=False))
    unused = [row for row in seen if not paid[row.application_id].money_paid]
    for row in unused:
        data: dict[str, Any] = {"number": row.application_id, "certificate": row.number, "child_id": row.child_id}
        data |= {"days": place.policy.unused_days, "last": row.valid_to.isoformat()}
        data["convert_on"] = _convert_on(row.activated_at, place)
        people = await people_of(session, row.child_id, row.parent_id)
        await put(session, people=people, kind="certificate_unused", data=data, now=now)
    return len(unused)


async def _due(session: AsyncSession, place: TerritoryView, now: datetime) -> list[Row[Any]]:
    columns = (
        *(Certificate.id, Certificate.number, Certificate.application_id, Certificate.child_id),
        *(Certificate.order_line_id, Certificate.valid_to, Certificate.activated_at, Application.parent_id),
    )
    old = now - timedelta(days=place.policy.unused_days)
    wanted = (
        select(*columns)
        .join(Application, Application.id == Certificate.application_id)
        .where(Certificate.territory_id == place.id, Certificate.status == CertificateStatus.ACTIVE)
        .where(Certificate.unused_told_at.is_(None), Certificate.activated_at <= old)
    )
    return list(await session.execute(wanted.order_by(Certificate.id).limit(AT_ONCE)))


def _convert_on(activated_at: datetime, place: TerritoryView) -> str | None:
    """The first day on which the body may convert what is not used; None where the territory does not."""
    if not place.policy.convert_days:
        return None
    return (local_date(activated_at, place.timezone) + timedelta(days=place.policy.convert_days)).isoformat()


async def convert(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """The body makes a certificate that nobody uses one without money: what it held goes back to the order.

    The child stays enrolled. A person's act. Raises NotFound, Stale, and StillInUse before ``convert_days`` have
    passed, without the warning, or where something was paid.
    """
    held = await own_of_body(session, actor, application_id)
    await _require_unused(session, held, now)
    by = By(Party.BODY, actor.person_id, now)
    async with session.begin_nested():
        await change(
            session, held, Change.CONVERT, by, code=UNUSED, status=CertificateStatus.CONVERTED, suspended_till=None
        )
        await give_back(session, case_id=application_id, reason=UNUSED, actor_id=actor.person_id, now=now)
    await tell(session, held, "certificate_converted", {}, now)


async def _require_unused(session: AsyncSession, held: Held, now: datetime) -> None:
    place = await territory(session, held.territory_id)
    told = select(Certificate.unused_told_at, Certificate.activated_at).where(Certificate.id == held.id)
    told_at, activated_at = (await session.execute(told)).one()
    money = (await money_of(session, [held.application_id])).get(held.application_id)
    days, today = place.policy.convert_days, local_date(now, place.timezone)
    if not days or told_at is None or activated_at is None or money is None or money.money_paid:
        raise StillInUse(held.application_id)
    if today < local_date(activated_at, place.timezone) + timedelta(days=days):
        raise StillInUse(held.application_id)
