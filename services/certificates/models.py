"""Applications for enrolment and a certificate, and the certificates themselves."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class ApplicationStatus(StrEnum):
    """submitted → awaiting_contract → enrolled; or refused, or withdrawn.

    Filed below the level of identity that the territory asks for it is a draft → submitted, or lapsed.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AWAITING_CONTRACT = "awaiting_contract"
    ENROLLED = "enrolled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class CertificateStatus(StrEnum):
    """reserved at approval → active when the contract is in force; or released."""

    RESERVED = "reserved"
    ACTIVE = "active"
    RELEASED = "released"


LIVE_STATUSES = (
    ApplicationStatus.DRAFT,
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.AWAITING_CONTRACT,
    ApplicationStatus.ENROLLED,
)
LIVE = text("status IN ('draft', 'submitted', 'awaiting_contract', 'enrolled')")
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
        Index("ix_applications_queue", "territory_id", "status", "due_on", "id"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    parent_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"))
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
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    blocked_until: Mapped[date | None]
    """Closed at the parent's word till this day: on no list of the staff or the club (152-FZ, article 21)."""
    ground: Mapped[str | None] = mapped_column(String(32))
    """Code of the ground of a refusal."""


class Certificate(Base):
    """A social certificate (189-FZ, article 20): the right to a service in an amount at budget expense."""

    __tablename__ = "certificates"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(32), unique=True)
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id"), unique=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
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
    unified_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("unified_certificates.id"), index=True)
    """The unified certificate of which this one is a line; its own paper is replaced by that."""


class UnifiedCertificate(Base):
    """Единый социальный сертификат for two or more services of one child (189-FZ, article 20, part 9).

    Its lines are certificates, each with a ledger of its own: one line can end while the others go on.
    """

    __tablename__ = "unified_certificates"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(32), unique=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
