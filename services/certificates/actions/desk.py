"""What the staff put to a case beside its steps: who has it, a note, the first of two approvals."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.moving import status_of
from services.certificates.models import UNDECIDED, Application, CaseMark, MarkKind
from services.certificates.rules import lifecycle
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.errors import Invalid, NotFound, Stale
from services.notices.actions import put
from services.staff.queries import people_of_body

LONGEST_NOTE = 1000


async def assign(
    session: AsyncSession, actor: Actor, *, application_id: int, person_id: int | None, now: datetime
) -> None:
    """Give an undecided case to a person of its body, oneself included, or to nobody; a colleague is told.

    Raises NotFound for another territory's case or a person without a post there, Stale for a decided case.
    """
    ours = _ours(actor, application_id)
    place_id = await session.scalar(select(Application.territory_id).where(*ours))
    if place_id is None:
        raise NotFound("application")
    if person_id is not None and person_id not in await people_of_body(session, place_id):
        raise NotFound("person")
    await _change(session, ours, Application.status.in_(UNDECIDED), assignee_id=person_id)
    _mark(session, actor, application_id, MarkKind.ASSIGN, now, other_id=person_id)
    if person_id not in {None, actor.person_id}:
        data = {"number": application_id}
        await put(session, people=[person_id] if person_id else [], kind="case_given", data=data, now=now)


async def add_note(session: AsyncSession, actor: Actor, *, application_id: int, text: str, now: datetime) -> None:
    """Write a note to a case, for the staff of its territory; the family reads it in its archive.

    Raises Invalid("case_note") for an empty or a long one, NotFound.
    """
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_NOTE:
        raise Invalid("case_note", "long" if said else "blank")
    await status_of(session, *_ours(actor, application_id))
    _mark(session, actor, application_id, MarkKind.NOTE, now, text=said)


async def propose(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """The first of two persons finds that a case may be approved; ``approve`` is then a colleague's.

    Raises NotFound, Stale for a case that cannot be approved now or that was proposed already.
    """
    ready = Application.status.in_(lifecycle.sources(Deed.APPROVE, Party.BODY))
    first = Application.proposed_by.is_(None)
    await _change(session, _ours(actor, application_id), ready & first, proposed_by=actor.person_id)
    _mark(session, actor, application_id, MarkKind.PROPOSE, now)


def _ours(actor: Actor, application_id: int) -> tuple[ColumnElement[bool], ...]:
    open_ = Application.blocked_until.is_(None)
    return Application.id == application_id, Application.territory_id.in_(actor.staff_territories), open_


async def _change(
    session: AsyncSession, ours: tuple[ColumnElement[bool], ...], stands: ColumnElement[bool], **values: int | None
) -> None:
    """One guarded UPDATE. Raises NotFound, Stale when the case stands elsewhere."""
    changed = await session.scalar(
        update(Application)
        .where(*ours, stands)
        .values(**values)
        .returning(Application.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        await status_of(session, *ours)
        raise Stale("application")


def _mark(
    session: AsyncSession,
    actor: Actor,
    application_id: int,
    kind: MarkKind,
    now: datetime,
    *,
    other_id: int | None = None,
    text: str | None = None,
) -> None:
    session.add(
        CaseMark(
            application_id=application_id, at=now, person_id=actor.person_id, kind=kind, other_id=other_id, text=text
        )
    )
