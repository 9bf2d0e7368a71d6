"""Territories as the database keeps them: the text of the pack, and the few columns that lists are made of."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, Id, word
from services.territories.rules import Level


class Territory(Base):
    """One territory. The pack's text is the truth; the other columns are drawn from it when it is loaded."""

    __tablename__ = "territories"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(Text)
    level: Mapped[Level] = mapped_column(word(Level))
    timezone: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of ``source``: by it a pack is parsed once in a process."""
    shipped: Mapped[bool]
    """The text came with the desk; a pack loaded by hand is never replaced by a shipped one."""
    loaded_at: Mapped[datetime]
