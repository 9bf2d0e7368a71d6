"""The register of providers (исполнители услуг)."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class Sector(StrEnum):
    """Who founded the provider: the acts count «не муниципальные» and «не государственные» apart."""

    MUNICIPAL = "municipal"
    STATE = "state"
    PRIVATE = "private"


class Provider(Base):
    """A legal entity or sole trader; counted by ИНН, not by branch."""

    __tablename__ = "providers"
    __table_args__ = (UniqueConstraint("territory_id", "inn"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    inn: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(300))
    sector: Mapped[Sector] = mapped_column(word(Sector))
    is_npo: Mapped[bool]
    licence: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(300))
