"""Limits beside the lines, and the rules of money: each with its act and its days."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word
from services.orders.models.words import Model, Split, Unit


class FundingPeriod(Base):
    """A part of a budget year with money of its own: the school year cuts the budget year in two.

    Example: 01.01–31.08 and 01.09–31.12; periods of one territory never overlap. Money is in kopecks.
    """

    __tablename__ = "funding_periods"
    __table_args__ = (
        UniqueConstraint("territory_id", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("money_reserved >= 0 AND money_reserved <= money_limit", name="money"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    act: Mapped[str] = mapped_column(String(300))
    money_limit: Mapped[int] = mapped_column(BigId)
    money_reserved: Mapped[int] = mapped_column(BigId, default=0)


class FocusLimit(Base):
    """How many certificates of one focus a year's order pays for: 0 pays for none, no row sets no limit."""

    __tablename__ = "focus_limits"
    __table_args__ = (
        UniqueConstraint("territory_id", "year", "focus"),
        CheckConstraint("reserved >= 0 AND reserved <= most", name="most"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    focus: Mapped[str] = mapped_column(String(32))
    act: Mapped[str] = mapped_column(String(300))
    most: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)


class Agreement(Base):
    """Соглашение о финансовом обеспечении (возмещении) затрат with one provider (189-FZ, article 22).

    Σ of what its certificates hold stays within ``money_limit``; None is an agreement without a sum.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        UniqueConstraint("territory_id", "number"),
        Index("ix_agreements_of", "territory_id", "provider_id", "starts_on"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("money_reserved >= 0", name="money"),
        CheckConstraint("money_limit IS NULL OR money_reserved <= money_limit", name="money_limit"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"))
    number: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    money_limit: Mapped[int | None] = mapped_column(BigId)
    money_reserved: Mapped[int] = mapped_column(BigId, default=0)


class FundingRule(Base):
    """How a territory funds certificates from ``valid_from`` to ``valid_to``, both days included, by which act."""

    __tablename__ = "funding_rules"
    __table_args__ = (
        UniqueConstraint("territory_id", "valid_from"),
        CheckConstraint("valid_from <= valid_to", name="days"),
        CheckConstraint("nominal >= 0", name="nominal"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    act: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    model: Mapped[Model] = mapped_column(word(Model))
    unit: Mapped[Unit] = mapped_column(word(Unit))
    nominal: Mapped[int] = mapped_column(BigId, default=0)
    """A child's yearly nominal in the unit, where the model is an account."""
    split: Mapped[Split] = mapped_column(word(Split))
    needs_agreement: Mapped[bool] = mapped_column(default=False)
    """Nothing is promised to a provider without an agreement in force."""
