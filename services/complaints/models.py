"""What people write to the body and to clubs, what is written back, and how it ends."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word


class Kind(StrEnum):
    """What it is; with the subject it decides the road (``roads.toml``).

    ``QUESTION``: to the body or to a club. ``APPEAL``: a proposal, a statement or a complaint of a citizen (59-FZ).
    ``SERVICE``: a complaint on how the service was rendered or refused (210-FZ, article 11.1). ``CLUB``: a signed
    complaint about a club, to the body (189-FZ; by the road of 59-FZ).
    """

    QUESTION = "question"
    APPEAL = "appeal"
    SERVICE = "service"
    CLUB = "club"


class Subject(StrEnum):
    """Of what a complaint on the service complains (210-FZ, article 11.1, part 1)."""

    REFUSAL = "refusal"
    TERM = "term"
    REGISTRATION = "registration"
    ACCEPTANCE = "acceptance"
    DOCUMENTS = "documents"
    PAYMENT = "payment"
    CORRECTION = "correction"


class State(StrEnum):
    """Where it stands; the ways between are ``rules.lifecycle.TRANSITIONS`` (docs/lifecycle.md)."""

    REGISTERED = "registered"
    CLUB_ASKED = "club_asked"
    ANSWERED = "answered"
    DISPUTED = "disputed"
    CLOSED = "closed"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who writes in a thread."""

    PARENT = "parent"
    BODY = "body"
    CLUB = "club"


class Outcome(StrEnum):
    """How it was answered (59-FZ, article 10; 210-FZ, article 11.2, part 7)."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    NOT_SATISFIED = "not_satisfied"
    EXPLAINED = "explained"


TO_ANSWER = (State.REGISTERED, State.CLUB_ASKED, State.DISPUTED)
"""An answer is owed: these stand in the queue and may be written in."""


class Complaint(Base):
    """One question, appeal or complaint; its id is the number told to the parent. It is registered as it is filed."""

    __tablename__ = "complaints"
    __table_args__ = (
        Index("ix_complaints_queue", "territory_id", "state", "due_on", "id"),
        Index("ix_complaints_club", "provider_id", "state"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    """Who wrote it."""
    kind: Mapped[Kind] = mapped_column(word(Kind))
    subject: Mapped[Subject | None] = mapped_column(word(Subject))
    addressee: Mapped[Side] = mapped_column(word(Side))
    """Who owes the answer: the body, or a club that was asked a question."""
    provider_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("providers.id"))
    """The club that it is about."""
    application_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("applications.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[State] = mapped_column(word(State))
    filed_at: Mapped[datetime]
    due_on: Mapped[date]
    """The last day for the answer, in the territory's time."""
    warn_on: Mapped[date]
    """The day from which the clerks are warned of it."""
    prolonged_from: Mapped[date | None]
    """What ``due_on`` was before it was prolonged; it is prolonged once."""
    for_heads: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Only those who head the body open it, and whom they give it to."""
    club_sees: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The club takes part in the thread; it reads only the messages that are for it."""
    club_by: Mapped[date | None]
    """The last day for the club's explanation."""
    assignee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))
    is_late: Mapped[bool | None]
    """Of the first answer: whether it came after its last day."""
    settle_by: Mapped[date | None]
    """The last day to say that an answer does not settle the matter."""
    is_settled: Mapped[bool | None]
    """What the parent said of the answer; None while nothing."""
    forwarded_to: Mapped[str | None] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    seen_parent: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    """The last message that each side has opened."""
    seen_body: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    seen_club: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    blocked_until: Mapped[date | None]
    """Closed at the person's word till this day: on no list (152-FZ, article 21)."""


class ComplaintMessage(Base):
    """A message of a thread, only ever added. The body reads all of them."""

    __tablename__ = "complaint_messages"

    id: Mapped[Id]
    complaint_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaints.id"), index=True)
    at: Mapped[datetime]
    side: Mapped[Side] = mapped_column(word(Side))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    text: Mapped[str] = mapped_column(Encrypted("complaint_messages.text"))
    parent_sees: Mapped[bool] = mapped_column(default=True, server_default=true())
    club_sees: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_answer: Mapped[bool] = mapped_column(default=False, server_default=false())


class ComplaintStep(Base):
    """A step of its life, only ever added."""

    __tablename__ = "complaint_steps"

    id: Mapped[Id]
    complaint_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaints.id"), index=True)
    at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(16))
    party: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    state: Mapped[State] = mapped_column(word(State))
    code: Mapped[str | None] = mapped_column(String(32))


class ComplaintDraft(Base):
    """What a person has begun to write and not sent; one for each person."""

    __tablename__ = "complaint_drafts"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column(word(Kind))
    addressee: Mapped[Side] = mapped_column(word(Side))
    subject: Mapped[Subject | None] = mapped_column(word(Subject))
    application_id: Mapped[int | None] = mapped_column(BigId)
    """The case that it is about; 0 for «none of them», None while it was not asked."""
    text: Mapped[str | None] = mapped_column(Encrypted("complaint_drafts.text"))
    changed_at: Mapped[datetime]


class ComplaintRoad(Base):
    """A territory's own terms of a road, by its document; a new row ends the one before."""

    __tablename__ = "complaint_roads"
    __table_args__ = (UniqueConstraint("territory_id", "road", "since"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    road: Mapped[str] = mapped_column(String(16))
    days: Mapped[int]
    warn_days: Mapped[int]
    club_days: Mapped[int]
    settle_days: Mapped[int]
    for_heads: Mapped[bool]
    document: Mapped[str] = mapped_column(String(300))
    since: Mapped[date]
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]
