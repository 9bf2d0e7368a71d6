"""Days on which the territory's or the country's production calendar differs from the library's."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base


class CalendarDay(Base):
    """An override of one day, with the act that moved it."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    source: Mapped[str] = mapped_column(String(200))
