"""Programs and groups of the catalogue."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs import actions
from services.programs.actions import NewGroup, NewProgram
from services.programs.models import Edition, Focus, Level, Offer, ProgramStatus, StudyForm
from services.programs.rules import LessonView

STARTS_ON = date(2026, 9, 1)
ENDS_ON = date(2027, 5, 31)
SATURDAY = ((5, "10:00", 90),)


async def add_program(
    session: AsyncSession,
    *,
    territory_id: int,
    provider_id: int,
    title: str = "Робототехника: первые шаги",
    summary: str = "Собираем и программируем простых роботов.",
    focus: Focus = Focus.TECH,
    ages: tuple[int, int] = (7, 10),
    service_code: str | None = None,
    hours: int = 72,
    hour_price: int = 15_000,
    is_payable: bool = True,
    status: ProgramStatus = ProgramStatus.PUBLISHED,
    **published: object,
) -> int:
    """A program; ``published`` are other columns of its edition."""
    program_id = await actions.add_program(
        session,
        NewProgram(
            territory_id=territory_id,
            provider_id=provider_id,
            title=title,
            summary=summary,
            focus=focus,
            form=StudyForm.FULL_TIME,
            level=Level.START,
            service_code=None,
            age_from=ages[0],
            age_to=ages[1],
            hours=hours,
            hour_price=hour_price,
            is_payable=is_payable,
            address="ул. Садовая, 1",
        ),
    )
    given = {"status": status, "service_code": service_code, **published}  # a code that no list spells, too
    await session.execute(update(Edition).where(Edition.program_id == program_id).values(**given))
    return program_id


async def add_group(
    session: AsyncSession,
    *,
    program_id: int,
    title: str = "Группа 1",
    capacity: int = 12,
    taken: int = 0,
    starts_on: date = STARTS_ON,
    ends_on: date = ENDS_ON,
    closed_on: date | None = None,
    lessons: Sequence[tuple[int, str, int]] = SATURDAY,
    **published: object,
) -> int:
    """A group; ``published`` are other columns of its offer."""
    group_id = await actions.add_group(
        session,
        NewGroup(
            program_id=program_id,
            title=title,
            capacity=capacity,
            taken=taken,
            starts_on=starts_on,
            ends_on=ends_on,
            closed_on=closed_on,
            lessons=tuple(LessonView(*lesson) for lesson in lessons),
        ),
    )
    if published:
        await session.execute(update(Offer).where(Offer.group_id == group_id).values(**published))
    return group_id
