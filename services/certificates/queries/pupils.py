"""Who goes to a provider's groups: the list that a teacher needs, with names. For pages alone, never for a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, ApplicationStatus
from services.certificates.queries.cases import OPEN
from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.queries import child, representative
from services.programs.queries import GroupView, group, groups

AT_ONCE = 30
"""Pupils on a page: each of them is a line of the journal of access."""
_SEATED = (ApplicationStatus.AWAITING_CONTRACT, ApplicationStatus.ENROLLED)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with how many children have a seat in it."""

    group: GroupView
    pupils: int


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child with a seat, and whom to call; ``is_enrolled`` once the contract is in force."""

    application_id: int
    parent_id: int
    full_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    parent_name: str = field(repr=False)
    phone: str = field(repr=False)
    is_enrolled: bool


@dataclass(frozen=True, slots=True)
class Pupils:
    """A page of a group's list; ``page`` counts from 0 and is there."""

    group: GroupView
    items: list[Pupil]
    page: int
    pages: int


async def groups_of_provider(session: AsyncSession, actor: Actor) -> list[GroupLine]:
    """Groups of the actor's providers in which somebody has a seat, by name."""
    seated = select(Application.group_id, func.count().label("many")).where(_theirs(actor))
    rows = await session.execute(seated.group_by(Application.group_id))
    many = {row.group_id: row.many for row in rows}
    known = await groups(session, many)
    lines = [GroupLine(known[one], count) for one, count in many.items() if one in known]
    return sorted(lines, key=lambda line: (line.group.title, line.group.group_title, line.group.id))


async def pupils(session: AsyncSession, actor: Actor, group_id: int, page: int = 0) -> Pupils:
    """The children of one group, in the order in which they applied. Raises NotFound for another provider's group."""
    wanted = await group(session, group_id)
    if wanted.provider_id not in actor.providers:
        raise NotFound("group")
    whose = _theirs(actor) & (Application.group_id == group_id)
    total = await session.scalar(select(func.count()).select_from(Application).where(whose)) or 0
    page = min(max(page, 0), max(total - 1, 0) // AT_ONCE)
    rows = await session.execute(
        select(Application.id, Application.parent_id, Application.child_id, Application.status)
        .where(whose)
        .order_by(Application.id)
        .limit(AT_ONCE)
        .offset(page * AT_ONCE),
    )
    items = [await _pupil(session, row) for row in rows.all()]
    return Pupils(wanted, items, page, max(1, -(-total // AT_ONCE)))


async def _pupil(session: AsyncSession, row: Sequence[Any]) -> Pupil:
    number, parent_id, child_id, status = row
    one, own = await child(session, child_id), await representative(session, parent_id)
    return Pupil(
        number,
        parent_id,
        one.full_name,
        one.birth_date,
        own.full_name if own is not None else "",
        own.phone if own is not None else "",
        status is ApplicationStatus.ENROLLED,
    )


def _theirs(actor: Actor) -> ColumnElement[bool]:
    return Application.provider_id.in_(actor.providers) & Application.status.in_(_SEATED) & OPEN
