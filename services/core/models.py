"""Persons at the desk, and the doors by which they come.

The address in a messenger identifies a person, so it stands in a table of its own, encrypted.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id


class Person(Base):
    """Somebody who came to the desk, through whichever door."""

    __tablename__ = "persons"

    id: Mapped[Id]
    locale: Mapped[str] = mapped_column(String(8))
    territory_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("territories.id"))
    created_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None]


class Door(Base):
    """A person's address in one channel (``telegram`` today)."""

    __tablename__ = "doors"
    __table_args__ = (UniqueConstraint("channel", "address_index"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    address_index: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Encrypted("doors.address"))
