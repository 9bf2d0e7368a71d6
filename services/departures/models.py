"""Departures and what each child there is offered. Nothing here names a person."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word
from services.departures.rules import Answer, Ground, Stage, Subject

LIVE = text("stage IN ('running', 'offered')")
WAITS = text("answer IS NULL")


class Departure(Base):
    """A provider, one program of it or one group ends on a day; of one subject at most one plan is live."""

    __tablename__ = "departures"
    __table_args__ = (
        Index("uq_departures_live", "subject", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_departures_stage", "stage", "id"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    program_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("programs.id"))
    group_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("groups.id"))
    subject: Mapped[str] = mapped_column(String(40))
    """``provider:1``, ``program:1`` or ``group:1``: what ends."""
    leaves_on: Mapped[date]
    """The last day of lessons."""
    reply_by: Mapped[date]
    """The last day for a family's choice; seats are held through it."""
    ground: Mapped[Ground] = mapped_column(word(Ground))
    document: Mapped[str] = mapped_column(String(200))
    """Kind, number and date of the paper that the departure rests on."""
    holds: Mapped[bool]
    """The first place of each child is held through ``reply_by``."""
    stage: Mapped[Stage] = mapped_column(word(Stage))
    begun_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """In whose name choices are approved that every rule admits; None: the command line, then a clerk decides each."""
    begun_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    undone_at: Mapped[datetime | None]

    @property
    def what(self) -> Subject:
        """What ends, by its numbers."""
        return Subject(self.provider_id, self.program_id, self.group_id)


class Placement(Base):
    """What one enrolled child of a departure is offered and what was chosen; once for each, however often it is run."""

    __tablename__ = "placements"
    __table_args__ = (
        UniqueConstraint("departure_id", "application_id"),
        Index("ix_placements_waiting", "departure_id", "id", sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: Mapped[Id]
    departure_id: Mapped[int] = mapped_column(BigId, ForeignKey("departures.id"))
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id", ondelete="CASCADE"))
    """The case that ends."""
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id", ondelete="CASCADE"), index=True)
    proposals: Mapped[list[int]] = mapped_column(JSON)
    """Groups, the best first."""
    held_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("groups.id"))
    """The group in which a seat is held while the choice waits."""
    answer: Mapped[Answer | None] = mapped_column(word(Answer))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    assisted_how: Mapped[str | None] = mapped_column(String(16))
    """Of a choice that a clerk wrote down for the family: ``paper`` or ``code``."""
    number: Mapped[int | None] = mapped_column(BigId, ForeignKey("applications.id", ondelete="SET NULL"))
    """The application in place of the old case."""
