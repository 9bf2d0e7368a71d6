"""Programs and groups of the catalogue."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.actions import FOCUS_WORDS
from services.programs.models import Focus, Group, Lesson, Level, Program, ProgramStatus, StudyForm
from services.programs.rules import search_text

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
) -> int:
    row = Program(
        territory_id=territory_id,
        provider_id=provider_id,
        title=title,
        summary=summary,
        focus=focus,
        form=StudyForm.FULL_TIME,
        level=Level.START,
        service_code=service_code,
        is_adapted=False,
        age_from=ages[0],
        age_to=ages[1],
        hours=hours,
        hour_price=hour_price,
        is_payable=is_payable,
        address="ул. Садовая, 1",
        status=status,
        search_text=search_text(title, summary, FOCUS_WORDS[focus]),
    )
    session.add(row)
    await session.flush()
    return row.id


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
) -> int:
    row = Group(
        program_id=program_id,
        title=title,
        capacity=capacity,
        taken=taken,
        starts_on=starts_on,
        ends_on=ends_on,
        closed_on=closed_on,
    )
    session.add(row)
    await session.flush()
    session.add_all(
        Lesson(group_id=row.id, weekday=weekday, starts_at=starts_at, minutes=minutes)
        for weekday, starts_at, minutes in lessons
    )
    await session.flush()
    return row.id
