"""Apply for enrolment and a certificate (189-FZ, article 20; 210-FZ)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates import rules
from services.certificates.actions.moving import By, Line, note
from services.certificates.errors import AlreadyApplied, TooManyApplications
from services.certificates.models import LIVE_STATUSES, Application, ApplicationStatus
from services.certificates.queries.needs import need
from services.certificates.queries.views import Need
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.models import Person
from services.families.queries import family_child, party, people_of
from services.families.rules import Right
from services.notices.actions import put
from services.programs.actions import answer
from services.programs.queries import GroupView, group
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territory


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the parent keeps: number, the last day of the decision, the moment of applying, the program.

    ``need`` is there for a draft: what has to be confirmed, and by when.
    """

    number: int
    due_on: date
    submitted_at: datetime
    title: str
    need: Need | None = None


@dataclass(frozen=True, slots=True)
class Assistant:
    """A person of the body who files for a parent: ``how`` is ``code`` or ``paper``."""

    person_id: int
    how: str


async def apply(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: int,
    child_id: int,
    now: datetime,
    assistant: Assistant | None = None,
) -> Receipt:
    """Apply for enrolment and a certificate for one of the parent's children; tell the provider and the body.

    Below the level of identity that the territory asks for, it is a draft that keeps its time and tells nobody; with
    an ``assistant``, who has seen the parent, it is never one. Raises NotFound, RightMissing, AlreadyApplied,
    TooManyApplications, and what ``rules.admit`` raises. A seat is taken at approval, not here.
    """
    child = await family_child(session, actor, child_id, Right.ACT)
    side = replace(actor, person_id=await party(session, actor, child))
    wanted = await group(session, group_id)
    place = await territory(session, wanted.territory_id)
    today = local_date(now, place.timezone)
    rules.admit(wanted, place, child.birth_date, today)
    lacking = None if assistant else await need(session, side, place, now=now)
    application = _drawn_up(side, child.id, wanted, place, now)
    _put_status(application, lacking, assistant, now)
    await _set_terms(session, application, place, now)
    await _submit(session, application, limit=place.policy.applications_per_child)
    await answer(session, actor, group_id=wanted.id, now=now)
    await _note(session, application, actor, assistant, now)
    await _tell(session, actor, application, wanted, now)
    return Receipt(application.id, application.due_on, now, wanted.title, lacking)


async def _tell(
    session: AsyncSession, actor: Actor, application: Application, wanted: GroupView, now: datetime
) -> None:
    """The club and the body, unless it is a draft; the others of the family in any case."""
    if application.status is ApplicationStatus.REGISTERED:
        await tell_received(session, application, wanted, now)
    others = [one for one in await people_of(session, application.child_id) if one != actor.person_id]
    data = {"number": application.id, "child_id": application.child_id}
    await put(session, people=others, kind="family_applied", data=data, now=now)


async def apply_all(
    session: AsyncSession, actor: Actor, *, choices: Sequence[tuple[int, int]], now: datetime
) -> list[Receipt]:
    """One filing for several clubs and for siblings: an application for each (group, child), each with its number.

    All are filed or none. Raises what :func:`apply` raises for the first that cannot be.
    """
    async with session.begin_nested():
        return [await apply(session, actor, group_id=wanted, child_id=child, now=now) for wanted, child in choices]


def _drawn_up(side: Actor, child_id: int, wanted: GroupView, place: TerritoryView, now: datetime) -> Application:
    return Application(
        territory_id=place.id,
        parent_id=side.person_id,
        child_id=child_id,
        program_id=wanted.program_id,
        provider_id=wanted.provider_id,
        group_id=wanted.id,
        school_year=rules.school_year(wanted.starts_on, place.policy.school_year_start),
        submitted_at=now,
    )


def _put_status(application: Application, lacking: Need | None, assistant: Assistant | None, now: datetime) -> None:
    application.status = ApplicationStatus.DRAFT if lacking else ApplicationStatus.REGISTERED
    application.confirm_by = lacking.confirm_by if lacking else None
    application.filed_by, application.filed_how = (assistant.person_id, assistant.how) if assistant else (None, None)
    application.registered_at = None if lacking else now


async def register(session: AsyncSession, application: Application, place: TerritoryView, now: datetime) -> None:
    """Enter an application into the register at once: the body's and the club's terms begin to run today."""
    application.registered_at = now
    await _set_terms(session, application, place, now)


async def _set_terms(session: AsyncSession, application: Application, place: TerritoryView, now: datetime) -> None:
    today = local_date(now, place.timezone)
    application.due_on = await add_working_days(session, today, place.policy.decision_days)
    application.club_by = await add_working_days(session, today, place.policy.seat_answer_days)


async def _note(
    session: AsyncSession, application: Application, actor: Actor, assistant: Assistant | None, now: datetime
) -> None:
    """The history of a new application: a draft, or filed and registered in one breath."""
    if application.status is ApplicationStatus.DRAFT:
        await note(session, Deed.DRAFT, By(Party.PARENT, actor.person_id, now), application.id)
        return
    filer = By(Party.BODY, assistant.person_id, now) if assistant else By(Party.PARENT, actor.person_id, now)
    await note(session, Deed.FILE, filer, application.id, line=Line(assistant.how if assistant else None))
    await note(session, Deed.REGISTER, By(Party.SYSTEM, None, now), application.id)


async def _submit(session: AsyncSession, application: Application, *, limit: int) -> None:
    """Write the application; the unique index refuses a second one, the parent's lock makes the count true."""
    child, program, year = application.child_id, application.program_id, application.school_year
    await session.execute(
        select(Person.id).where(Person.id == application.parent_id).with_for_update(key_share=True),
    )
    twice = AlreadyApplied(0)
    try:
        async with session.begin_nested():
            application.priority = await _count_live(session, child) + 1
            if application.priority > limit and not await _same(session, child, program, year):
                raise TooManyApplications(limit)
            session.add(application)
            with refused_by_database({"uq_applications_live": twice, "applications.child_id": twice}):
                await session.flush()
    except AlreadyApplied as clash:
        raise AlreadyApplied(await _same(session, child, program, year)) from clash


async def _same(session: AsyncSession, child_id: int, program_id: int, school_year: int) -> int:
    """The number of the child's live application to the program for the year; 0 if there is none."""
    number = await session.scalar(
        select(Application.id).where(
            Application.child_id == child_id,
            Application.program_id == program_id,
            Application.school_year == school_year,
            Application.status.in_(LIVE_STATUSES),
        ),
    )
    return number or 0


async def _count_live(session: AsyncSession, child_id: int) -> int:
    statement = (
        select(func.count())
        .select_from(Application)
        .where(Application.child_id == child_id, Application.status.in_(LIVE_STATUSES))
    )
    return await session.scalar(statement) or 0


async def tell_received(session: AsyncSession, application: Application, wanted: GroupView, now: datetime) -> None:
    """Tell the club and the body of an application that is filed."""
    data = {"number": application.id, "due_on": application.due_on.isoformat()}
    people = await people_of_provider(session, application.provider_id)
    seats = {"free": wanted.free, "capacity": wanted.capacity}
    await put(session, people=people, kind="application_received", data=data | seats, now=now)
    clerks = await people_of_body(session, application.territory_id)
    await put(session, people=clerks, kind="application_to_decide", data=data, now=now)
