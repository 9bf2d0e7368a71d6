"""What parents and staff add to the catalogue: kept programs, watched seats, words that mean the same, links opened."""

from datetime import date, datetime

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
    seen_seats: Mapped[int | None]
    """Free seats that one could apply to when the parent last saw its card; None before the first look."""


class SeatWatch(Base):
    """«Сообщите, когда появится место»: a parent waits to be told, once for each time that a group takes children.

    ``told_at`` is set when the parent is told and cleared when the group takes nobody again; ``answered_at`` is set by
    an application to the group, and ends the watch.
    """

    __tablename__ = "seat_watches"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class LinkVisit(Base):
    """How often links into the desk were opened, by the place where they stood; nobody is kept."""

    __tablename__ = "link_visits"

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    """Where the link leads: ``p`` to a program, ``t`` to a territory; ``i`` is a program sent from the inline mode."""
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    """Where it stood: ``qr``, ``share``, ``inline``, or a word of whoever gave the link out."""
    day: Mapped[date] = mapped_column(primary_key=True)
    """The territory's day."""
    visits: Mapped[int]
