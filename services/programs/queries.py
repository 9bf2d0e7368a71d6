"""Reading the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.programs.models import Focus, Group, Lesson, Level, Program, ProgramStatus, StudyForm
from services.programs.rules import LessonView, Understood, nominal, normal_forms, understand

PAGE = 6
"""Programs on one page of a list."""
LAST_PAGE = 10_000


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


@dataclass(frozen=True, slots=True)
class Card:
    """A program in a list, with the best of its groups that suit: an open one first, then the earliest."""

    program_id: int
    group_id: int
    title: str
    age_from: int
    age_to: int
    is_payable: bool
    nominal: int
    capacity: int
    taken: int
    closed_on: date | None
    groups: int
    lessons: tuple[LessonView, ...] = field(default=())

    @property
    def free(self) -> int:
        """Seats of the best group that nobody has taken."""
        return self.capacity - self.taken


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what suits. ``understood`` is None if the typed text had nothing to read (emoji alone)."""

    items: list[Card]
    total: int
    page: int
    pages: int
    understood: Understood | None


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
    for group_id, *lesson in rows:
        weeks[group_id] = (*weeks.get(group_id, ()), LessonView(*lesson))
    return weeks


def _openness(view: GroupView) -> tuple[bool, date, int]:
    return not view.is_open, view.starts_on, view.id


async def _groups(session: AsyncSession, where: ColumnElement[bool]) -> list[GroupView]:
    rows = (await session.execute(select(*_COLUMNS).join(Program).where(where).order_by(Group.id))).all()
    weeks = await lessons_of(session, [row.id for row in rows]) if rows else {}
    return [GroupView(*row, lessons=weeks.get(row.id, ())) for row in rows]


async def search(
    session: AsyncSession,
    *,
    territory_id: int,
    text: str | None,
    focus: Focus | None,
    page: int,
    today: date | None = None,
) -> Found:
    """Published programs of a territory that suit a typed text and a focus, six on a page, in two statements.

    All words first; if no program has them all, those with the most of them (``understood.relaxed``). With ``today``
    groups whose course is over are left out. A page past the end shows the first.
    """
    wish = understand(text) if text else Understood()
    if wish is None:
        return Found([], 0, 0, 0, None)
    page = min(max(page, 0), LAST_PAGE)
    shelf = _shelf(wish, _suits(wish, territory_id, focus, today))
    rows = (await session.execute(shelf.limit(PAGE).offset(page * PAGE))).all()
    if not rows and page > 0:
        return await search(session, territory_id=territory_id, text=text, focus=focus, page=0, today=today)
    weeks = await lessons_of(session, [row.group_id for row in rows]) if rows else {}
    total = rows[0].total if rows else 0
    is_relaxed = any(row.score < len(wish.words) for row in rows)
    cards = [_card(row, weeks.get(row.group_id, ())) for row in rows]
    return Found(cards, total, page, -(-total // PAGE), replace(wish, relaxed=is_relaxed))


def _suits(wish: Understood, territory_id: int, focus: Focus | None, today: date | None) -> list[ColumnElement[bool]]:
    """The filters that a group and its program must pass whatever the words."""
    where = [Program.territory_id == territory_id, Program.status == ProgramStatus.PUBLISHED]
    if focus is not None:
        where.append(Program.focus == focus)
    if wish.age is not None:
        where += [Program.age_from <= wish.age, Program.age_to >= wish.age]
    if wish.is_free:
        where.append(Program.is_payable)
    if wish.weekdays:
        where.append(Group.id.in_(select(Lesson.group_id).where(Lesson.weekday.in_(wish.weekdays))))
    if today is not None:
        where.append(Group.ends_on >= today)
    return where


def _shelf(wish: Understood, where: list[ColumnElement[bool]]) -> Select[Any]:
    """One row per program that has the most of the words, with its best group, and how many there are in all."""
    has = [
        or_(*(Program.search_text.contains(f" {form} ", autoescape=True) for form in normal_forms(word)))
        for word in wish.words
    ]
    score: ColumnElement[int] = sum((case((one, 1), else_=0) for one in has), literal(0))
    is_open = case((and_(Group.closed_on.is_(None), Group.taken < Group.capacity), 1), else_=0)
    suiting = (
        select(
            *(Program.title, Program.age_from, Program.age_to, Program.is_payable, Program.hours, Program.hour_price),
            *(Group.program_id, Group.id.label("group_id"), Group.capacity, Group.taken, Group.closed_on),
            score.label("score"),
            is_open.label("is_open"),
            func.max(score).over().label("best"),
            func.count().over(partition_by=Program.id).label("groups"),
            func.row_number()
            .over(partition_by=Program.id, order_by=(is_open.desc(), Group.starts_on, Group.id))
            .label("place"),
        )
        .join(Group)
        .where(*where, *([or_(*has)] if has else []))
        .subquery()
    )
    found = suiting.c
    return (
        select(suiting, func.count().over().label("total"))
        .where(found.place == 1, found.score == found.best)
        .order_by(found.is_open.desc(), found.title, found.program_id)
    )


def _card(row: Row[Any], week: tuple[LessonView, ...]) -> Card:
    return Card(
        program_id=row.program_id,
        group_id=row.group_id,
        title=row.title,
        age_from=row.age_from,
        age_to=row.age_to,
        is_payable=row.is_payable,
        nominal=nominal(row.hours, row.hour_price),
        capacity=row.capacity,
        taken=row.taken,
        closed_on=row.closed_on,
        groups=row.groups,
        lessons=week,
    )
