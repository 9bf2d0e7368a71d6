"""The social order (социальный заказ): what may be spent, by line, and how it came to be so."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    CheckConstraint,
    ForeignKey,
    Index,
    ScalarSelect,
    String,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from services.core.db import Base, BigId, Id, word
from services.orders.models.words import DraftState

NORM_DIGITS = 32


class Exact(TypeDecorator[Decimal]):
    """A decimal kept as it was written, digit for digit: SQLite would make a float of it."""

    impl = String(NORM_DIGITS)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else Decimal(value)


class OrderLine(Base):
    """A line of the order for one calendar year; code None where the act lists no services.

    Limits are the year's volume: children, person-hours, money in kopecks. ``reserved`` is all that was promised,
    ``committed`` the part of it bound by contracts, ``paid`` the part of that which was rendered and accepted.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        Index("uq_order_lines_code", "territory_id", "year", "service_code", unique=True),
        Index(
            "uq_order_lines_single",
            "territory_id",
            "year",
            unique=True,
            sqlite_where=text("service_code IS NULL"),
            postgresql_where=text("service_code IS NULL"),
        ),
        CheckConstraint("children_reserved >= 0 AND children_reserved <= children_limit", name="children"),
        CheckConstraint("hours_reserved >= 0 AND hours_reserved <= hours_limit", name="hours"),
        CheckConstraint("money_reserved >= 0 AND money_reserved <= money_limit", name="money"),
        CheckConstraint("hours_committed >= hours_paid AND hours_committed <= hours_reserved", name="hours_committed"),
        CheckConstraint("money_committed >= money_paid AND money_committed <= money_reserved", name="money_committed"),
        CheckConstraint("hours_paid >= 0 AND money_paid >= 0", name="paid"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    service_code: Mapped[str | None] = mapped_column(String(32))
    norm: Mapped[Decimal | None] = mapped_column(Exact)
    """Normative cost of a person-hour in roubles, unrounded; None where the order does not print one."""
    is_removed: Mapped[bool] = mapped_column(default=False)
    """Taken out by an amendment; its limits are nought and it pays for nothing."""
    children_limit: Mapped[int]
    hours_limit: Mapped[int]
    money_limit: Mapped[int] = mapped_column(BigId)
    children_reserved: Mapped[int] = mapped_column(default=0)
    hours_reserved: Mapped[int] = mapped_column(default=0)
    money_reserved: Mapped[int] = mapped_column(BigId, default=0)
    hours_committed: Mapped[int] = mapped_column(default=0)
    money_committed: Mapped[int] = mapped_column(BigId, default=0)
    hours_paid: Mapped[int] = mapped_column(default=0)
    money_paid: Mapped[int] = mapped_column(BigId, default=0)


class Amendment(Base):
    """One change of a year's order: its act, from when it holds, and every value before and after."""

    __tablename__ = "order_amendments"
    __table_args__ = (UniqueConstraint("territory_id", "year", "number"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    number: Mapped[int]
    """Counts from 1 in each order; the first one makes it."""
    act: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What ``rules.changes.dump`` writes."""
    why: Mapped[str] = mapped_column(String(300))
    made_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    made_at: Mapped[datetime]


class OrderDraft(Base):
    """A change that was read from a file or is being typed, and waits for a person's yes. It outlives the dialogue."""

    __tablename__ = "order_drafts"

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    source: Mapped[str] = mapped_column(String(300))
    """Name of the file it was read from; empty for what was typed."""
    wanted: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The fields of ``rules.changes.Wanted`` of each line."""
    is_whole: Mapped[bool]
    """Lines that it does not name are taken out."""
    act: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date | None]
    why: Mapped[str] = mapped_column(String(300), default="")
    edition: Mapped[int]
    """The amendment on which the shown difference was counted: after another one the draft is stale."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[DraftState] = mapped_column(word(DraftState))
    made_at: Mapped[datetime]


def paying_line(
    territory_id: int | BindParameter[int],
    year: int | BindParameter[int],
    service_code: str | BindParameter[str] | None,
) -> ScalarSelect[int]:
    """The id of the line that pays for a service: the one with its code before the common one."""
    return (
        select(OrderLine.id)
        .where(
            OrderLine.territory_id == territory_id,
            OrderLine.year == year,
            OrderLine.is_removed.is_(False),
            (OrderLine.service_code == service_code) | OrderLine.service_code.is_(None),
        )
        .order_by(OrderLine.service_code.is_(None))
        .limit(1)
        .scalar_subquery()
    )
