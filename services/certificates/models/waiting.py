"""The waiting list of a full group."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class WaitingStatus(StrEnum):
    """waiting → offered → accepted | declined | lapsed; or left by the parent, gone with the group."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    GONE = "gone"


IN_LIST = (WaitingStatus.WAITING, WaitingStatus.OFFERED)
STANDS = text("status IN ('waiting', 'offered')")


class WaitingEntry(Base):
    """A child's place in the waiting list of a group; the order is that of the ids.

    ``party`` is the first entry of those that a family joined by one press: brothers and sisters are offered seats
    together where there are enough.
    """

    __tablename__ = "waiting_entries"
    __table_args__ = (
        Index(
            "uq_waiting_entries_live", "group_id", "child_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS
        ),
        Index("ix_waiting_entries_terms", "answer_by", sqlite_where=STANDS, postgresql_where=STANDS),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"))
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    parent_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    party: Mapped[int | None] = mapped_column(BigId)
    status: Mapped[WaitingStatus] = mapped_column(word(WaitingStatus), default=WaitingStatus.WAITING)
    joined_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    """Until when the seat is held; the night is not counted."""
    ended_at: Mapped[datetime | None]
    application_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("applications.id", ondelete="SET NULL"))
