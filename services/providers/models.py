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
    """A legal entity or sole trader; counted by ИНН, not by branch.

    A neighbour's catalogue knows it by ``key`` and may tell ОГРН instead of ИНН, and no licence.
    """

    __tablename__ = "providers"
    __table_args__ = (UniqueConstraint("territory_id", "inn"), UniqueConstraint("territory_id", "key"))

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    key: Mapped[str | None] = mapped_column(String(80))
    """``datasource:uuid`` of the neighbour's record; None for a provider that was entered here."""
    inn: Mapped[str | None] = mapped_column(String(12))
    ogrn: Mapped[str] = mapped_column(String(15), default="")
    name: Mapped[str] = mapped_column(String(300))
    sector: Mapped[Sector] = mapped_column(word(Sector))
    is_npo: Mapped[bool]
    licence: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(32), default="")
    """The Navigator's code of its kind (PartnerTypes)."""
    phone: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    site: Mapped[str] = mapped_column(String(300), default="")
    is_listed: Mapped[bool] = mapped_column(default=True)
    """False while an import is staged: the register shows it when the import is live."""
