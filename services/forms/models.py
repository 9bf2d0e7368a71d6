"""Half-filled forms: what was typed is kept, encrypted, until the form is finished or dropped."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId


class Draft(Base):
    """The answers so far of one person to one form, as JSON text."""

    __tablename__ = "form_drafts"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[str] = mapped_column(Encrypted("form_drafts.answers"))
    changed_at: Mapped[datetime]
