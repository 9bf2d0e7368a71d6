"""Checklists in force, the unit that monitors, visits and their marks."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word


class VisitKind(StrEnum):
    """Who checks: the authorised body, or the provider itself (indicator 4.4)."""

    BODY = "body"
    SELF = "self"


class VisitState(StrEnum):
    """open (marks change) → act (signed; the provider may object) → closed. A self-check is closed at once."""

    OPEN = "open"
    ACT = "act"
    CLOSED = "closed"


class Mark(StrEnum):
    """Of one measure. Only the first two count for indicator 4.5."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"


class MonitoringUnit(Base):
    """The unit of the body that monitors, by its document."""

    __tablename__ = "monitoring_units"

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    document: Mapped[str] = mapped_column(String(300))
    since: Mapped[date]
    until: Mapped[date | None]
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]


class Checklist(Base):
    """The measures that a territory checks, as they were put in force; a new one ends the one before."""

    __tablename__ = "checklists"
    __table_args__ = (UniqueConstraint("territory_id", "version"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    version: Mapped[int]
    document: Mapped[str] = mapped_column(String(300))
    since: Mapped[date]
    until: Mapped[date | None]
    measures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]


class Visit(Base):
    """One check of one provider by one checklist."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_period", "territory_id", "kind", "state", "held_on"),
        Index("ix_visits_provider", "provider_id", "held_on"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    checklist_id: Mapped[int] = mapped_column(BigId, ForeignKey("checklists.id"))
    kind: Mapped[VisitKind] = mapped_column(word(VisitKind))
    state: Mapped[VisitState] = mapped_column(word(VisitState))
    held_on: Mapped[date]
    opened_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    opened_at: Mapped[datetime]
    signed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    signed_at: Mapped[datetime | None]
    object_by: Mapped[date | None]
    """The last day for the provider's objections."""
    closed_at: Mapped[datetime | None]


class VisitMark(Base):
    """What was found on one measure, by when it is to be mended, and what the provider says to it."""

    __tablename__ = "visit_marks"
    __table_args__ = (UniqueConstraint("visit_id", "measure"),)

    id: Mapped[Id]
    visit_id: Mapped[int] = mapped_column(BigId, ForeignKey("visits.id"))
    measure: Mapped[str] = mapped_column(String(32))
    mark: Mapped[Mark] = mapped_column(word(Mark))
    finding: Mapped[str | None] = mapped_column(Encrypted("visit_marks.finding"))
    remedy_by: Mapped[date | None]
    remedied_on: Mapped[date | None]
    objection: Mapped[str | None] = mapped_column(Encrypted("visit_marks.objection"))
    objected_at: Mapped[datetime | None]
    is_upheld: Mapped[bool | None]
    """Whether the body agreed with the objection; None while it waits."""
