"""How many there were of each kind, how they ended, and how punctually: for the chief and for the dashboard."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.models import TO_ANSWER, Complaint, Kind, Outcome, State
from services.core.clock import local_date
from services.territories.queries import TerritoryView


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind in one calendar year. ``late_now`` are those whose term is over and whose answer is still owed."""

    kind: Kind
    filed: int
    waiting: int
    late_now: int
    answered: int
    in_time: int
    outcomes: dict[Outcome, int]
    forwarded: int
    withdrawn: int
    settled: int
    disputed: int

    @property
    def punctual(self) -> int | None:
        """Share answered in time of those answered or overdue, rounded down; None without any."""
        of = self.answered + self.late_now
        return 100 * self.in_time // of if of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All kinds of a year."""

    year: int
    kinds: tuple[KindFigures, ...]


async def figures(session: AsyncSession, *, place: TerritoryView, year: int, now: datetime) -> Figures:
    """What was filed in a calendar year of the territory's time. Numbers only: whoever may see the desk's figures."""
    first, last = (datetime(one, 1, 1, tzinfo=place.timezone) for one in (year, year + 1))
    today = local_date(now, place.timezone)
    waits = Complaint.state.in_(TO_ANSWER)
    answered = Complaint.is_late.is_not(None)
    rows = await session.execute(
        select(
            Complaint.kind,
            func.count(),
            _sum(waits),
            _sum(waits & (Complaint.due_on < today)),
            _sum(answered),
            _sum(Complaint.is_late.is_(False)),
            _sum(Complaint.state == State.FORWARDED),
            _sum(Complaint.state == State.WITHDRAWN),
            _sum(Complaint.is_settled.is_(True)),
            _sum(Complaint.is_settled.is_(False)),
            *(_sum(Complaint.outcome == one) for one in Outcome),
        )
        .where(Complaint.territory_id == place.id, Complaint.filed_at >= first, Complaint.filed_at < last)
        .group_by(Complaint.kind)
    )
    found = {row[0]: _kind(tuple(row)) for row in rows}
    nothing = (0,) * (9 + len(Outcome))
    return Figures(year, tuple(found.get(kind) or _kind((kind, *nothing)) for kind in Kind))


def _kind(row: tuple[Any, ...]) -> KindFigures:
    kind, filed, waiting, late, answered, in_time, forwarded, withdrawn, settled, disputed, *ends = row
    return KindFigures(
        kind=kind,
        filed=filed,
        waiting=waiting,
        late_now=late,
        answered=answered,
        in_time=in_time,
        outcomes=dict(zip(Outcome, ends, strict=True)),
        forwarded=forwarded,
        withdrawn=withdrawn,
        settled=settled,
        disputed=disputed,
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
