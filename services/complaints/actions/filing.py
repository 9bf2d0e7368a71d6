"""Send what was written: it gets a number and a term at once."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Facts, complain_by, family_case
from services.complaints import queries
from services.complaints.actions.moving import By, message, note
from services.complaints.errors import ComplaintTooLate, NameNeeded, TooManyOpen
from services.complaints.models import TO_ANSWER, Complaint, ComplaintDraft, Kind, Side, State, Subject
from services.complaints.queries.roads import days_before, due_on, road_on
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.roads import Road, code_of
from services.complaints.rules.writing import MOST_OPEN, Draft, checked_text, missing, needs_club
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid, NotFound, Stale
from services.families.queries import representative
from services.notices.actions import put
from services.staff.queries import chiefs_of_body, people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territory


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the parent is told at once."""

    number: int
    kind: Kind
    addressee: Side
    due_on: date
    road: Road


@dataclass(frozen=True, slots=True)
class _Filing:
    """What is being sent, with all that decides about it."""

    draft: Draft
    facts: Facts | None
    place: TerritoryView
    road: Road
    today: date


async def file(session: AsyncSession, actor: Actor, *, now: datetime) -> Receipt:
    """Send the person's draft. Of two presses at once the second finds no draft.

    Raises Stale (nothing is begun, or it was sent already), Invalid for what is not said yet, NotFound for a case of
    others or a person without a territory, NameNeeded, TooManyOpen, ComplaintTooLate.
    """
    draft = await queries.draft_of(session, actor)
    gone = delete(ComplaintDraft).where(ComplaintDraft.person_id == actor.person_id).returning(ComplaintDraft.person_id)
    if draft is None or await session.scalar(gone) is None:
        raise Stale("complaint")
    if (field := missing(draft)) is not None:
        raise Invalid("complaint", field)
    filing = await _prepared(session, actor, draft, now)
    await _check(session, actor, filing)
    row = await _row(session, actor, filing, now)
    await _tell(session, row, now)
    return Receipt(row.id, row.kind, row.addressee, row.due_on, filing.road)


async def _prepared(session: AsyncSession, actor: Actor, draft: Draft, now: datetime) -> _Filing:
    """Where it goes: to the body of its case, or of the person's territory. Raises NotFound."""
    facts = await family_case(session, actor, draft.application_id) if draft.application_id else None
    territory_id = facts.territory_id if facts is not None else actor.territory_id
    if territory_id is None:
        raise NotFound("territory")
    place = await territory(session, territory_id)
    today = local_date(now, place.timezone)
    road = await road_on(session, place.id, code_of(draft.kind, draft.subject), today)
    return _Filing(draft, facts, place, road, today)


async def _check(session: AsyncSession, actor: Actor, filing: _Filing) -> None:
    """Raise NameNeeded for an unsigned complaint, TooManyOpen, ComplaintTooLate for an old refusal."""
    if filing.draft.is_private and await representative(session, actor.person_id) is None:
        raise NameNeeded
    waits = (Complaint.person_id == actor.person_id, Complaint.state.in_(TO_ANSWER))
    if (await session.scalar(select(func.count()).select_from(Complaint).where(*waits)) or 0) >= MOST_OPEN:
        raise TooManyOpen(MOST_OPEN)
    if filing.draft.subject is Subject.REFUSAL and filing.facts is not None:
        last = complain_by(filing.facts, filing.place)
        if last is not None and filing.today > last:
            raise ComplaintTooLate(last)


async def _row(session: AsyncSession, actor: Actor, filing: _Filing, now: datetime) -> Complaint:
    draft, road, facts = filing.draft, filing.road, filing.facts
    due = await due_on(session, road, filing.today)
    of_club = needs_club(draft) and draft.kind is Kind.QUESTION
    row = Complaint(
        territory_id=filing.place.id,
        person_id=actor.person_id,
        kind=draft.kind,
        subject=draft.subject if draft.kind is Kind.SERVICE else None,
        addressee=Side.CLUB if of_club else Side.BODY,
        provider_id=facts.provider_id if facts is not None else None,
        application_id=facts.number if facts is not None else None,
        state=State.REGISTERED,
        filed_at=now,
        due_on=due,
        warn_on=await days_before(session, due, road.warn),
        for_heads=road.heads,
        club_sees=of_club,
    )
    session.add(row)
    await session.flush()
    first = message(row, Side.PARENT, actor.person_id, checked_text(draft.text or ""), now)
    first.club_sees = of_club
    session.add(first)
    note(session, row, Deed.FILE, By(Party.PARENT, actor.person_id, now))
    await session.flush()
    return row


async def _tell(session: AsyncSession, row: Complaint, now: datetime) -> None:
    """The club of a question to it; else the body: those who head it of what only they decide."""
    data = {"number": row.id, "kind": row.kind.value, "due_on": row.due_on.isoformat()}
    if row.addressee is Side.CLUB and row.provider_id is not None:
        people = await people_of_provider(session, row.provider_id)
        await put(session, people=people, kind="complaint_to_club", data=data, now=now)
        return
    heads = chiefs_of_body if row.for_heads else people_of_body
    people = await heads(session, row.territory_id)
    await put(session, people=people, kind="complaint_filed", data=data, now=now)
