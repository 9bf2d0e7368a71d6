"""The social order (социальный заказ): what may be spent, by line."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, ScalarSelect, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id


class OrderLine(Base):
    """A line of the order for one calendar year; code None where the act lists no services.

    Limits are the year's volume: children, person-hours, money in kopecks.
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
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    year: Mapped[int]
    service_code: Mapped[str | None] = mapped_column(String(32))
    children_limit: Mapped[int]
    hours_limit: Mapped[int]
    money_limit: Mapped[int] = mapped_column(BigId)
    children_reserved: Mapped[int] = mapped_column(default=0)
    hours_reserved: Mapped[int] = mapped_column(default=0)
    money_reserved: Mapped[int] = mapped_column(BigId, default=0)


def paying_line(territory_id: int, year: int, service_code: str | None) -> ScalarSelect[int]:
    """The id of the line that pays for a service: the one with its code before the common one."""
    return (
        select(OrderLine.id)
        .where(
            OrderLine.territory_id == territory_id,
            OrderLine.year == year,
            (OrderLine.service_code == service_code) | OrderLine.service_code.is_(None),
        )
        .order_by(OrderLine.service_code.is_(None))
        .limit(1)
        .scalar_subquery()
    )
