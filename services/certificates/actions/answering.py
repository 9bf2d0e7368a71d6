"""Between the filing and the decision: the club's word on the seat, remarks, the parent's answer, the test."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days, working_days_left
from services.certificates.actions.moving import By, Line, Moved, move_one, note, own_case, shift
from services.certificates.models import Application, ApplicationStatus
from services.certificates.rules.lifecycle import PAPER_REMARKS, Deed, Party, check_remark
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import people_of
from services.notices.actions import put
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territories, territory


async def accept(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """The club has a place for the child: the body has the ball, and is told where it waited for this word.

    The seat itself is taken at approval. Raises NotFound for another club's application, Stale.
    """
    moved = await move_one(
        session, Deed.ACCEPT, By(Party.PROVIDER, actor.person_id, now), *_theirs(actor, application_id)
    )
    if (await territory(session, moved.territory_id)).policy.seat_by_club:
        people = await people_of_body(session, moved.territory_id)
        data = {"number": moved.id, "due_on": moved.due_on.isoformat()}
        await put(session, people=people, kind="application_to_decide", data=data, now=now)


async def invite(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """The program has an entrance test: the term of the decision is the longer one, from the day of registration.

    Raises NotFound, Stale.
    """
    by = By(Party.PROVIDER, actor.person_id, now)
    moved = await move_one(session, Deed.INVITE, by, *_theirs(actor, application_id), proposed_by=None)
    place = await territory(session, moved.territory_id)
    registered = await session.scalar(select(Application.registered_at).where(Application.id == moved.id))
    since = local_date(registered or now, place.timezone)
    due_on = await add_working_days(session, since, place.policy.test_decision_days)
    change = {"due_on": due_on, "club_by": due_on, "warned_at": None, "escalated_at": None}
    await session.execute(update(Application).where(Application.id == moved.id).values(**change))
    data = {"number": moved.id, "due_on": due_on.isoformat(), "child_id": moved.child_id}
    await put(
        session,
        people=await people_of(session, moved.child_id, moved.parent_id),
        kind="application_test",
        data=data,
        now=now,
    )


async def send_back(session: AsyncSession, actor: Actor, *, application_id: int, remark: str, now: datetime) -> None:
    """The body asks the parent to mend something; the term of the decision stands still meanwhile.

    Raises Invalid for an unknown remark, NotFound, Stale.
    """
    ours = (Application.id == application_id, Application.territory_id.in_(actor.staff_territories))
    await _send_back(session, By(Party.BODY, actor.person_id, now), remark, *ours)


async def clarify(session: AsyncSession, actor: Actor, *, application_id: int, remark: str, now: datetime) -> None:
    """The club asks the parent; as :func:`send_back`."""
    await _send_back(session, By(Party.PROVIDER, actor.person_id, now), remark, *_theirs(actor, application_id))


async def _send_back(session: AsyncSession, by: By, remark: str, *which: ColumnElement[bool]) -> None:
    check_remark(remark)
    moved = await move_one(session, Deed.RETURN, by, *which, code=remark, remark=remark, proposed_by=None)
    place = await territory(session, moved.territory_id)
    today = local_date(by.now, place.timezone)
    answer_by = await add_working_days(session, today, place.policy.answer_days)
    left = await working_days_left(session, today, moved.due_on)
    change = {"answer_by": answer_by, "days_left": left}
    await session.execute(update(Application).where(Application.id == moved.id).values(**change))
    data = {"number": moved.id, "remark": remark, "answer_by": answer_by.isoformat(), "child_id": moved.child_id}
    await put(
        session,
        people=await people_of(session, moved.child_id, moved.parent_id),
        kind="application_returned",
        data=data,
        now=by.now,
    )


async def mend(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """The parent has mended it: the term of the decision runs on, and whoever decides is told.

    Raises NotFound for another's application, Stale.
    """
    own = await own_case(session, actor, application_id)
    moved = await move_one(session, Deed.ANSWER, By(Party.PARENT, actor.person_id, now), *own)
    await _run_on(session, moved, await territory(session, moved.territory_id), now)
    people = await people_of_provider(session, moved.provider_id)
    data = {"number": moved.id}
    await put(session, people=people, kind="application_mended_club", data=data, now=now)
    clerks = await people_of_body(session, moved.territory_id)
    await put(session, people=clerks, kind="application_mended", data=data, now=now)


async def answer_with_papers(session: AsyncSession, actor: Actor, *, child_id: int, now: datetime) -> bool:
    """The last paper of a child lies on the clerk's desk: cases that were returned for a paper run on; whether any."""
    by = By(Party.BODY, actor.person_id, now)
    ours = (Application.child_id == child_id, Application.territory_id.in_(actor.staff_territories))
    moved = await shift(session, Deed.ANSWER, by, *ours, Application.remark.in_(PAPER_REMARKS))
    for one in moved:
        await note(session, Deed.ANSWER, by, one.id)
        await _run_on(session, one, await territory(session, one.territory_id), now)
        people = await people_of_provider(session, one.provider_id)
        await put(session, people=people, kind="application_mended_club", data={"number": one.id}, now=now)
    return bool(moved)


async def resume_unanswered(session: AsyncSession, *, now: datetime) -> int:
    """Give back to the body what no parent has mended in time: a person decides on what there is; return how many."""
    by, count = By(Party.SYSTEM, None, now), 0
    for place in await territories(session):
        late = (Application.territory_id == place.id, Application.answer_by < local_date(now, place.timezone))
        waits = Application.status == ApplicationStatus.RETURNED
        for moved in await shift(session, Deed.RESUME, by, waits, *late):
            await note(session, Deed.RESUME, by, moved.id, line=Line("unanswered"))
            await _run_on(session, moved, place, now)
            count += 1
    return count


async def _run_on(session: AsyncSession, moved: Moved, place: TerritoryView, now: datetime) -> None:
    """The decision has the days again that it had when the application was returned, and one at least."""
    today = local_date(now, place.timezone)
    due_on = await add_working_days(session, today, max(moved.days_left or 0, 1))
    change = {"due_on": due_on, "answer_by": None, "days_left": None, "warned_at": None}
    await session.execute(update(Application).where(Application.id == moved.id).values(**change))


def _theirs(actor: Actor, application_id: int) -> tuple[ColumnElement[bool], ...]:
    return Application.id == application_id, Application.provider_id.in_(actor.providers)
