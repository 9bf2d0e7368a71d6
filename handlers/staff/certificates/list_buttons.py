"""Buttons of the waiting lists, for the body and the clubs."""

from aiogram.filters.callback_data import CallbackData


class Lists(CallbackData, prefix="waitall"):
    """Groups that have a waiting list."""

    page: int = 0


class ListOf(CallbackData, prefix="waitof"):
    """One list."""

    group_id: int
    page: int = 0
