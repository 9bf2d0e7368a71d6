"""Surveys of parents: one voice per child and contract."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class Moment(StrEnum):
    """When a survey is asked. Only answers after a held lesson count for indicator 5.3."""

    APPLYING = "applying"
    LESSONS = "lessons"


class Survey(Base):
    """An invitation to answer, one per contract and moment."""

    __tablename__ = "surveys"
    __table_args__ = (
        UniqueConstraint("contract_id", "moment"),
        Index("ix_surveys_period", "territory_id", "moment", "opened_at"),
        Index("ix_surveys_provider", "provider_id", "moment"),
    )

    id: Mapped[Id]
    contract_id: Mapped[int] = mapped_column(BigId, ForeignKey("contracts.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    moment: Mapped[Moment] = mapped_column(word(Moment))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class Answer(Base):
    """A grade from 1 (not at all) to 5 (fully) to one question."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("survey_id", "question"),)

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(BigId, ForeignKey("surveys.id"))
    question: Mapped[str] = mapped_column(String(32))
    grade: Mapped[int]
    answered_at: Mapped[datetime]
