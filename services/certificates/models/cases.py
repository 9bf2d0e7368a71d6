"""Applications for enrolment and a certificate, and the certificates themselves."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word


class ApplicationStatus(StrEnum):
    """Where an application stands; the ways between are ``rules.lifecycle.TRANSITIONS`` (docs/lifecycle.md)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    RETURNED = "returned"
    TEST = "test"
    APPROVED = "approved"
    AWAITING_CONTRACT = "awaiting_contract"
    ENROLLED = "enrolled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TRANSFERRED = "transferred"
    LEFT = "left"


class CertificateStatus(StrEnum):
    """Where a certificate stands; the ways between are ``rules.changes.WAYS`` (docs/lifecycle.md)."""

    RESERVED = "reserved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    RELEASED = "released"
    EXPIRED = "expired"
    CONVERTED = "converted"


class MarkKind(StrEnum):
    """What a mark of the staff is."""

    NOTE = "note"
    ASSIGN = "assign"
    PROPOSE = "propose"


TO_DECIDE = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.REGISTERED,
    ApplicationStatus.TEST,
    ApplicationStatus.APPROVED,
)
"""The body or the club has the ball: what stands in the clerk's queue."""
UNDECIDED = (*TO_DECIDE, ApplicationStatus.RETURNED)
"""Filed, and nobody has said yes or no for good."""
CERTIFIED = (ApplicationStatus.AWAITING_CONTRACT, ApplicationStatus.ENROLLED)
"""Approved, and it stands: there is a certificate."""
LIVE_STATUSES = (
    ApplicationStatus.DRAFT,
    *UNDECIDED,
    ApplicationStatus.AWAITING_CONTRACT,
    ApplicationStatus.ENROLLED,
)
LIVE = text(f"status IN ({', '.join(repr(one.value) for one in LIVE_STATUSES)})")
WAITS = text(f"status IN ({', '.join(repr(one.value) for one in TO_DECIDE)})")
WENT_OVER = text("transfer_of IS NOT NULL")
UNFILED = (ApplicationStatus.DRAFT, ApplicationStatus.LAPSED)
"""Nothing of these has reached the body or the club."""


class Application(Base):
    """One child, one program, one school year; its id is the number told to the parent (189-FZ, article 20)."""

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_live",
            "child_id",
            "program_id",
            "school_year",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_applications_went_over", "transfer_of", sqlite_where=WENT_OVER, postgresql_where=WENT_OVER),
        Index("uq_applications_transfer", "transfer_of", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_applications_queue", "territory_id", "status", "due_on", "id"),
        Index(
            "ix_applications_waits",
            *("territory_id", "due_on", "id", "in_order"),
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    parent_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    program_id: Mapped[int] = mapped_column(BigId, ForeignKey("programs.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"), index=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"), index=True)
    school_year: Mapped[int]
    status: Mapped[ApplicationStatus] = mapped_column(word(ApplicationStatus))
    submitted_at: Mapped[datetime]
    """The time of filing; a draft reserves it."""
    confirm_by: Mapped[date | None]
    """The last day to confirm a draft, in the territory's time."""
    due_on: Mapped[date]
    """The last day for the decision, in the territory's time."""
    registered_at: Mapped[datetime | None]
    """When it got into the register: the terms of the decision run from this day."""
    club_by: Mapped[date | None]
    """The last day on which the club is asked whether it has a place for the child."""
    answer_by: Mapped[date | None]
    """The last day for the parent's answer to a returned application."""
    days_left: Mapped[int | None]
    """Working days that the decision still had when the application was returned: they stand still meanwhile."""
    remark: Mapped[str | None] = mapped_column(String(32))  # code of what it was returned for
    priority: Mapped[int] = mapped_column(default=1)
    """The parent's own order of the child's applications, from 1."""
    filed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """The person of the body who filed it for the parent («через сотрудника»)."""
    filed_how: Mapped[str | None] = mapped_column(String(16))
    """``code``: the parent's one-time code; ``paper``: a signed form."""
    warned_at: Mapped[datetime | None]
    """When the clerks were warned that the term ends."""
    escalated_at: Mapped[datetime | None]
    """When the chiefs were told that it has ended."""
    reminded_at: Mapped[datetime | None]
    """When the person was reminded that a draft waits to be confirmed."""
    assignee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """The person of the body who has taken the case or was given it; None: whoever comes first."""
    proposed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """Who of the body has proposed to approve it, where a second person approves; a return or a test makes it void."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    blocked_until: Mapped[date | None]
    """Closed at the parent's word till this day: on no list of the staff or the club (152-FZ, article 21)."""
    ground: Mapped[str | None] = mapped_column(String(32))
    """Code of the ground of a refusal."""
    transfer_of: Mapped[int | None] = mapped_column(BigId, ForeignKey("applications.id", ondelete="SET NULL"))
    """The enrolled case in whose place this one is to come."""
    seat_held: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A seat is held for it: the approval takes no other, any other end gives it back."""
    in_order: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It stands in the order of an opening: nobody approves it before its turn."""


UNTOLD = text("status = 'active' AND unused_told_at IS NULL")


class ApplicationStep(Base):
    """One step of an application's life, only ever added: what was done, by whom, on which rules."""

    __tablename__ = "application_steps"

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id"), index=True)
    at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(16))
    party: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    status: Mapped[ApplicationStatus] = mapped_column(word(ApplicationStatus))  # where the step led
    code: Mapped[str | None] = mapped_column(String(32))
    """Ground of a refusal, remark of a return."""
    is_late: Mapped[bool | None]
    """Of a decision: whether it came after the last day of its term."""
    applied: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """Version of every rule and the value that it was applied to (``rules.eligibility``)."""


class CaseMark(Base):
    """What the staff put to a case beside its steps, only ever added: who has it, who proposes, a note."""

    __tablename__ = "case_marks"

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    kind: Mapped[MarkKind] = mapped_column(word(MarkKind))
    other_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """To whom it was given; None: to nobody."""
    text: Mapped[str | None] = mapped_column(Encrypted("case_marks.text"))
    """A note, as it was typed on a page or in a chat that takes no personal data."""


class Certificate(Base):
    """A social certificate (189-FZ, article 20): the right to a service in an amount at budget expense."""

    __tablename__ = "certificates"
    __table_args__ = (
        Index("ix_certificates_ends", "territory_id", "status", "valid_to"),
        Index(
            "ix_certificates_unused",
            "territory_id",
            "activated_at",
            sqlite_where=UNTOLD,
            postgresql_where=UNTOLD,
        ),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id"), unique=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_lines.id"))
    service_code: Mapped[str | None] = mapped_column(String(32))
    hours: Mapped[int]
    nominal: Mapped[int] = mapped_column(BigId)
    """Kopecks."""
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    status: Mapped[CertificateStatus] = mapped_column(word(CertificateStatus))
    reserved_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    suspended_till: Mapped[date | None]
    """The last day of a suspension; after it the certificate is in force again by itself."""
    unused_told_at: Mapped[datetime | None]
    """When the family was told that nothing has been paid from it, or it was seen that something has."""
    unified_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("unified_certificates.id"), index=True)
    """The unified certificate of which this one is a line; its own paper is replaced by that."""


class CertificateChange(Base):
    """A version of a certificate after its approval, only ever added: what was done, by whom, and what is otherwise.

    The approval, the contract and the release stand among the application's own steps.
    """

    __tablename__ = "certificate_changes"

    id: Mapped[Id]
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"), index=True)
    at: Mapped[datetime]
    deed: Mapped[str] = mapped_column(String(16))
    party: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    code: Mapped[str | None] = mapped_column(String(32))
    """Ground of a suspension, cause of its end, reason of a change."""
    changed: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """Field → what it was and what it is, as ISO dates and words of a state."""
