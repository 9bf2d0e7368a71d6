"""Surveys of parents: who was asked, what was said, and what came of it.

Who was asked (``Survey``) and what was said (``Ballot``) are tied by a sealed one-time token while the survey is open,
so that a family can change its mind; at closing the token is destroyed. Ballots wait without names until a group of
them may be counted (``Result``), and are destroyed then: only sums stay.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word

UNTOLD = text("is_told = false AND result_id IS NOT NULL")
TOKEN = 32
"""Hexadecimal digits of a token: 128 random bits."""


class Subject(StrEnum):
    """What a survey is about. Only voices about lessons count for indicator 5.3."""

    APPLYING = "applying"
    LESSONS = "lessons"


class Moment(StrEnum):
    """When a survey is asked; when that is, is a territory's rule.

    ``LESSONS``: after the first month of lessons; ``MIDDLE``: in the middle of the year; ``END``: before the last
    lesson; ``LEAVING``: the child left before that.
    """

    APPLYING = "applying"
    LESSONS = "lessons"
    MIDDLE = "middle"
    END = "end"
    LEAVING = "leaving"

    @property
    def subject(self) -> Subject:
        """What is asked at this moment."""
        return Subject.APPLYING if self is Moment.APPLYING else Subject.LESSONS


class Survey(Base):
    """An invitation to answer, one per contract and moment; all of a family's opened at once are one message."""

    __tablename__ = "surveys"
    __table_args__ = (
        UniqueConstraint("contract_id", "moment"),
        UniqueConstraint("contract_id", "counted_in"),
        Index("ix_surveys_period", "territory_id", "moment", "opened_at"),
        Index("ix_surveys_closing", "is_parted", "closes_at"),
        Index("ix_surveys_cell", "provider_id", "closes_at", "result_id"),
        Index("ix_surveys_counted", "territory_id", "counted_in", "is_parted"),
        Index("ix_surveys_untold", "person_id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )

    id: Mapped[Id]
    contract_id: Mapped[int] = mapped_column(BigId, ForeignKey("contracts.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    service_code: Mapped[str | None] = mapped_column(String(32))
    focus: Mapped[str | None] = mapped_column(String(32))
    settlement: Mapped[str | None] = mapped_column(String(80))
    moment: Mapped[Moment] = mapped_column(word(Moment))
    template: Mapped[str] = mapped_column(String(32))
    counted_in: Mapped[int | None]
    """The calendar year for whose indicator 5.3 it counts: one voice per contract and year, so one survey of it."""
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    token: Mapped[str | None] = mapped_column(Encrypted("surveys.token"))
    """The ballot of an open survey that was answered; destroyed at closing."""
    is_parted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It is over, and nothing here tells whether it was answered."""
    result_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("survey_results.id"), index=True)
    """The result among whose invited it was counted; it was so for those who were silent too."""
    is_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its family has heard what came of it."""


class Ballot(Base):
    """What somebody said. It names nobody, has no time, and its place in the table is random.

    ``period`` is empty while the survey is open, then year and month of its closing (202610).
    """

    __tablename__ = "ballots"
    __table_args__ = (
        Index("ix_ballots_waiting", "territory_id", "period", "provider_id"),
        {"sqlite_with_rowid": False},
    )

    token: Mapped[str] = mapped_column(String(TOKEN), primary_key=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    service_code: Mapped[str | None] = mapped_column(String(32))
    focus: Mapped[str | None] = mapped_column(String(32))
    settlement: Mapped[str | None] = mapped_column(String(80))
    subject: Mapped[Subject] = mapped_column(word(Subject))
    is_held: Mapped[bool]
    """A lesson had been held before it was said."""
    counts: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It counts for indicator 5.3; known at closing."""
    period: Mapped[int | None]
    answers: Mapped[dict[str, int]] = mapped_column(JSON)
    """The code of a question → the value chosen."""
    remark: Mapped[str | None] = mapped_column(Encrypted("ballots.remark"))


class Result(Base):
    """Voices counted together, never fewer than the territory shows. Whatever is published is a sum of these.

    A column that is empty was left out so that the group became large enough: without a provider it is what several
    clubs' families said together.
    """

    __tablename__ = "survey_results"
    __table_args__ = (
        Index("ix_survey_results_period", "territory_id", "period"),
        Index("ix_survey_results_provider", "provider_id", "period"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("providers.id"))
    service_code: Mapped[str | None] = mapped_column(String(32))
    focus: Mapped[str | None] = mapped_column(String(32))
    settlement: Mapped[str | None] = mapped_column(String(80))
    subject: Mapped[Subject] = mapped_column(word(Subject))
    counts: Mapped[bool]
    period: Mapped[int]
    invited: Mapped[int]
    respondents: Mapped[int]
    grades: Mapped[dict[str, int]] = mapped_column(JSON)
    """Grades of the key question, «5» to «1» → how many chose it."""
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Other questions that enough answered: code → value → how many."""
    remarks: Mapped[str | None] = mapped_column(Encrypted("survey_results.remarks"))
    """A JSON list of what was written, in the order of the alphabet."""


class Reply(Base):
    """What a club says to the families of a month's results, to be read by everybody."""

    __tablename__ = "survey_replies"
    __table_args__ = (UniqueConstraint("provider_id", "period"),)

    id: Mapped[Id]
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    period: Mapped[int]
    ready: Mapped[int]
    """The number of a ready answer (``surveys.toml``)."""
    words: Mapped[str | None] = mapped_column(Encrypted("survey_replies.words"))
    """The club's own words beside it: free text is kept sealed."""
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    replied_at: Mapped[datetime]
