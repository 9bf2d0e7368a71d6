"""Marks on the rows of the plan. The rows themselves stay in the territory's pack."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id

LIVE = text("undone_at IS NULL")


class PlanMark(Base):
    """Staff say that a row is done. A mark taken back stays with who took it back: an auditor asks."""

    __tablename__ = "plan_marks"
    __table_args__ = (
        Index(
            "uq_plan_marks_live",
            "territory_id",
            "row_key",
            "period",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    row_key: Mapped[str] = mapped_column(String(16))
    period: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """Of a row that comes again: the quarter or the year, «2026-Q1», «2027»; blank of any other."""
    done_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Encrypted("plan_marks.note"))
    """Typed by staff: free text is kept sealed."""
    marked_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    marked_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    undone_at: Mapped[datetime | None]


class PlanTold(Base):
    """A reminder of a row that was sent: each is sent once."""

    __tablename__ = "plan_told"

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(16), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    """``soon`` before the term, ``late`` after it."""
    told_at: Mapped[datetime]
