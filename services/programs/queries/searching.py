"""Searching the catalogue by a typed text and a focus."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    TextualSelect,
    and_,
    bindparam,
    case,
    column,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import text as text_clause
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import INDEX, Edition, Focus, Group, Offer, ProgramStatus
from services.programs.queries.reading import MONTHS, lessons_of
from services.programs.queries.shelf import is_live
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
        return max(0, self.capacity - self.taken)


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
    dialect = session.get_bind().dialect.name
    shelf = _shelf(wish, _suits(wish, territory_id, focus, today), dialect)
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
        Edition.territory_id == territory_id,
        Edition.status == ProgramStatus.PUBLISHED,
        is_live(),
    ]
    if focus is not None:
        where.append(Edition.focus == focus)
    if wish.age is not None:
        where += [Offer.from_months < MONTHS * (wish.age + 1), Offer.below_months > MONTHS * wish.age]
    if wish.is_free:
        where.append(Edition.is_payable.is_(True))
    if wish.weekdays:
        where.append(Offer.weekdays.op("&")(sum(1 << day for day in wish.weekdays)) > 0)
    if today is not None:
        where.append(Offer.ends_on >= today)
    return where


def _shelf(wish: Understood, where: list[ColumnElement[bool]], dialect: str) -> Select[Any]:
    """One row per program that has the most of the words, with its best group, and how many there are in all."""
    has = [Edition.id.in_(_having(word, dialect)) for word in wish.words]
    score: ColumnElement[int] = sum((case((one, 1), else_=0) for one in has), literal(0))
    is_open = case((and_(Offer.closed_on.is_(None), Group.taken < Offer.capacity), 1), else_=0)
    suiting = (
        select(
            *(Edition.title, Edition.from_months, Edition.below_months, Edition.is_payable),
            *(Edition.hours, Edition.hour_price, Edition.program_id),
            *(Offer.group_id, Offer.capacity, Group.taken, Offer.closed_on),
            score.label("score"),
            is_open.label("is_open"),
            func.max(score).over().label("best"),
            func.count().over(partition_by=Edition.id).label("groups"),
            func.row_number()
            .over(partition_by=Edition.id, order_by=(is_open.desc(), Offer.starts_on, Offer.group_id))
            .label("place"),
        )
        .join(Offer, Offer.edition_id == Edition.id)
        .join(Group, Group.id == Offer.group_id)
        .where(*where, *([or_(*has)] if has else []))
        .subquery()
    )
    found = suiting.c
    return (
        select(suiting, func.count().over().label("total"))
        .where(found.place == 1, found.score == found.best)
        .order_by(found.is_open.desc(), found.title, found.program_id)
    )


def _having(word: str, dialect: str) -> TextualSelect:
    """Ids of the editions that have any normal form of a word."""
    if dialect == "sqlite":
        wanted = " OR ".join(f'"{form}"' for form in normal_forms(word))
        sql = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :wanted"  # noqa: S608 (a constant)
    else:
        wanted = " | ".join(f"'{form}'" for form in normal_forms(word))
        sql = f"SELECT rowid FROM {INDEX} WHERE title || topic || body @@ CAST(:wanted AS tsquery)"  # noqa: S608 (a constant)
    return text_clause(sql).bindparams(bindparam("wanted", wanted, unique=True)).columns(column("rowid"))


def _card(row: Row[Any], week: tuple[LessonView, ...]) -> Card:
    return Card(
        program_id=row.program_id,
        group_id=row.group_id,
        title=row.title,
        age_from=row.from_months // MONTHS,
        age_to=(row.below_months - 1) // MONTHS,
        is_payable=row.is_payable,
        nominal=nominal(row.hours, row.hour_price),
        capacity=row.capacity,
        taken=row.taken,
        closed_on=row.closed_on,
        groups=row.groups,
        lessons=week,
    )
