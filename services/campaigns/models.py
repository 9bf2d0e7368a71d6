"""Messages to everyone: what is said, to whom, who agreed, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.campaigns.rules import Holding, Recipients
from services.core.db import Base, BigId, Id, word


class CampaignStatus(StrEnum):
    """draft → waiting_approval → approved → sending ⇄ paused → done, or stopped. A small one goes without approval."""

    DRAFT = "draft"
    WAITING_APPROVAL = "waiting_approval"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class Campaign(Base):
    """One message to the people of one territory.

    ``texts`` maps a language to markup; ``attachment`` is ``{"kind", "file"}``, the file being a reference that only
    the messenger understands; ``buttons`` are ``{"label", "to", "target"}``.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        Index("ix_campaigns_shelf", "territory_id", "status", "id"),
        Index("ix_campaigns_done", "status", "finished_at"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    status: Mapped[CampaignStatus] = mapped_column(word(CampaignStatus), default=CampaignStatus.DRAFT)
    texts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    attachment: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    recipients: Mapped[Recipients] = mapped_column(word(Recipients), default=Recipients.PARENTS)
    certificate: Mapped[Holding] = mapped_column(word(Holding), default=Holding.ANY)
    focus: Mapped[str | None] = mapped_column(String(32))
    """A focus of the catalogue's programs; None for all."""
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    approved_at: Mapped[datetime | None]
    mailing_id: Mapped[int | None] = mapped_column(BigId, index=True)
    started_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    started_at: Mapped[datetime | None]
    resumed_at: Mapped[datetime | None]
    """Since when it is going without a pause; ``resumed_from`` of the recipients were served before."""
    resumed_from: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    watcher_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    watched_message: Mapped[int | None] = mapped_column(BigId)
    """The message in the watcher's chat that shows the progress."""
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What came of it, once nobody waits any more."""
