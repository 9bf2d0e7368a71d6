"""Pairs of records with one СНИЛС, as the desk compares them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application
from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.models import Child, ChildPair, PairState
from services.families.queries import ChildView, child
from services.identity.queries import Candidate, candidate

PAGE = 20


@dataclass(frozen=True, slots=True)
class PairRow:
    """A line of the list: numbers only."""

    id: int
    found_at: datetime
    state: PairState
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records: the child, the first representative, the applications (numbers)."""

    child: ChildView
    adult: Candidate
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two records to compare; once they are one, ``second`` is None."""

    id: int
    state: PairState
    found_at: datetime
    decided_at: datetime | None
    ground: str | None
    proposed_by: int | None
    may_take_back: bool
    first: Side
    second: Side | None

    @property
    def same_name(self) -> bool:
        """Whether both records spell the child's name alike (ё and е, blanks and hyphens do not count)."""
        return self.second is not None and plain(self.first.child.full_name) == plain(self.second.child.full_name)

    @property
    def same_birth(self) -> bool:
        """Whether both records have the same day of birth."""
        return self.second is not None and self.first.child.birth_date == self.second.child.birth_date


def plain(name: str) -> str:
    """A name without what people spell in two ways."""
    return "".join(one for one in name.casefold().replace("ё", "е") if one.isalnum())


def _of(clerk: Actor) -> ColumnElement[bool]:
    """Found in the clerk's territory, or one of the two children has a case there: that desk refuses the second one."""
    ours = Application.territory_id.in_(clerk.staff_territories)
    sides = or_(Application.child_id == ChildPair.first_id, Application.child_id == ChildPair.second_id)
    return or_(ChildPair.territory_id.in_(clerk.staff_territories), exists().where(sides, ours))


async def pairs(session: AsyncSession, clerk: Actor, *, page: int = 0) -> tuple[list[PairRow], int]:
    """Pairs of the clerk's territories, those to be compared first; and how many pages there are."""
    total: int = await session.scalar(select(func.count()).select_from(ChildPair).where(_of(clerk))) or 0
    is_open = ChildPair.state == PairState.OPEN
    rows = await session.scalars(
        select(ChildPair)
        .where(_of(clerk))
        .order_by(is_open.desc(), ChildPair.id.desc())
        .limit(PAGE)
        .offset(page * PAGE)
    )
    found = [PairRow(row.id, row.found_at, row.state, row.proposed_by is not None) for row in rows]
    return found, -(-total // PAGE)


async def to_compare(session: AsyncSession, clerk: Actor) -> int:
    """How many pairs of the clerk's territories wait for a word."""
    waits = _of(clerk) & (ChildPair.state == PairState.OPEN)
    return await session.scalar(select(func.count()).select_from(ChildPair).where(waits)) or 0


async def row_of(session: AsyncSession, clerk: Actor, pair_id: int, *, locked: bool = True) -> ChildPair:
    """The row, for this room's actions. Raises NotFound for another territory's."""
    mine = select(ChildPair).where(ChildPair.id == pair_id, _of(clerk))
    found = await session.scalar(mine.with_for_update() if locked else mine)
    if found is None:
        raise NotFound("pair")
    return found


async def pair(session: AsyncSession, clerk: Actor, pair_id: int) -> PairView:
    """Both records side by side. Raises NotFound for another territory's."""
    found = await row_of(session, clerk, pair_id, locked=False)
    merged = found.state is PairState.SAME
    first = await _side(session, await goes_on(session, found.first_id))
    second = None if merged else await _side(session, found.second_id)
    return PairView(
        id=found.id,
        state=found.state,
        found_at=found.found_at,
        decided_at=found.decided_at,
        ground=found.ground,
        proposed_by=found.proposed_by,
        may_take_back=merged and found.before is not None,
        first=first,
        second=second,
    )


async def goes_on(session: AsyncSession, child_id: int) -> int:
    """The record that goes on in place of this one: itself, or the one that it was joined to, however often."""
    while (onto := await session.scalar(select(Child.merged_into).where(Child.id == child_id))) is not None:
        child_id = onto
    return child_id


async def _side(session: AsyncSession, child_id: int) -> Side:
    whose = await child(session, child_id)
    numbers = await session.scalars(
        select(Application.id)
        .where(Application.child_id == child_id, Application.blocked_until.is_(None))
        .order_by(Application.id)
    )
    return Side(whose, await candidate(session, whose.parent_id), tuple(numbers))
