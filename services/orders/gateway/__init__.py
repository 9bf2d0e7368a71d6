"""Files of the order: read from a workbook, written as one."""

from services.orders.gateway.sheet import COLUMNS, layout, read

__all__ = ["COLUMNS", "layout", "read"]
