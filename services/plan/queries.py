"""The plan of a territory with its marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.plan import rules
from services.plan.models import PlanMark
from services.plan.rules import Due, Occurrence, State
from services.territories.queries import TerritoryView, territory
from services.territories.rules import PlanRow


@dataclass(frozen=True, slots=True)
class Mark:
    """What staff said of a row."""

    done_on: date
    note: str | None = field(repr=False)
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the plan: the act's words, its term, where it stands today. ``number`` counts from 1 in the plan."""

    key: str
    number: int
    item_no: str | None
    stage_no: int
    stage: str
    activity: str
    due: Due
    time: Occurrence
    result: str | None
    responsible: str | None
    state: State
    mark: Mark | None

    @property
    def label(self) -> str:
        """The number that the act prints, or the place in the plan."""
        return self.item_no or str(self.number)

    @property
    def is_late(self) -> bool:
        """It was done, but after its term."""
        return self.mark is not None and self.time.last_day is not None and self.mark.done_on > self.time.last_day


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows in the act's order; none if the act has no plan. ``last_year`` is the last year of the act."""

    territory: TerritoryView
    today: date
    last_year: int
    items: tuple[Item, ...]

    @property
    def is_over(self) -> bool:
        """The years of the act are over: what is not done is kept as it is."""
        return self.today.year > self.last_year

    def in_state(self, state: State) -> tuple[Item, ...]:
        """The rows that stand so; the earliest term first, those without a day last."""
        rows = (item for item in self.items if item.state is state)
        return tuple(sorted(rows, key=lambda item: (item.time.last_day or date.max, item.number)))

    def near(self, ahead: timedelta) -> tuple[Item, ...]:
        """The rows that wait and whose term comes within so many days."""
        until = self.today + ahead
        return tuple(
            item for item in self.in_state(State.WAITING) if item.time.last_day and item.time.last_day <= until
        )

    def stages(self) -> dict[int, tuple[Item, ...]]:
        """The rows by their stage, in the act's order."""
        found: dict[int, tuple[Item, ...]] = {}
        for item in self.items:
            found[item.stage_no] = (*found.get(item.stage_no, ()), item)
        return found

    def item(self, key: str) -> Item:
        """One row. Raises NotFound."""
        found = next((item for item in self.items if item.key == key), None)
        if found is None:
            raise NotFound("plan row")
        return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of a stage there are and are done; ``marked``: how many rows of the whole plan are done."""

    total: int
    done: int
    marked: int


async def plan(session: AsyncSession, actor: Actor, *, territory_id: int, now: datetime) -> Plan:
    """The plan of a territory that the actor serves, two small statements. Raises NotFound."""
    if territory_id not in actor.staff_territories:
        raise NotFound("territory")
    return await standing(session, await territory(session, territory_id), now=now)


async def standing(session: AsyncSession, land: TerritoryView, *, now: datetime) -> Plan:
    """The plan of a territory, whoever asks; one statement."""
    today, last_year = local_date(now, land.timezone), max(land.pack.years)
    marks = await _marks(session, land.id)
    items = tuple(
        _item(row, number, key, marks=marks.get(key, {}), today=today, years=land.pack.years)
        for number, (row, key) in enumerate(zip(land.pack.plan, rules.keys(land.pack.plan), strict=True), 1)
    )
    return Plan(land, today, last_year, items)


async def progress(session: AsyncSession, *, territory: TerritoryView, stage_no: int, until: date) -> Progress:
    """The marks of a stage with a day not after ``until``, in one statement; for counting, not for screens."""
    marks = await _marks(session, territory.id)
    stages = zip(rules.keys(territory.pack.plan), (row.stage_no for row in territory.pack.plan), strict=True)
    done = [stage for key, stage in stages if any(mark.done_on <= until for mark in marks.get(key, {}).values())]
    total = sum(row.stage_no == stage_no for row in territory.pack.plan)
    return Progress(total, done.count(stage_no), len(done))


async def _marks(session: AsyncSession, territory_id: int) -> dict[str, dict[str, Mark]]:
    """Row → period → its live mark."""
    rows = await session.execute(
        select(PlanMark.row_key, PlanMark.period, PlanMark.done_on, PlanMark.note, PlanMark.marked_at).where(
            PlanMark.territory_id == territory_id,
            PlanMark.undone_at.is_(None),
        ),
    )
    found: dict[str, dict[str, Mark]] = {}
    for row in rows:
        found.setdefault(row.row_key, {})[row.period] = Mark(row.done_on, row.note, row.marked_at)
    return found


def _item(row: PlanRow, number: int, key: str, *, marks: Mapping[str, Mark], today: date, years: Sequence[int]) -> Item:
    due = rules.due_of(row.due)
    time = rules.occurrence(due, marks, today=min(today, date(max(years), 12, 31)), first_year=min(years))
    mark = marks.get(time.period)
    done_on = None if mark is None else mark.done_on
    return Item(
        key=key,
        number=number,
        item_no=row.item_no,
        stage_no=row.stage_no,
        stage=row.stage,
        activity=row.activity,
        due=due,
        time=time,
        result=row.result,
        responsible=row.responsible,
        state=rules.state_of(time.last_day, done_on=done_on, today=today, last_year=max(years)),
        mark=mark,
    )
