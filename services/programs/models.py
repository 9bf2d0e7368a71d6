"""The catalogue: programs, their groups and weekly lessons."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class Focus(StrEnum):
    """Направленность: six values of the order on additional programs."""

    TECH = "tech"
    SCIENCE = "science"
    SPORT = "sport"
    ART = "art"
    TOURISM = "tourism"
    SOCIAL = "social"


class StudyForm(StrEnum):
    """Форма обучения."""

    FULL_TIME = "full_time"
    MIXED = "mixed"
    EXTRAMURAL = "extramural"


class Level(StrEnum):
    """Уровень: стартовый, базовый, продвинутый."""

    START = "start"
    BASIC = "basic"
    ADVANCED = "advanced"


class ProgramStatus(StrEnum):
    """A hidden program keeps its history and takes nobody new."""

    PUBLISHED = "published"
    HIDDEN = "hidden"


class Program(Base):
    """A general-developmental program (дополнительная общеразвивающая программа)."""

    __tablename__ = "programs"
    __table_args__ = (Index("ix_programs_shelf", "territory_id", "status", "focus"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    focus: Mapped[Focus] = mapped_column(word(Focus))
    form: Mapped[StudyForm] = mapped_column(word(StudyForm))
    level: Mapped[Level] = mapped_column(word(Level))
    service_code: Mapped[str | None] = mapped_column(String(32))
    is_adapted: Mapped[bool]
    age_from: Mapped[int]
    age_to: Mapped[int]
    hours: Mapped[int]
    """Academic hours in the school year."""
    hour_price: Mapped[int]
    """Normative cost of a person-hour, kopecks."""
    is_payable: Mapped[bool]
    """May be paid by a certificate: not pre-professional, the provider's kind is not excluded by the act."""
    address: Mapped[str] = mapped_column(String(300))
    status: Mapped[ProgramStatus] = mapped_column(word(ProgramStatus))
    search_text: Mapped[str] = mapped_column(Text)
    """Normal forms of the words of title, summary and focus, each between blanks."""


class Group(Base):
    """A group that takes children; the database refuses one more than its seats."""

    __tablename__ = "groups"
    __table_args__ = (CheckConstraint("taken >= 0 AND taken <= capacity", name="seats"),)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(BigId, ForeignKey("programs.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    capacity: Mapped[int]
    taken: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed_on: Mapped[date | None]
    """The day on which the organiser closed enrolment; None while it is open."""


class Lesson(Base):
    """A weekly lesson of a group."""

    __tablename__ = "lessons"

    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"), index=True)
    weekday: Mapped[int]
    """Monday is 0."""
    starts_at: Mapped[str] = mapped_column(String(5))
    """Local time, ``HH:MM``."""
    minutes: Mapped[int]
