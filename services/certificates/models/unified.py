"""The unified certificate: a head over lines that are certificates, and its versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id


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


class UnifiedVersion(Base):
    """What a unified certificate consisted of from a moment on, only ever added."""

    __tablename__ = "unified_versions"
    __table_args__ = (UniqueConstraint("unified_id", "number"),)

    id: Mapped[Id]
    unified_id: Mapped[int] = mapped_column(BigId, ForeignKey("unified_certificates.id"))
    number: Mapped[int]
    """Counts from 1 in each certificate."""
    at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Of each line: number, code, hours, nominal in kopecks, term, state."""
