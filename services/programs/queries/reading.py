"""Reading groups: a group with its program and its week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Executable, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.programs.models import Edition, Focus, Group, Lesson, Level, Offer, ProgramStatus, StudyForm, Unpaid
from services.programs.queries.shelf import is_live
from services.programs.rules import LessonView, nominal

MONTHS = 12


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
    ovz: int
    from_months: int
    below_months: int
    hours: int
    hour_price: int
    is_payable: bool
    unpaid_why: Unpaid | None
    unpaid_item: str
    address: str
    latitude: float | None
    longitude: float | None
    status: ProgramStatus
    group_title: str
    capacity: int
    taken: int
    starts_on: date
    ends_on: date
    is_dated: bool
    closed_on: date | None
    opens_on: date | None
    closes_on: date | None
    price: int | None
    teachers: str
    lessons: tuple[LessonView, ...] = field(default=())

    @property
    def age_from(self) -> int:
        """The least age in full years; of 6.5 it is 6."""
        return self.from_months // MONTHS

    @property
    def age_to(self) -> int:
        """The greatest age in full years, inclusive."""
        return (self.below_months - 1) // MONTHS

    @property
    def free(self) -> int:
        """Seats that nobody has taken; none where the organiser made the group smaller than it is."""
        return max(0, self.capacity - self.taken)

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
    Edition.territory_id,
    Edition.provider_id,
    Edition.title,
    Edition.summary,
    Edition.focus,
    Edition.form,
    Edition.level,
    Edition.service_code,
    Edition.is_adapted,
    Edition.ovz,
    Offer.from_months,
    Offer.below_months,
    Offer.hours,
    Offer.hour_price,
    Edition.is_payable,
    Edition.unpaid_why,
    Edition.unpaid_item,
    Edition.address,
    Edition.latitude,
    Edition.longitude,
    case((Offer.is_withdrawn, ProgramStatus.HIDDEN), else_=Edition.status).label("status"),
    Offer.title.label("group_title"),
    Offer.capacity,
    Group.taken,
    Offer.starts_on,
    Offer.ends_on,
    Offer.is_dated,
    func.coalesce(Group.leaving_since, Offer.closed_on).label("closed_on"),
    Offer.opens_on,
    Offer.closes_on,
    Offer.price,
    Offer.teachers,
)
_PUBLISHED = (
    select(*_COLUMNS)
    .join(Offer, Offer.group_id == Group.id)
    .join(Edition, Edition.id == Offer.edition_id)
    .where(is_live())
    .order_by(Group.id)
)
_STANDS = Offer.is_withdrawn.is_(False)
_PROGRAM = select(Group.program_id).where(Group.id == bindparam("of")).scalar_subquery()
_ONE = _PUBLISHED.where(Group.id == bindparam("of"))
_SIBLINGS = _PUBLISHED.where(Group.program_id == _PROGRAM, _STANDS | (Group.id == bindparam("of")))
_WEEKS = (
    select(Offer.group_id, Lesson.weekday, Lesson.starts_at, Lesson.minutes)
    .join(Offer, Offer.id == Lesson.offer_id)
    .join(Edition, Edition.id == Offer.edition_id)
    .where(Offer.group_id.in_(bindparam("ids", expanding=True)), is_live())
    .order_by(Lesson.weekday, Lesson.starts_at, Lesson.id)
)
"""Every card asks these: building a statement takes as long as running it."""


async def group(session: AsyncSession, group_id: int) -> GroupView:
    """One group. Raises NotFound."""
    found = await _read(session, _ONE, {"of": group_id})
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
    return sorted(await _groups(session, (Group.program_id == program_id) & _STANDS), key=_openness)


async def groups_of_programs(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[GroupView]]:
    """All groups of each of the programs that have any, in two statements."""
    found: dict[int, list[GroupView]] = {}
    for view in await _groups(session, Group.program_id.in_(sorted(set(ids))) & _STANDS):
        found.setdefault(view.program_id, []).append(view)
    return found


async def groups_of_provider(session: AsyncSession, provider_id: int) -> list[GroupView]:
    """Everything that a provider publishes, by title."""
    found = await _groups(session, (Edition.provider_id == provider_id) & _STANDS)
    return sorted(found, key=lambda view: (view.title, view.program_id, view.group_title, view.id))


async def siblings(session: AsyncSession, group_id: int) -> list[GroupView]:
    """The group and the other groups of its program, in the order of ``groups_of``. Raises NotFound."""
    found = await _read(session, _SIBLINGS, {"of": group_id})
    if not found:
        raise NotFound("group")
    return sorted(found, key=_openness)


async def details(session: AsyncSession, program_id: int) -> str:
    """What is published of a program beyond its card: paragraphs of content, aims, results, equipment."""
    told = select(Edition.details).where(Edition.program_id == program_id, is_live())
    return await session.scalar(told) or ""


async def has_programs(session: AsyncSession, territory_id: int) -> bool:
    """Whether a territory's catalogue has anything at all."""
    found = select(Edition.id).where(Edition.territory_id == territory_id, is_live()).limit(1)
    return await session.scalar(found) is not None


async def lessons_of(session: AsyncSession, group_ids: Iterable[int]) -> dict[int, tuple[LessonView, ...]]:
    """The week of each group as published now, from Monday, in one statement."""
    rows = await session.execute(_WEEKS, {"ids": sorted(set(group_ids))})
    weeks: dict[int, tuple[LessonView, ...]] = {}
    for group_id, weekday, starts_at, minutes in rows:
        weeks[group_id] = (*weeks.get(group_id, ()), LessonView(weekday, starts_at, minutes))
    return weeks


def _openness(view: GroupView) -> tuple[bool, date, int]:
    return not view.is_open, view.starts_on, view.id


async def _groups(session: AsyncSession, where: ColumnElement[bool]) -> list[GroupView]:
    return await _read(session, _PUBLISHED.where(where), {})


async def _read(session: AsyncSession, published: Executable, known: dict[str, int]) -> list[GroupView]:
    rows = (await session.execute(published, known)).all()
    weeks = await lessons_of(session, [row.id for row in rows]) if rows else {}
    return [GroupView(**row._mapping, lessons=weeks.get(row.id, ())) for row in rows]  # noqa: SLF001 (SQLAlchemy's public name)
