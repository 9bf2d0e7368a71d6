"""Education contracts between a provider and the recipient of a certificate."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word


class ContractStatus(StrEnum):
    """draft → offered (one side agreed) → in_force (both did) → ended early; or lapsed."""

    DRAFT = "draft"
    OFFERED = "offered"
    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    ENDED = "ended"


LIVE = sql("status <> 'lapsed'")
_SERVED = ("territory_id", "status", "child_id", "starts_on", "ends_on", "in_force_at", "service_code", "provider_id")
"""All that counts children of a year, child by child: a table of a million contracts is not read for it."""


class Contract(Base):
    """Both sides hold the same bytes: ``text`` never changes after it is made, ``digest`` is its SHA-256."""

    __tablename__ = "contracts"
    __table_args__ = (
        Index("uq_contracts_live", "application_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_contracts_served", *_SERVED),
        Index("ix_contracts_lessons", "status", "first_lesson_ends_at"),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id"), index=True)
    """A renewed offer is a new contract: of one application one at most has not lapsed."""
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"), index=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"), index=True)
    parent_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"))
    service_code: Mapped[str | None] = mapped_column(String(32))
    template: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Encrypted("contracts.text"))
    digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(Encrypted("contracts.facts"))
    """What the text was made of, as JSON: the summary and the translation come from the same."""
    first_side: Mapped[str] = mapped_column(String(16))
    """Who agrees first; fixed when the contract is made, whatever the territory decides later."""
    status: Mapped[ContractStatus] = mapped_column(word(ContractStatus))
    made_at: Mapped[datetime]
    sign_by: Mapped[date]
    """The last day for the parent's signature."""
    provider_agreed_at: Mapped[datetime | None]
    parent_agreed_at: Mapped[datetime | None]
    in_force_at: Mapped[datetime | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    blocked_until: Mapped[date | None]
    """Closed at the parent's word till this day: on no list of the staff or the club (152-FZ, article 21)."""
    destroyed_at: Mapped[datetime | None]
    """When the text lost its people: the term of keeping was over."""
    first_lesson_ends_at: Mapped[datetime | None]
    """When the first lesson that this child can attend is over; set when the contract comes into force."""


class Destruction(Base):
    """An act of destruction of a person's data (Roskomnadzor's order of 28.10.2022 No. 179); its id is its number."""

    __tablename__ = "destructions"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    operator: Mapped[str] = mapped_column(String(400))
    ground: Mapped[str] = mapped_column(String(40))
    destroyed: Mapped[dict[str, int]] = mapped_column(JSON)
    """Kind of record → how many."""
    kept: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What stays, closed: kind, number, until."""
    made_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
