"""Searching the catalogue by a typed text and a focus."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Focus, Group, Lesson, Program, ProgramStatus
from services.programs.queries.reading import lessons_of
from services.programs.rules import LessonView, Understood, nominal, normal_forms, understand

PAGE = 6
"""Programs on one page of a list."""
LAST_PAGE = 10_000


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
    where: list[ColumnElement[bool]] = [
        Program.territory_id == territory_id,
        Program.status == ProgramStatus.PUBLISHED,
    ]
    if focus is not None:
        where.append(Program.focus == focus)
    if wish.age is not None:
        where += [Program.age_from <= wish.age, Program.age_to >= wish.age]
    if wish.is_free:
        where.append(Program.is_payable.is_(True))
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
