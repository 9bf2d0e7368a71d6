"""Threads as their parent and their club read them: lists and messages by pages, with what is new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.complaints.models import TO_ANSWER, Complaint, ComplaintMessage, Kind, Outcome, Side, State, Subject
from services.complaints.queries.rights import of_club, of_parent
from services.complaints.rules import lifecycle
from services.complaints.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.errors import NotFound

PAGE = 6
MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A thread in a list: numbers, words and days, no text. ``turn`` is whose word is awaited."""

    number: int
    territory_id: int
    kind: Kind
    subject: Subject | None
    addressee: Side
    provider_id: int | None
    application_id: int | None
    state: State
    filed_at: datetime
    due_on: date
    prolonged_from: date | None
    outcome: Outcome | None
    is_settled: bool | None
    settle_by: date | None
    club_by: date | None
    assignee_id: int | None
    forwarded_to: str | None
    decided_at: datetime | None
    is_new: bool

    @property
    def turn(self) -> Party | None:
        """Who holds the ball."""
        return lifecycle.turn(self.state, self.kind, self.addressee)


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of threads; ``page`` counts from 0 and is there."""

    items: list[Line]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Message:
    """What one side wrote; ``is_own`` for the reader's side."""

    id: int
    at: datetime
    side: Side
    text: str = field(repr=False)
    is_answer: bool
    is_own: bool
    parent_sees: bool
    club_sees: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread and a page of its messages, the last page first asked for; ``may`` is what the reader's side may do."""

    line: Line
    messages: list[Message]
    page: int
    pages: int
    may: frozenset[Deed]
    may_share: bool
    """Whether the parent may let the club take part, which does not yet."""


_SEEN = {Side.PARENT: Complaint.seen_parent, Side.BODY: Complaint.seen_body, Side.CLUB: Complaint.seen_club}


def visible(side: Side) -> tuple[ColumnElement[bool], ...]:
    """Which messages of a thread a side reads: the body all of them."""
    if side is Side.PARENT:
        return (ComplaintMessage.parent_sees.is_(True),)
    return (ComplaintMessage.club_sees.is_(True),) if side is Side.CLUB else ()


def news(side: Side) -> ColumnElement[bool]:
    """Whether there is a message of others that the side has not opened."""
    return exists().where(
        ComplaintMessage.complaint_id == Complaint.id,
        ComplaintMessage.id > _SEEN[side],
        ComplaintMessage.side != side,
        *visible(side),
    )


async def own_lines(session: AsyncSession, actor: Actor, page: int, *, size: int = PAGE) -> Lines:
    """The person's own threads, the newest first."""
    return await lines(session, Side.PARENT, of_parent(actor), page, Complaint.id.desc(), size=size)


async def club_lines(session: AsyncSession, actor: Actor, page: int, *, size: int = PAGE) -> Lines:
    """Threads in which the actor's clubs take part: what waits for an answer first."""
    closed = Complaint.state.in_((*lifecycle.FINAL, State.ANSWERED))
    return await lines(session, Side.CLUB, of_club(actor), page, closed, Complaint.id.desc(), size=size)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which messages of a thread are wanted: a page of ``size``; the last one without a ``page``."""

    page: int | None = None
    size: int = MESSAGES


LAST = Leaf()


async def own_thread(session: AsyncSession, actor: Actor, number: int, leaf: Leaf = LAST) -> Thread:
    """One of the person's own threads. Raises NotFound."""
    return await thread(session, Side.PARENT, number, of_parent(actor), leaf)


async def club_thread(session: AsyncSession, actor: Actor, number: int, leaf: Leaf = LAST) -> Thread:
    """A thread of the actor's club: only what is for the club. Raises NotFound."""
    return await thread(session, Side.CLUB, number, of_club(actor), leaf)


async def unread(session: AsyncSession, actor: Actor) -> int:
    """How many of the person's own threads have something new."""
    new = select(func.count()).select_from(Complaint).where(of_parent(actor), news(Side.PARENT))
    return await session.scalar(new) or 0


async def lines(
    session: AsyncSession,
    side: Side,
    whose: ColumnElement[bool],
    page: int,
    *order: ColumnElement[bool] | ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[date],
    size: int = PAGE,
) -> Lines:
    """A page of threads that a condition lets a side see."""
    total = await session.scalar(select(func.count()).select_from(Complaint).where(whose)) or 0
    page = min(max(page, 0), max(total - 1, 0) // size)
    asked = select(Complaint, news(side)).where(whose).order_by(*order).limit(size).offset(page * size)
    rows = (await session.execute(asked)).all()
    return Lines([line_of(row, is_new=bool(new)) for row, new in rows], page, max(1, -(-total // size)), total)


async def thread(session: AsyncSession, side: Side, number: int, whose: ColumnElement[bool], leaf: Leaf) -> Thread:
    """A thread that a condition lets a side see. Raises NotFound."""
    row = await session.scalar(select(Complaint).where(Complaint.id == number, whose))
    if row is None:
        raise NotFound("complaint")
    which = (ComplaintMessage.complaint_id == number, *visible(side))
    total = await session.scalar(select(func.count()).select_from(ComplaintMessage).where(*which)) or 0
    last = max(total - 1, 0) // leaf.size
    page = last if leaf.page is None or leaf.page < 0 else min(leaf.page, last)
    asked = select(ComplaintMessage).where(*which).order_by(ComplaintMessage.id)
    found = (await session.scalars(asked.limit(leaf.size).offset(page * leaf.size))).all()
    may = lifecycle.may(Party(side.value), row.state)
    waits = row.state in TO_ANSWER and row.kind is not Kind.SERVICE
    may_share = side is Side.PARENT and waits and row.provider_id is not None and not row.club_sees
    return Thread(line_of(row, is_new=False), _messages(found, side), page, last + 1, may, may_share)


def _messages(found: Sequence[ComplaintMessage], side: Side) -> list[Message]:
    return [
        Message(one.id, one.at, one.side, one.text, one.is_answer, one.side is side, one.parent_sees, one.club_sees)
        for one in found
    ]


def line_of(row: Complaint, *, is_new: bool) -> Line:
    """What a list shows of a thread."""
    return Line(
        row.id,
        row.territory_id,
        row.kind,
        row.subject,
        row.addressee,
        row.provider_id,
        row.application_id,
        row.state,
        row.filed_at,
        row.due_on,
        row.prolonged_from,
        row.outcome,
        row.is_settled,
        row.settle_by,
        row.club_by,
        row.assignee_id,
        row.forwarded_to,
        row.decided_at,
        is_new,
    )
