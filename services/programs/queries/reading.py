"""Reading groups: a group with its program and its week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.programs.models import Focus, Group, Lesson, Level, Program, ProgramStatus, StudyForm
from services.programs.rules import LessonView, nominal


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its program: all that decides about money, age and days. Prices are in kopecks."""

    id: int
    program_id: int
    territory_id: int
    provider_id: int
    title: str
    summary: str
    focus: Focus
    form: StudyForm
    level: Level
    service_code: str | None
    is_adapted: bool
    age_from: int
    age_to: int
    hours: int
    hour_price: int
    is_payable: bool
    address: str
    status: ProgramStatus
    group_title: str
    capacity: int
    taken: int
    starts_on: date
    ends_on: date
    closed_on: date | None
    lessons: tuple[LessonView, ...] = field(default=())

    @property
    def free(self) -> int:
        """Seats that nobody has taken."""
        return self.capacity - self.taken

    @property
    def nominal(self) -> int:
        """What the whole course costs, kopecks."""
        return nominal(self.hours, self.hour_price)

    @property
    def is_open(self) -> bool:
        """Takes children today: published, has a seat, enrolment is not closed."""
        return self.status is ProgramStatus.PUBLISHED and self.closed_on is None and self.free > 0


_COLUMNS = (
    Group.id,
    Group.program_id,
    Program.territory_id,
    Program.provider_id,
    Program.title,
    Program.summary,
    Program.focus,
    Program.form,
    Program.level,
    Program.service_code,
    Program.is_adapted,
    Program.age_from,
    Program.age_to,
    Program.hours,
    Program.hour_price,
    Program.is_payable,
    Program.address,
    Program.status,
    Group.title.label("group_title"),
    Group.capacity,
    Group.taken,
    Group.starts_on,
    Group.ends_on,
    Group.closed_on,
)


async def group(session: AsyncSession, group_id: int) -> GroupView:
    """One group. Raises NotFound."""
    found = await _groups(session, Group.id == group_id)
    if not found:
        raise NotFound("group")
    return found[0]


async def groups(session: AsyncSession, ids: Iterable[int]) -> dict[int, GroupView]:
    """Those of the groups that exist, by id, in two statements."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {view.id: view for view in await _groups(session, Group.id.in_(wanted))}


async def groups_of(session: AsyncSession, program_id: int) -> list[GroupView]:
    """All groups of a program, those that take children first, then by their first day."""
    return sorted(await _groups(session, Group.program_id == program_id), key=_openness)


async def siblings(session: AsyncSession, group_id: int) -> list[GroupView]:
    """The group and the other groups of its program, in the order of ``groups_of``. Raises NotFound."""
    program = select(Group.program_id).where(Group.id == group_id).scalar_subquery()
    found = await _groups(session, Group.program_id == program)
    if not found:
        raise NotFound("group")
    return sorted(found, key=_openness)


async def has_programs(session: AsyncSession, territory_id: int) -> bool:
    """Whether a territory's catalogue has anything at all."""
    return await session.scalar(select(Program.id).where(Program.territory_id == territory_id).limit(1)) is not None


async def lessons_of(session: AsyncSession, group_ids: Iterable[int]) -> dict[int, tuple[LessonView, ...]]:
    """The week of each group, from Monday, in one statement."""
    rows = await session.execute(
        select(Lesson.group_id, Lesson.weekday, Lesson.starts_at, Lesson.minutes)
        .where(Lesson.group_id.in_(sorted(set(group_ids))))
        .order_by(Lesson.weekday, Lesson.starts_at, Lesson.id),
    )
    weeks: dict[int, tuple[LessonView, ...]] = {}
    for group_id, weekday, starts_at, minutes in rows:
        weeks[group_id] = (*weeks.get(group_id, ()), LessonView(weekday, starts_at, minutes))
    return weeks


def _openness(view: GroupView) -> tuple[bool, date, int]:
    return not view.is_open, view.starts_on, view.id


async def _groups(session: AsyncSession, where: ColumnElement[bool]) -> list[GroupView]:
    rows = (await session.execute(select(*_COLUMNS).join(Program).where(where).order_by(Group.id))).all()
    weeks = await lessons_of(session, [row.id for row in rows]) if rows else {}
    return [GroupView(**row._mapping, lessons=weeks.get(row.id, ())) for row in rows]  # noqa: SLF001 (SQLAlchemy's public name)
