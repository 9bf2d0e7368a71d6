"""What staff enter beside the counted figures, and how a year's table is agreed and frozen."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word

LIVE = text("withdrawn_at IS NULL")


class Source(StrEnum):
    """Where a fact comes from."""

    COMPUTED = "computed"
    MANUAL = "manual"
    IMPORTED = "imported"


class PeriodState(StrEnum):
    """How far a year's table is; ``corrected``: a newer version was published, both stay visible."""

    COLLECTING = "collecting"
    AGREED = "agreed"
    SIGNED = "signed"
    PUBLISHED = "published"
    CORRECTED = "corrected"


class IndicatorValue(Base):
    """A fact entered by a person: of a row that nobody counts, or instead of a counted one, then with a reason."""

    __tablename__ = "indicator_values"
    __table_args__ = (
        Index(
            "uq_indicator_values_live",
            "territory_id",
            "year",
            "row",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    row: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(120))
    source: Mapped[Source] = mapped_column(word(Source))
    reason: Mapped[str | None] = mapped_column(Encrypted("indicator_values.reason"))
    """Typed by staff: free text is kept sealed."""
    evidence: Mapped[str] = mapped_column(String(300))
    """The document behind the value: name, number, date."""
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None]


class EvidenceFile(Base):
    """The document behind a value, as a file: sealed in the store of papers, its key here. It stays with its value."""

    __tablename__ = "evidence_files"

    id: Mapped[Id]
    value_id: Mapped[int] = mapped_column(BigId, ForeignKey("indicator_values.id"), unique=True)
    name: Mapped[str] = mapped_column(Encrypted("evidence_files.name"))
    """What the sender's device called it; only ever shown."""
    key: Mapped[str] = mapped_column(Encrypted("evidence_files.key"))
    place: Mapped[str] = mapped_column(String(32), unique=True)
    media: Mapped[str] = mapped_column(String(32))
    """Media type by the contents."""
    size: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the bytes as they are kept; frozen with the rows of an agreed table."""


class IndicatorPeriod(Base):
    """A version of a year's table. Its rows are frozen when it is agreed; a correction is a new version."""

    __tablename__ = "indicator_periods"
    __table_args__ = (UniqueConstraint("territory_id", "year", "version"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    version: Mapped[int]
    state: Mapped[PeriodState] = mapped_column(word(PeriodState))
    due_on: Mapped[date]
    """The last day for values by hand."""
    opened_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    opened_at: Mapped[datetime]
    agreed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    agreed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    signed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    formula_version: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of what the figures were counted from."""
    rows: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """The table as it was agreed."""


class Support(Base):
    """State or municipal support given to a non-profit organisation; rows 1.1 and 1.4 of the acts."""

    __tablename__ = "ngo_support"
    __table_args__ = (Index("ix_ngo_support_days", "territory_id", "given_on"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    inn: Mapped[str] = mapped_column(String(12))
    given_on: Mapped[date]
    amount: Mapped[int] = mapped_column(BigId)
    """Kopecks; 0 for support in kind."""
    document: Mapped[str] = mapped_column(String(300))
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None]


class FactorAnalysis(Base):
    """The confirmed factor analysis: it turns «будет определено» of the act into values. The newest counts."""

    __tablename__ = "factor_analyses"
    __table_args__ = (Index("ix_factor_analyses_territory", "territory_id", "confirmed_on"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    confirmed_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, list[str | None]]] = mapped_column(JSON)
    """Row → its base and target as printed in the analysis."""
    strong: Mapped[list[str]] = mapped_column(JSON)
    """ИНН of those rated as having a high potential of competition (row 2.4)."""
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None]


class Coverage(Base):
    """Children in additional education and children in all, from outside (order № 170 of 15.04.2019); row 3.2S."""

    __tablename__ = "coverages"
    __table_args__ = (
        Index("uq_coverages_live", "territory_id", "year", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    children: Mapped[int]
    population: Mapped[int]
    origin: Mapped[str] = mapped_column(String(300))
    entered_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None]
