"""Who besides the first representative sees a child, acts for the child, or signs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.errors import RightMissing
from services.families.models import Child, FamilyInvite, Share
from services.families.queries.reading import ChildView, child, child_views, children_where, known_views, representative
from services.families.rules import AT_LEAST, Kin, Right, invite_digest
from services.staff.errors import InviteUnusable

Person = int | BindParameter[int]
"""A person's number, or its place in a statement that is built once."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of a child's family; ``share_id`` is None for the first representative, who is never removed."""

    share_id: int | None
    person_id: int
    full_name: str | None
    right: Right
    kin: Kin
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Footing:
    """A child, and what the actor is to the child and may do."""

    child: ChildView
    right: Right
    kin: Kin

    @property
    def may_act(self) -> bool:
        """Whether the actor acts for the child."""
        return self.right in AT_LEAST[Right.ACT]

    @property
    def may_open(self) -> bool:
        """Whether the child's papers are open to the actor: to whoever acts, and to the child from 14 on."""
        return self.may_act or self.kin is Kin.CHILD


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation offers; nothing of the child is told but what the chat calls them."""

    child_id: int
    right: Right
    kin: Kin


def of_family(person_id: Person, right: Right = Right.SEE) -> ColumnElement[bool]:
    """Children of this person, and those in whose family the person has at least this right."""
    return and_(Child.merged_into.is_(None), or_(Child.parent_id == person_id, Child.id.in_(_shared(person_id, right))))


def child_ids(person_id: Person, right: Right = Right.SEE) -> Select[int]:
    """The same as numbers, for rooms above; of a parameter, for a statement that is built once."""
    return select(Child.id).where(of_family(person_id, right))


def own_child_ids(person_id: int) -> Select[int]:
    """Numbers of the children whose first representative the person is."""
    return select(Child.id).where(Child.parent_id == person_id)


def _shared(person_id: Person, right: Right) -> Select[int]:
    return select(Share.child_id).where(
        Share.person_id == person_id, Share.until.is_(None), Share.right.in_(AT_LEAST[right])
    )


_OF_FAMILY = children_where(Child.id == bindparam("child"), of_family(bindparam("person")))
_OWNER, _OTHERS = Child.__table__.c, Share.__table__.c
_PEOPLE = union(
    select(_OWNER.parent_id).where(_OWNER.id == bindparam("child")),
    select(_OTHERS.person_id).where(_OTHERS.child_id == bindparam("child"), _OTHERS.until.is_(None)),
)
"""Every application asks these two: building a statement takes as long as running it."""


async def family_children(session: AsyncSession, actor: Actor, right: Right = Right.SEE) -> list[ChildView]:
    """Own children and those of the families of which the actor is."""
    return await child_views(session, of_family(actor.person_id, right))


async def family_child(session: AsyncSession, actor: Actor, child_id: int, right: Right) -> ChildView:
    """A child for whom the actor may do this. Raises NotFound for a stranger's, RightMissing for a weaker right."""
    found = await known_views(session, _OF_FAMILY, {"child": child_id, "person": actor.person_id})
    if not found:
        raise NotFound("child")
    may = found[0].parent_id == actor.person_id or await child_views(
        session, Child.id == child_id, of_family(actor.person_id, right)
    )
    if not may:
        raise RightMissing(right)
    return found[0]


async def is_in_family(session: AsyncSession, actor: Actor, snils_index: str) -> bool:
    """Whether a child with this СНИЛС (its digest) is of a family of the actor already."""
    known = select(Child.id).where(Child.snils_index == snils_index, of_family(actor.person_id))
    return await session.scalar(known.limit(1)) is not None


async def footing(session: AsyncSession, actor: Actor, child_id: int) -> Footing:
    """What the actor is to a child. Raises NotFound for a stranger's."""
    found = await child_views(session, Child.id == child_id, of_family(actor.person_id))
    if not found:
        raise NotFound("child")
    (whose,) = found
    if whose.parent_id == actor.person_id:
        return Footing(whose, Right.SIGN, Kin.ADULT)
    share = select(Share.right, Share.kin).where(
        Share.child_id == child_id, Share.person_id == actor.person_id, Share.until.is_(None)
    )
    return Footing(whose, *(await session.execute(share)).one())


async def people_of(session: AsyncSession, child_id: int, *also: int) -> list[int]:
    """Everybody who may see the child, to be told of the child's cases; ``also`` are told in any case."""
    found = set(await session.scalars(_PEOPLE, {"child": child_id}))
    return sorted(found | set(also))


async def party(session: AsyncSession, actor: Actor, whose: ChildView) -> int:
    """Who is a side of what the actor files: the actor who may sign and is known, else the first representative."""
    if whose.parent_id == actor.person_id:
        return actor.person_id
    can_sign = await child_views(session, Child.id == whose.id, of_family(actor.person_id, Right.SIGN))
    is_known = await representative(session, actor.person_id) is not None
    return actor.person_id if can_sign and is_known else whose.parent_id


async def family(session: AsyncSession, actor: Actor, child_id: int) -> list[Relative]:
    """The family of a child of which the actor is. Raises NotFound."""
    whose = await family_child(session, actor, child_id, Right.SEE)
    rows = await session.execute(
        select(Share.id, Share.person_id, Share.right, Share.kin, Share.since)
        .where(Share.child_id == child_id, Share.until.is_(None))
        .order_by(Share.id)
    )
    found = [Relative(None, whose.parent_id, await _name(session, whose.parent_id), Right.SIGN, Kin.ADULT, None)]
    for row in rows:
        name = whose.full_name if row.kin is Kin.CHILD else await _name(session, row.person_id)
        found.append(Relative(row.id, row.person_id, name, row.right, row.kin, row.since))
    return found


async def invitation(session: AsyncSession, *, code: str, now: datetime) -> Invitation:
    """What this code offers. Raises InviteUnusable for one unknown, used or out of date."""
    row = (
        await session.execute(
            select(FamilyInvite.child_id, FamilyInvite.right, FamilyInvite.kin).where(
                FamilyInvite.code_hash == invite_digest(code),
                FamilyInvite.used_at.is_(None),
                FamilyInvite.expires_at > now,
            )
        )
    ).one_or_none()
    if row is None:
        raise InviteUnusable
    return Invitation(*row)


async def heirs(session: AsyncSession, person_id: int) -> dict[int, int]:
    """Own children who have another adult with the right to sign → that adult: nobody is left without a family."""
    rows = await session.execute(
        select(Share.child_id, Share.person_id)
        .join(Child, Child.id == Share.child_id)
        .where(Child.parent_id == person_id, Share.until.is_(None), Share.right == Right.SIGN, Share.kin == Kin.ADULT)
        .order_by(Share.id.desc())
    )
    return {row.child_id: row.person_id for row in rows}


async def joined_by(session: AsyncSession, person_id: int) -> dict[int, int]:
    """Children of other families of which a person is → the first representative of each."""
    rows = await session.execute(
        select(Child.id, Child.parent_id)
        .join(Share, Share.child_id == Child.id)
        .where(Share.person_id == person_id, Share.until.is_(None))
        .order_by(Child.id)
    )
    return {row.id: row.parent_id for row in rows}


async def child_of(session: AsyncSession, share_id: int) -> tuple[ChildView, int] | None:
    """The child of a share that is open, and whose share it is."""
    row = (
        await session.execute(
            select(Share.child_id, Share.person_id).where(Share.id == share_id, Share.until.is_(None))
        )
    ).one_or_none()
    return None if row is None else (await child(session, row.child_id), row.person_id)


async def _name(session: AsyncSession, person_id: int) -> str | None:
    own = await representative(session, person_id)
    return own.full_name if own is not None else None
