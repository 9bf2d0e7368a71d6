"""The answer. Who decides is a person with a post, and not the one whose decision is complained of."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates.actions import reopen
from services.certificates.errors import AlreadyApplied, TwinApplied
from services.certificates.models import ApplicationStatus
from services.certificates.queries import decider_of
from services.complaints.actions.moving import By, message, move, road_of, taken
from services.complaints.actions.telling import to_club, to_parent
from services.complaints.errors import HeadNeeded, NotReopened, OwnDecision
from services.complaints.models import Complaint, Kind, Outcome, Side, State
from services.complaints.queries.rights import heads_in, of_body, of_club
from services.complaints.queries.roads import road_on
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.writing import checked_text
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class Ruling:
    """An answer: its outcome and words; ``reopens``: the refused application is to be decided anew."""

    outcome: Outcome
    text: str = field(repr=False)
    reopens: bool = False


async def answer(session: AsyncSession, actor: Actor, *, number: int, ruling: Ruling, now: datetime) -> None:
    """The body's answer; the parent may say within a term that it settles nothing, and then a head answers, for good.

    Raises NotFound, Stale (answered already), HeadNeeded, OwnDecision, Invalid, NotReopened.
    """
    row = await taken(session, number, await of_body(session, actor))
    text = checked_text(ruling.text, "answer")
    if ruling.outcome not in outcomes_of(row.kind):
        raise Invalid("outcome", "choice")
    await _check_judge(session, actor, row)
    if ruling.reopens and ruling.outcome not in {Outcome.SATISFIED, Outcome.PARTLY}:
        raise Invalid("outcome", "reopen")
    by = By(Party.BODY, actor.person_id, now)
    await _answered(session, row, by, ruling.outcome, text)
    if ruling.reopens:
        await _reopen(session, actor, row, now)


async def answer_as_club(session: AsyncSession, actor: Actor, *, number: int, text: str, now: datetime) -> None:
    """The club's answer to a question to it. Raises NotFound, Stale, Invalid."""
    row = await taken(session, number, of_club(actor))
    words = checked_text(text, "answer")
    if row.addressee is not Side.CLUB:
        raise Invalid("outcome", "choice")
    await _answered(session, row, By(Party.CLUB, actor.person_id, now), Outcome.EXPLAINED, words)


def outcomes_of(kind: Kind) -> tuple[Outcome, ...]:
    """How a kind may be answered: a question is explained, a complaint is judged."""
    if kind is Kind.QUESTION:
        return (Outcome.EXPLAINED,)
    if kind is Kind.SERVICE:
        return (Outcome.SATISFIED, Outcome.PARTLY, Outcome.NOT_SATISFIED)
    return tuple(Outcome)


async def _check_judge(session: AsyncSession, actor: Actor, row: Complaint) -> None:
    """Raise HeadNeeded where a head decides or whom one gave it to, OwnDecision of what the actor has decided."""
    disputed = row.state is State.DISPUTED
    needs_head = (row.for_heads or disputed) and row.assignee_id != actor.person_id
    if needs_head and row.territory_id not in await heads_in(session, actor):
        raise HeadNeeded
    decided = await decider_of(session, row.application_id) if row.application_id is not None else None
    own = decided is not None and decided.person_id == actor.person_id and row.kind is not Kind.QUESTION
    if own or row.person_id == actor.person_id or (disputed and row.decided_by == actor.person_id):
        raise OwnDecision


async def _answered(session: AsyncSession, row: Complaint, by: By, outcome: Outcome, text: str) -> None:
    """Write the answer down, and tell of it."""
    place = await territory(session, row.territory_id)
    today = local_date(by.now, place.timezone)
    side = Side(by.party.value)
    said = message(row, side, by.person_id or 0, text, by.now)
    move(session, row, Deed.ANSWER, by, code=outcome.value)
    said.is_answer, said.club_sees = True, row.addressee is Side.CLUB
    session.add(said)
    row.outcome, row.decided_at, row.decided_by = outcome, by.now, by.person_id
    row.is_late, row.club_by = bool(row.is_late) or today > row.due_on, None
    if row.state is State.ANSWERED:
        road = await road_on(session, place.id, road_of(row), local_date(row.filed_at, place.timezone))
        row.settle_by = await add_working_days(session, today, road.settle)
    await session.flush()
    more = {"outcome": outcome.value, "by": side.value, "case": row.application_id}
    settle_by = row.settle_by.isoformat() if row.state is State.ANSWERED and row.settle_by is not None else None
    await to_parent(session, row, "complaint_answered", by.now, settle_by=settle_by, **more)
    if row.club_sees and side is Side.BODY:
        await to_club(session, row, "complaint_decided_club", by.now)


async def _reopen(session: AsyncSession, actor: Actor, row: Complaint, now: datetime) -> None:
    """A refusal that does not stand: the application is decided anew by its ordinary way. Raises NotReopened."""
    found = await decider_of(session, row.application_id) if row.application_id is not None else None
    if found is None or row.application_id is None or found.status is not ApplicationStatus.REFUSED:
        raise NotReopened
    try:
        await reopen(session, actor, application_id=row.application_id, now=now)
    except (AlreadyApplied, TwinApplied) as lives:
        raise NotReopened from lives
