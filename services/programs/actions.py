"""Filling the catalogue, and taking and giving back seats."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import Invalid, NotFound
from services.identifiers import rules as identifiers
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models import Focus, Group, Lesson, Level, Program, ProgramStatus, StudyForm
from services.programs.rules import LessonView, search_text

FOCUS_WORDS = {
    Focus.TECH: "техническая техника technical technology engineering",
    Focus.SCIENCE: "естественно-научная наука science nature",
    Focus.SPORT: "физкультурно-спортивная спорт спортивная sport sports fitness",
    Focus.ART: "художественная искусство творчество art arts",
    Focus.TOURISM: "туристско-краеведческая туризм краеведение tourism hiking local history",
    Focus.SOCIAL: "социально-гуманитарная общество social humanities",
}
"""How people call a focus: its programs are found by these words too."""


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A program for the catalogue.

    ``hour_price`` in kopecks per person-hour; ``hours`` academic hours in the school year; ``keywords`` are only
    searched, never shown.
    """

    territory_id: int
    provider_id: int
    title: str
    summary: str
    focus: Focus
    form: StudyForm
    level: Level
    service_code: str | None
    age_from: int
    age_to: int
    hours: int
    hour_price: int
    address: str
    is_adapted: bool = False
    is_payable: bool = True
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group for the catalogue with its week."""

    program_id: int
    title: str
    capacity: int
    starts_on: date
    ends_on: date
    lessons: tuple[LessonView, ...]
    taken: int = 0
    closed_on: date | None = None


def _check(new: NewProgram) -> None:
    if not new.title.strip():
        raise Invalid("title", "blank")
    if not 0 <= new.age_from <= new.age_to:
        raise Invalid("ages", "range")
    if new.hours <= 0 or new.hour_price < 0:
        raise Invalid("hours", "range")


async def add_program(session: AsyncSession, new: NewProgram) -> int:
    """Publish a program; return its id.

    Raises Invalid for a blank title, ages that make no span, hours or a price that are not positive, or a service
    code that is not spelt as the federal list spells it.
    """
    _check(new)
    row = Program(
        territory_id=new.territory_id,
        provider_id=new.provider_id,
        title=new.title.strip(),
        summary=new.summary.strip(),
        focus=new.focus,
        form=new.form,
        level=new.level,
        service_code=None if new.service_code is None else identifiers.service_code(new.service_code),
        is_adapted=new.is_adapted,
        age_from=new.age_from,
        age_to=new.age_to,
        hours=new.hours,
        hour_price=new.hour_price,
        is_payable=new.is_payable,
        address=new.address.strip(),
        status=ProgramStatus.PUBLISHED,
        search_text=search_text(new.title, new.summary, new.keywords, FOCUS_WORDS[new.focus]),
    )
    session.add(row)
    await session.flush()
    return row.id


async def add_group(session: AsyncSession, new: NewGroup) -> int:
    """Open a group of a program; return its id.

    Raises Invalid for seats that cannot be, a last day before the first, or a week without a sensible lesson.
    """
    if not 0 <= new.taken <= new.capacity or new.capacity < 1:
        raise Invalid("seats", "range")
    if new.ends_on < new.starts_on:
        raise Invalid("dates", "range")
    if not new.lessons or not all(_is_sensible(lesson) for lesson in new.lessons):
        raise Invalid("lesson", "format")
    row = Group(
        program_id=new.program_id,
        title=new.title.strip(),
        capacity=new.capacity,
        taken=new.taken,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        closed_on=new.closed_on,
    )
    session.add(row)
    await session.flush()
    session.add_all(
        Lesson(group_id=row.id, weekday=lesson.weekday, starts_at=lesson.starts_at, minutes=lesson.minutes)
        for lesson in new.lessons
    )
    return row.id


async def take_seat(session: AsyncSession, group_id: int) -> None:
    """Take one seat of a group for a child; of two who want the last seat the database gives it to one.

    Raises GroupFull, EnrolmentClosed with the day, or NotFound.
    """
    taken = await session.execute(
        update(Group)
        .where(Group.id == group_id, Group.taken < Group.capacity, Group.closed_on.is_(None))
        .values(taken=Group.taken + 1)
        .returning(Group.id)
        .execution_options(synchronize_session=False),
    )
    if taken.one_or_none() is not None:
        return
    found = (await session.execute(select(Group.closed_on).where(Group.id == group_id))).one_or_none()
    if found is None:
        raise NotFound("group")
    raise GroupFull if found.closed_on is None else EnrolmentClosed(found.closed_on)


async def free_seat(session: AsyncSession, group_id: int) -> None:
    """Give back a seat that was taken. Raises NotFound; a seat nobody took is refused by the table as a defect."""
    freed = await session.execute(
        update(Group)
        .where(Group.id == group_id)
        .values(taken=Group.taken - 1)
        .returning(Group.id)
        .execution_options(synchronize_session=False),
    )
    if freed.one_or_none() is None:
        raise NotFound("group")


def _is_sensible(lesson: LessonView) -> bool:
    try:
        time.fromisoformat(lesson.starts_at)
    except ValueError:
        return False
    return lesson.weekday in range(7) and lesson.minutes > 0 and len(lesson.starts_at) == len("HH:MM")
