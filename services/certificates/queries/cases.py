"""Applications as their parent, the body and the provider see them. What is not yours is not found."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.calendar.queries import add_working_days, working_days_left
from services.certificates import rules
from services.certificates.models import CERTIFIED, UNFILED, Application
from services.certificates.queries.judging import judged
from services.certificates.queries.left import money_of
from services.certificates.queries.needs import need
from services.certificates.queries.particulars import certificate_of, turn_of
from services.certificates.queries.sifting import sifted
from services.certificates.queries.unified import unified_of
from services.certificates.queries.views import (
    Cases,
    Facts,
    Line,
    OwnCase,
    Preview,
    ProviderCase,
    Sift,
    StaffCase,
    Waiting,
)
from services.certificates.rules import lifecycle
from services.certificates.rules.lifecycle import Party
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.families.queries import ChildView, child, child_ids, family_child, family_children, footing, party
from services.families.rules import Right, age_on
from services.orders.queries import line_for
from services.programs.queries import group, groups
from services.programs.rules import first_lesson
from services.providers.queries import provider
from services.territories.queries import territory

PAGE = 6

COLUMNS = (
    Application.id,
    Application.status,
    Application.territory_id,
    Application.parent_id,
    Application.child_id,
    Application.provider_id,
    Application.group_id,
    Application.submitted_at,
    Application.due_on,
    Application.decided_at,
    Application.ground,
    Application.confirm_by,
    Application.club_by,
    Application.answer_by,
    Application.remark,
    Application.priority,
    Application.filed_how,
    Application.assignee_id,
    Application.proposed_by,
    Application.seat_held,
    Application.transfer_of,
)
OPEN = Application.blocked_until.is_(None) & Application.status.not_in(UNFILED)
"""Filed, and not closed at the parent's word: what the staff and the clubs may find."""


async def preview(session: AsyncSession, actor: Actor, *, group_id: int, child_id: int, now: datetime) -> Preview:
    """What would be sent, to whom and by when it would be decided.

    Raises what ``rules.admit`` raises: the parent learns it before sending.
    """
    candidate = await family_child(session, actor, child_id, Right.ACT)
    wanted = await group(session, group_id)
    place = await territory(session, wanted.territory_id)
    today = local_date(now, place.timezone)
    rules.admit(wanted, place, candidate.birth_date, today)
    due_on = await add_working_days(session, today, place.policy.decision_days)
    club = await provider(session, wanted.provider_id)
    return Preview(
        wanted,
        place,
        club,
        candidate,
        due_on,
        await need(session, actor, place, now=now, side=await party(session, actor, candidate)),
    )


async def mine(session: AsyncSession, actor: Actor, page: int) -> Cases:
    """The parent's own cases, the newest first."""
    own = Application.child_id.in_(child_ids(actor.person_id))
    facts, page, total = await _page(session, own, page, Application.id.desc())
    known = {one.id: one for one in await family_children(session, actor)} if facts else {}
    return await lines_of(session, facts, page, total, kids=known)


async def own_application(session: AsyncSession, actor: Actor, application_id: int, *, now: datetime) -> OwnCase:
    """One of the parent's own cases. Raises NotFound."""
    facts = await _one(session, application_id, Application.child_id.in_(child_ids(actor.person_id)))
    place = await territory(session, facts.territory_id)
    wanted = await group(session, facts.group_id)
    certificate = await certificate_of(session, application_id) if facts.status in CERTIFIED else None
    own = await footing(session, actor, facts.child_id)
    return OwnCase(
        facts=facts,
        group=wanted,
        territory=place,
        child=own.child,
        waiting=await _waiting(session, facts.due_on, local_date(now, place.timezone)),
        certificate=certificate,
        turn=turn_of(facts, place),
        today=local_date(now, place.timezone),
        unified=None if certificate is None else await unified_of(session, application_id),
        money=None if certificate is None else await money_of(session, certificate, wanted, place),
        is_side=facts.parent_id == actor.person_id,
        may_act=own.may_act,
    )


async def queue(
    session: AsyncSession, actor: Actor, page: int, *, now: datetime, sift: Sift | None = None, size: int = PAGE
) -> Cases:
    """What the clerk's territories must decide, the oldest deadline first; ``size`` rows to a page."""
    ours = await sifted(session, actor, sift or Sift(), now)
    facts, page, total = await _page(session, ours, page, Application.due_on, Application.id, size=size)
    zones = {one: (await territory(session, one)).timezone for one in {fact.territory_id for fact in facts}}
    terms = {(fact.due_on, local_date(now, zones[fact.territory_id])) for fact in facts}
    waiting = {(due, today): await _waiting(session, due, today) for due, today in terms}
    by_number = {fact.number: waiting[fact.due_on, local_date(now, zones[fact.territory_id])] for fact in facts}
    return await lines_of(session, facts, page, total, waiting=by_number, size=size)


async def case(session: AsyncSession, actor: Actor, application_id: int, *, now: datetime) -> StaffCase:
    """A case of the clerk's own territory with all that decides it. Raises NotFound."""
    facts = await case_facts(session, actor, application_id)
    wanted = await group(session, facts.group_id)
    place = await territory(session, facts.territory_id)
    candidate = await child(session, facts.child_id)
    today = local_date(now, place.timezone)
    lesson = first_lesson(wanted.lessons, wanted.starts_on, wanted.ends_on, today, place.timezone)
    day = lesson[0].date() if lesson else None
    year = (day or today).year
    return StaffCase(
        facts=facts,
        group=wanted,
        territory=place,
        provider=await provider(session, facts.provider_id),
        child=candidate,
        first_day=day,
        age=age_on(candidate.birth_date, day or today),
        waiting=await _waiting(session, facts.due_on, today),
        year=year,
        line=await line_for(session, territory_id=place.id, year=year, service_code=wanted.service_code),
        verdicts=await judged(session, wanted, place, candidate, today, seat_held=facts.seat_held),
        turn=turn_of(facts, place),
    )


async def case_facts(session: AsyncSession, actor: Actor, application_id: int) -> Facts:
    """An open case of the clerk's own territory. Raises NotFound."""
    return await _one(session, application_id, Application.territory_id.in_(actor.staff_territories) & OPEN)


async def facts_of(session: AsyncSession, application_id: int) -> Facts:
    """An application itself, for this room's deeds. Raises NotFound."""
    return await _one(session, application_id, true())


async def of_provider(session: AsyncSession, actor: Actor, page: int, *, size: int = PAGE) -> Cases:
    """Applications to the providers for whom the actor speaks, the newest first."""
    theirs = Application.provider_id.in_(actor.providers) & OPEN
    facts, page, total = await _page(session, theirs, page, Application.id.desc(), size=size)
    return await lines_of(session, facts, page, total, size=size)


async def provider_case(session: AsyncSession, actor: Actor, application_id: int) -> ProviderCase:
    """One application to the actor's provider. Raises NotFound."""
    facts = await _one(session, application_id, Application.provider_id.in_(actor.providers) & OPEN)
    place = await territory(session, facts.territory_id)
    may = lifecycle.may(Party.PROVIDER, facts.status)
    return ProviderCase(facts, await group(session, facts.group_id), place, turn_of(facts, place), may)


async def _one(session: AsyncSession, application_id: int, whose: ColumnElement[bool]) -> Facts:
    found = await session.execute(select(*COLUMNS).where(Application.id == application_id, whose))
    row: Sequence[Any] | None = found.one_or_none()
    if row is None:
        raise NotFound("application")
    return Facts(*row)


async def _page(
    session: AsyncSession,
    whose: ColumnElement[bool],
    page: int,
    *order: ColumnElement[Any] | InstrumentedAttribute[Any],
    size: int = PAGE,
) -> tuple[list[Facts], int, int]:
    """Rows of a page that exists, its number, the count of all rows: a list may have shrunk since the press."""
    total = await session.scalar(select(func.count()).select_from(Application).where(whose)) or 0
    page = min(max(page, 0), max(total - 1, 0) // size)
    found = await session.execute(
        select(*COLUMNS).where(whose).order_by(*order).limit(size).offset(page * size),
    )
    rows: Sequence[Sequence[Any]] = found.all()
    return [Facts(*row) for row in rows], page, total


async def lines_of(
    session: AsyncSession,
    facts: list[Facts],
    page: int,
    total: int,
    *,
    kids: dict[int, ChildView] | None = None,
    waiting: dict[int, Waiting] | None = None,
    size: int = PAGE,
) -> Cases:
    known = await groups(session, {fact.group_id for fact in facts})
    items = [
        Line(
            facts=fact,
            title=known[fact.group_id].title,
            group_title=known[fact.group_id].group_title,
            child=(kids or {}).get(fact.child_id),
            waiting=(waiting or {}).get(fact.number),
        )
        for fact in facts
    ]
    return Cases(items, page, max(1, -(-total // size)), total)


async def _waiting(session: AsyncSession, due_on: date, today: date) -> Waiting:
    return Waiting(await working_days_left(session, today, due_on), today > due_on)
