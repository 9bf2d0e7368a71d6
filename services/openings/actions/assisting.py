"""A person of the body files for a parent: by the parent's one-time code, or from a signed paper form.

The application is an ordinary one, with the same number, queue, terms and hours; it says that it came through the
staff.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import Assistant, Receipt
from services.certificates.errors import AlreadyApplied
from services.certificates.queries import live_number
from services.core.actor import Actor
from services.core.errors import Invalid, NotAllowed, NotFound
from services.core.models import Person
from services.families.actions import add_child, save_representative
from services.families.queries import ChildView, children_with_snils, family_children
from services.families.rules import Right
from services.forms.rules import Answers
from services.identity.actions import see_at_desk
from services.notices.actions import put
from services.openings.actions.filing import apply
from services.programs.queries import group

PAPER = "paper"
CODE = "code"


async def visitors_children(
    session: AsyncSession, clerk: Actor, *, typed: str, now: datetime
) -> list[ChildView] | None:
    """Children for whom the visitor with this code may act; None for a wrong code. Raises what see_at_desk raises."""
    found = await see_at_desk(session, clerk, typed=typed, now=now)
    if found is None:
        return None
    return await family_children(session, Actor(found.person_id, clerk.locale), Right.ACT)


async def file_for_visitor(
    session: AsyncSession, clerk: Actor, *, typed: str, group_id: int, child_id: int, now: datetime
) -> Receipt:
    """File for the visitor who shows a one-time code, which is spent by it; they are told of the number.

    Raises Invalid for a code that is over, NotAllowed for the clerk's own person and for a group of another territory,
    and what :func:`apply` raises.
    """
    await _require_place(session, clerk, group_id)
    found = await see_at_desk(session, clerk, typed=typed, now=now, spends=True)
    if found is None:
        raise Invalid("desk_code", "over")
    if found.person_id == clerk.person_id:
        raise NotAllowed("another clerk")
    return await _file(session, clerk, Actor(found.person_id, clerk.locale), group_id, child_id, how=CODE, now=now)


async def file_from_paper(
    session: AsyncSession, clerk: Actor, *, parent: Answers, child: Answers, group_id: int, now: datetime
) -> Receipt:
    """File from a form that the parent has signed on paper: for somebody without an account here.

    They link one later at the desk by the number. Raises Invalid for what the forms do not take, AlreadyApplied when
    the same child (by СНИЛС) has a live application to the program through whatever door, NotAllowed, and what
    :func:`apply` raises.
    """
    territory_id = await _require_place(session, clerk, group_id)
    person = Person(locale="ru", territory_id=territory_id, created_at=now)
    session.add(person)
    await session.flush()
    actor = Actor(person.id, "ru", territory_id)
    await save_representative(session, actor, answers=parent, now=now)
    own = await add_child(session, actor, answers=child, now=now)
    twins = await children_with_snils(session, "".join(filter(str.isdecimal, child.get("snils", ""))))
    if number := await live_number(session, twins, group_id):
        raise AlreadyApplied(number)
    return await _file(session, clerk, actor, group_id, own.id, how=PAPER, now=now)


async def _require_place(session: AsyncSession, clerk: Actor, group_id: int) -> int:
    territory_id = (await group(session, group_id)).territory_id
    if territory_id not in clerk.staff_territories:
        raise NotFound("group")
    return territory_id


async def _file(
    session: AsyncSession, clerk: Actor, person: Actor, group_id: int, child_id: int, *, how: str, now: datetime
) -> Receipt:
    assistant = Assistant(clerk.person_id, how)
    wish = {"group_id": group_id, "child_id": child_id}
    receipt = (await apply(session, person, **wish, now=now, assistant=assistant)).receipt
    data = {"number": receipt.number, "due_on": receipt.due_on.isoformat(), "child_id": child_id}
    await put(session, people=[person.person_id], kind="application_assisted", data=data, now=now)
    return receipt
