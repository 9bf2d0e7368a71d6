"""Contracts in force as the feedback and indicators rooms meet them: every row below them, nothing of their rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, ApplicationStatus, Certificate, CertificateStatus
from services.contracts.models import Contract, ContractStatus
from services.core.models import Person
from services.families.models import Child
from services.feedback import actions as feedback
from services.feedback.models import Moment, Survey
from services.feedback.rules import times
from services.feedback.rules.counting import Span
from services.feedback.rules.templates import newest
from services.orders.models import OrderLine
from services.providers.models import Sector
from services.territories import actions as territories
from services.territories.models import Territory
from services.territories.queries import shipped_texts, territory
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

STARTS_ON = date(2026, 9, 1)
ENDS_ON = date(2027, 5, 31)
SIGNED_AT = datetime(2026, 8, 20, 5, tzinfo=UTC)
FIRST_LESSON_ENDS = datetime(2026, 9, 5, 5, tzinfo=UTC)

_numbers = count(1)


@dataclass(frozen=True)
class Made:
    """Ids of a contract and of what it stands on."""

    contract_id: int
    person_id: int
    child_id: int
    provider_id: int
    territory_id: int


async def add_territory(session: AsyncSession, slug: str = "seversk") -> int:
    await territories.load(session, text=shipped_texts()[f"{slug}.toml"], file=slug, now=SIGNED_AT)
    found = await session.scalar(select(Territory.id).where(Territory.slug == slug))
    assert found is not None
    return found


async def add_person(session: AsyncSession) -> int:
    person = Person(locale="ru", created_at=SIGNED_AT)
    session.add(person)
    await session.flush()
    return person.id


async def add_child(session: AsyncSession, parent_id: int, *, snils_index: str | None = None) -> int:
    child = Child(
        parent_id=parent_id,
        full_name="Ковалёв Тимур",
        birth_date="2018-05-04",
        snils="11223344595",
        snils_index=snils_index or f"index-{next(_numbers)}",
        category="none",
        created_at=SIGNED_AT,
    )
    session.add(child)
    await session.flush()
    return child.id


async def add_contract(
    session: AsyncSession,
    *,
    territory_id: int,
    sector: Sector = Sector.MUNICIPAL,
    provider_id: int | None = None,
    person_id: int | None = None,
    child_id: int | None = None,
    snils_index: str | None = None,
    service_code: str | None = None,
    starts_on: date = STARTS_ON,
    ends_on: date = ENDS_ON,
    status: ContractStatus = ContractStatus.IN_FORCE,
    first_lesson_ends_at: datetime | None = FIRST_LESSON_ENDS,
    in_force_at: datetime = SIGNED_AT,
) -> Made:
    person_id = person_id or await add_person(session)
    child_id = child_id or await add_child(session, person_id, snils_index=snils_index)
    provider_id = provider_id or await add_provider(session, territory_id=territory_id, sector=sector)
    program_id = await add_program(
        session, territory_id=territory_id, provider_id=provider_id, service_code=service_code
    )
    group_id = await add_group(session, program_id=program_id, starts_on=starts_on, ends_on=ends_on)
    application_id = await _application(
        session,
        territory_id=territory_id,
        parent_id=person_id,
        child_id=child_id,
        program_id=program_id,
        provider_id=provider_id,
        group_id=group_id,
    )
    certificate_id = await _certificate(session, territory_id, application_id, child_id, service_code)
    contract = Contract(
        application_id=application_id,
        certificate_id=certificate_id,
        territory_id=territory_id,
        provider_id=provider_id,
        parent_id=person_id,
        child_id=child_id,
        group_id=group_id,
        service_code=service_code,
        template="contract-1",
        text="Договор",
        digest="0" * 64,
        facts="{}",
        first_side="provider",
        status=status,
        made_at=SIGNED_AT,
        sign_by=date(2026, 8, 26),
        in_force_at=in_force_at,
        starts_on=starts_on,
        ends_on=ends_on,
        first_lesson_ends_at=first_lesson_ends_at,
    )
    session.add(contract)
    await session.flush()
    return Made(contract.id, person_id, child_id, provider_id, territory_id)


async def add_survey(
    session: AsyncSession,
    made: Made,
    *,
    moment: Moment = Moment.LESSONS,
    opened_at: datetime = FIRST_LESSON_ENDS,
    days: int = 30,
    counted_in: int | None = None,
    service_code: str | None = None,
) -> int:
    survey = Survey(
        template=newest(moment.subject, "").code,
        counted_in=None if moment is Moment.APPLYING else counted_in or (opened_at + timedelta(days=days)).year,
        service_code=service_code,
        contract_id=made.contract_id,
        person_id=made.person_id,
        territory_id=made.territory_id,
        provider_id=made.provider_id,
        moment=moment,
        opened_at=opened_at,
        closes_at=opened_at + timedelta(days=days),
    )
    session.add(survey)
    await session.flush()
    return survey.id


async def close_and_count(session: AsyncSession, territory_id: int, *, now: datetime) -> None:
    """Every survey of a territory is over now, and all voices are counted that can be."""
    land = await territory(session, territory_id)
    await session.execute(update(Survey).where(Survey.territory_id == territory_id).values(closes_at=now))
    while await feedback.close_due(session, now=now):
        pass
    month = times.period_of(times.last_day(now, land.timezone))
    while await feedback.release(session, land, until=month, over=Span.YEAR, now=now):
        pass


async def _application(session: AsyncSession, **ids: int) -> int:
    row = Application(
        **ids,
        school_year=2026,
        status=ApplicationStatus.ENROLLED,
        submitted_at=SIGNED_AT,
        due_on=date(2026, 8, 28),
    )
    session.add(row)
    await session.flush()
    return row.id


async def _certificate(
    session: AsyncSession,
    territory_id: int,
    application_id: int,
    child_id: int,
    service_code: str | None,
) -> int:
    line = OrderLine(
        territory_id=territory_id,
        year=2000 + next(_numbers),
        service_code=service_code,
        children_limit=9,
        hours_limit=9,
        money_limit=9,
    )
    session.add(line)
    await session.flush()
    row = Certificate(
        number=f"T-{next(_numbers)}",
        application_id=application_id,
        territory_id=territory_id,
        child_id=child_id,
        order_line_id=line.id,
        service_code=service_code,
        hours=72,
        nominal=1_000_000,
        valid_from=STARTS_ON,
        valid_to=ENDS_ON,
        status=CertificateStatus.ACTIVE,
        reserved_at=SIGNED_AT,
    )
    session.add(row)
    await session.flush()
    return row.id
