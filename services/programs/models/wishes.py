"""What parents and staff add to the catalogue: kept programs, watched seats, words that mean the same."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id


class Synonym(Base):
    """Words that the staff of a territory want to be found for each other."""

    __tablename__ = "synonyms"
    __table_args__ = (UniqueConstraint("territory_id", "word", "means"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    word: Mapped[str] = mapped_column(String(64))
    means: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    added_at: Mapped[datetime]


class Favourite(Base):
    """A program that a parent keeps at hand."""

    __tablename__ = "favourites"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    program_id: Mapped[int] = mapped_column(BigId, ForeignKey("programs.id"), primary_key=True)
    added_at: Mapped[datetime]


class SeatWatch(Base):
    """«Сообщите, когда появится место»: a parent waits to be told, once for each seat that comes free."""

    __tablename__ = "seat_watches"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
