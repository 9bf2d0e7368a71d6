"""Posts of staff and of providers' people, and the invitations that give them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.core.actor import Role
from services.core.db import Base, BigId, Id, word


class Membership(Base):
    """A person holds a post. Ended posts stay: an auditor asks who could decide then."""

    __tablename__ = "memberships"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    role: Mapped[Role] = mapped_column(word(Role))
    provider_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("providers.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class Invite(Base):
    """A one-time deep link to a post. Only the digest of its code is kept."""

    __tablename__ = "invites"

    id: Mapped[Id]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    role: Mapped[Role] = mapped_column(word(Role))
    provider_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("providers.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
