"""Read families. A child is found through its parent; only services above may ask by the child's number alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Executable, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.errors import NotFound
from services.families.models import Child, Representative
from services.families.rules import Limits, first_name
from services.forms import queries as drafts
from services.forms.rules import CHILD, REPRESENTATIVE
from services.territories import queries as territories

DEFAULT_LIMITS = Limits(5, 18, ZoneInfo("Europe/Moscow"))
"""Before a territory is chosen: children from 5 to 17 (the federal project «Успех каждого ребёнка»)."""


@dataclass(frozen=True, slots=True)
class ChildView:
    """A child as its own parent, or a case, needs it. ``category``: none, ovz or disabled.

    ``nickname`` is what the chat may call the child, empty if the parent chose none; ``place`` is the child's number in
    the family, from 1.
    """

    id: int
    parent_id: int
    full_name: str
    first_name: str
    birth_date: date
    category: str
    nickname: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class RepresentativeView:
    """The parent as the contract names them; the phone is in E.164."""

    person_id: int
    full_name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a parent stands on the way to a child: ``answered`` of ``questions`` of the form that is next.

    ``is_known``: the parent's own details are there, so the ground of asking was shown before.
    """

    is_known: bool
    form: str
    answered: int
    questions: int


async def representative(session: AsyncSession, person_id: int) -> RepresentativeView | None:
    """The parent's own details, if they were given."""
    row = (
        await session.execute(
            select(Representative.full_name, Representative.phone).where(Representative.person_id == person_id),
        )
    ).one_or_none()
    return None if row is None else RepresentativeView(person_id, row.full_name, row.phone)


async def children(session: AsyncSession, actor: Actor) -> list[ChildView]:
    """The actor's own children, in the order in which they were added."""
    return await child_views(session, Child.parent_id == actor.person_id)


async def own_child(session: AsyncSession, actor: Actor, child_id: int) -> ChildView:
    """One of the actor's own children. Raises NotFound, for another parent's child too."""
    return await _one(session, Child.id == child_id, Child.parent_id == actor.person_id)


async def child_views(session: AsyncSession, *where: ColumnElement[bool]) -> list[ChildView]:
    """Children by a condition of this room."""
    return await known_views(session, children_where(*where), {})


async def known_views(session: AsyncSession, statement: Executable, known: Mapping[str, Any]) -> list[ChildView]:
    """Children by a statement that was built before (``children_where``)."""
    return [_view(row) for row in await session.execute(statement, known)]


async def child(session: AsyncSession, child_id: int) -> ChildView:
    """A child by its number, for services that have checked the case already. Raises NotFound."""
    return await _one(session, Child.id == child_id)


async def limits(session: AsyncSession, actor: Actor) -> Limits:
    """The ages and the calendar of the actor's territory. Raises NotFound if there is no such territory."""
    if actor.territory_id is None:
        return DEFAULT_LIMITS
    view = await territories.territory(session, actor.territory_id)
    return Limits(view.policy.age_min, view.policy.age_max_exclusive, view.timezone)


async def standing(session: AsyncSession, actor: Actor) -> Standing:
    """What a parent who wants to add a child has done so far: an unfinished form is offered to be resumed."""
    known = await representative(session, actor.person_id) is not None
    form = CHILD if known else REPRESENTATIVE
    answers = await drafts.draft(session, actor, form.code)
    return Standing(known, form.code, len(form.answered(answers)), len(form.asked(answers)))


_SIBLING = aliased(Child)
_PLACE = (
    select(func.count())
    .select_from(_SIBLING)
    .where(_SIBLING.parent_id == Child.parent_id, _SIBLING.id <= Child.id)
    .correlate(Child)
    .scalar_subquery()
)
_COLUMNS = (
    *(Child.id, Child.parent_id, Child.full_name, Child.birth_date, Child.category, Child.nickname),
    _PLACE.label("place"),
)


def children_where(*where: ColumnElement[bool]) -> Select[Any]:
    """What is read of children, in the order in which they were added."""
    return select(*_COLUMNS).where(Child.merged_into.is_(None), *where).order_by(Child.id)


async def _one(session: AsyncSession, *where: ColumnElement[bool]) -> ChildView:
    row = (await session.execute(children_where(*where))).one_or_none()
    if row is None:
        raise NotFound("child")
    return _view(row)


def _view(row: Sequence[Any]) -> ChildView:
    number, parent_id, full_name, birth_date, category, nickname, place = row
    born = date.fromisoformat(birth_date)
    return ChildView(number, parent_id, full_name, first_name(full_name), born, category, nickname or "", place)


async def called(session: AsyncSession, child_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """What the chat may call children: the nickname, which may be empty, and the number in the family."""
    rows = await session.execute(select(Child.id, Child.nickname, _PLACE).where(Child.id.in_(child_ids)))
    return {number: (nickname or "", place) for number, nickname, place in rows}


def twins_of(child_id: BindParameter[int] | int) -> Select[int]:
    """Numbers of the other records with the СНИЛС of this child, whoever entered them: for rooms above."""
    one, other = aliased(Child), aliased(Child)
    return (
        select(other.id)
        .join(one, one.snils_index == other.snils_index)
        .where(one.id == child_id, other.id != child_id, other.merged_into.is_(None))
    )


def records_of(child_id: BindParameter[int]) -> Select[int]:
    """Numbers of all records with the СНИЛС of this child, itself too, in one order: to be locked."""
    own = aliased(Child)
    index = select(own.snils_index).where(own.id == child_id).scalar_subquery()
    return select(Child.id).where(Child.snils_index == index).order_by(Child.id)


async def children_with_snils(session: AsyncSession, snils: str) -> list[int]:
    """Ids of the children with this СНИЛС (11 digits), of whatever parent: two may have added the same child."""
    index = keyring().blind_index(snils, "snils")
    return list(await session.scalars(select(Child.id).where(Child.snils_index == index).order_by(Child.id)))
