"""What a family's certificates have left, by the ledger."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import holidays
from services.certificates.models import Certificate
from services.certificates.queries.amounts import Money
from services.certificates.rules.cover import cover
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import child_ids
from services.orders.queries import held, last_paid
from services.programs.queries import GroupView
from services.programs.rules import lesson_days
from services.territories.queries import TerritoryView


@dataclass(frozen=True, slots=True)
class Left:
    """What a child's certificates have left together, kopecks."""

    child_id: int
    kopecks: int


async def left(session: AsyncSession, actor: Actor, *, today: date) -> list[Left]:
    """The money that the children of the actor's families have left, by child; those who have none are left out.

    What is reserved for a contract or bound by one and not yet paid, of certificates whose term is not over.
    """
    rows = await session.execute(
        select(Certificate.application_id, Certificate.child_id)
        .where(Certificate.child_id.in_(child_ids(actor.person_id)), Certificate.valid_to >= today)
        .order_by(Certificate.child_id, Certificate.id)
    )
    cases = {row.application_id: row.child_id for row in rows}
    money = await held(session, cases)
    found: defaultdict[int, int] = defaultdict(int)
    for number, child_id in cases.items():
        if number in money:
            found[child_id] += money[number].money_left
    return [Left(child_id, kopecks) for child_id, kopecks in found.items() if kopecks]


class Term(Protocol):
    """What must be known of a certificate: a ``CertificateView`` has it, and a row."""

    @property
    def application_id(self) -> int: ...
    @property
    def nominal(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date: ...


async def money_of(session: AsyncSession, certificate: Term, wanted: GroupView, place: TerritoryView) -> Money | None:
    """What the ledger says of one certificate and how far that goes; None where nothing was ever held."""
    number = certificate.application_id
    if (has := (await held(session, [number])).get(number)) is None:
        return None
    first, last = max(wanted.starts_on, certificate.valid_from), min(wanted.ends_on, certificate.valid_to)
    course = lesson_days(wanted.lessons, first, last, await holidays(session, first, last))
    paid = (await last_paid(session, [number])).get(number)
    since = None if paid is None else local_date(paid, place.timezone)
    goes = cover(has.money_left, nominal=certificate.nominal, course=course, since=since)
    return Money(has.money_reserved, has.money_committed, has.money_paid, goes)
