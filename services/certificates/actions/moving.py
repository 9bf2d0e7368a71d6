"""Every step of an application: one guarded UPDATE by the table of transitions, and a line of its history."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, ApplicationStatus, ApplicationStep
from services.certificates.rules import lifecycle
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.families.queries import child_ids, family_child
from services.families.rules import Right
from services.programs.actions import free_seat


@dataclass(frozen=True, slots=True)
class Moved:
    """The facts of an application whose status was just moved."""

    id: int
    territory_id: int
    parent_id: int
    provider_id: int
    child_id: int
    program_id: int
    group_id: int
    due_on: date
    days_left: int | None
    proposed_by: int | None
    seat_held: bool
    transfer_of: int | None


@dataclass(frozen=True, slots=True)
class By:
    """Who makes a step: ``person_id`` is None for the system."""

    party: Party
    person_id: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the history says beside who and when; ``is_late`` is for decisions: after the term's last day."""

    code: str | None = None
    is_late: bool | None = None
    applied: list[dict[str, Any]] | None = None


_STEP = insert(ApplicationStep.__table__)  # type: ignore[arg-type]  # (the table of a class is a Table, typed as any FROM)
_BACK = (
    Application.id,
    Application.territory_id,
    Application.parent_id,
    Application.provider_id,
    Application.child_id,
    Application.program_id,
    Application.group_id,
    Application.due_on,
    Application.days_left,
    Application.proposed_by,
    Application.seat_held,
    Application.transfer_of,
)


async def shift(session: AsyncSession, deed: Deed, by: By, *which: ColumnElement[bool], **values: Any) -> list[Moved]:
    """Do a deed to the applications that ``which`` names and that stand where this party may do it; write no history.

    Of two people at once the database lets one through; the other gets an empty list.
    """
    moved = await session.execute(
        update(Application)
        .where(*which, Application.status.in_(lifecycle.sources(deed, by.party)))
        .values(status=lifecycle.end(deed), **values)
        .returning(*_BACK)
        .execution_options(synchronize_session=False),
    )
    rows: Sequence[Sequence[Any]] = moved.all()
    return [Moved(*row) for row in rows]


async def shift_one(session: AsyncSession, deed: Deed, by: By, *which: ColumnElement[bool], **values: Any) -> Moved:
    """Like :func:`shift`, for one. Raises NotFound when ``which`` names none, Stale when it stands elsewhere."""
    found = await shift(session, deed, by, *which, **values)
    if not found:
        await status_of(session, *which)
        raise Stale("application")
    return found[0]


async def move_one(
    session: AsyncSession, deed: Deed, by: By, *which: ColumnElement[bool], code: str | None = None, **values: Any
) -> Moved:
    """Do a deed to one application and write it down. Raises NotFound, Stale."""
    moved = await shift_one(session, deed, by, *which, **values)
    await note(session, deed, by, moved.id, line=Line(code))
    return moved


async def note(
    session: AsyncSession,
    deed: Deed,
    by: By,
    *numbers: int,
    line: Line | None = None,
) -> None:
    """Add a line to the history of applications whose status stands already."""
    await write(session, [written(deed, by, one, line) for one in numbers])


def written(deed: Deed, by: By, number: int, line: Line | None = None) -> dict[str, Any]:
    """A line of the history, for :func:`write`."""
    return {
        "application_id": number,
        "at": by.now,
        "deed": deed.value,
        "party": by.party.value,
        "person_id": by.person_id,
        "status": lifecycle.end(deed),
        **asdict(line or Line()),
    }


async def write(session: AsyncSession, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines to the history in one statement."""
    if lines:
        await session.execute(_STEP, lines)


async def status_of(session: AsyncSession, *which: ColumnElement[bool]) -> ApplicationStatus:
    """Where an application stands. Raises NotFound."""
    status = await session.scalar(select(Application.status).where(*which))
    if status is None:
        raise NotFound("application")
    return status


async def own_case(session: AsyncSession, actor: Actor, application_id: int) -> tuple[ColumnElement[bool], ...]:
    """The condition of a case for which the actor may act. Raises NotFound, RightMissing."""
    own = (Application.id == application_id, Application.child_id.in_(child_ids(actor.person_id)))
    child_id = await session.scalar(select(Application.child_id).where(*own))
    if child_id is None:
        raise NotFound("application")
    await family_child(session, actor, child_id, Right.ACT)
    return own


async def let_seat_go(session: AsyncSession, moved: Moved) -> None:
    """A seat that was held for an application which came to nothing is free again."""
    if await use_held_seat(session, moved):
        await free_seat(session, moved.group_id)


async def use_held_seat(session: AsyncSession, moved: Moved) -> bool:
    """Whether a seat was held for the application; it is its own from now on, and held no more."""
    if moved.seat_held:
        mine = update(Application).where(Application.id == moved.id).values(seat_held=False)
        await session.execute(mine.execution_options(synchronize_session=False))
    return moved.seat_held
