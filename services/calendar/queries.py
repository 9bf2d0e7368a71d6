"""Terms in working days, by the country's calendar and the desk's overrides."""

from datetime import date

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import rules
from services.calendar.models import CalendarDay

_DAYS = CalendarDay.__table__.c
_AFTER = select(_DAYS.day, _DAYS.is_working).where(_DAYS.day > bindparam("start"))
"""Every application asks this: built once, and of tables, not of classes."""


async def add_working_days(session: AsyncSession, start: date, days: int) -> date:
    """The last day of a term of ``days`` working days; the first of them is the next working day after ``start``.

    Acts count so: the term begins on the day after the event (Civil Code, article 191). ValueError for a negative term.
    """
    return rules.add(start, days, await _after(session, start))


async def terms(session: AsyncSession, start: date, *terms: int) -> tuple[date, ...]:
    """The last days of several terms that begin together, in one statement (:func:`add_working_days`)."""
    moved = await _after(session, start)
    return tuple(rules.add(start, days, moved) for days in terms)


async def working_days_left(session: AsyncSession, today: date, due: date) -> int:
    """Working days that remain after ``today``, the day of ``due`` included; 0 on the last day and later."""
    if due <= today:
        return 0
    return rules.left(today, due, await _moved(session, CalendarDay.day > today, CalendarDay.day <= due))


async def holidays(session: AsyncSession, first: date, last: date) -> list[date]:
    """Days between two, both included, on which the country rests; plain Saturdays and Sundays are not among them."""
    return rules.holidays(first, last, await _moved(session, CalendarDay.day >= first, CalendarDay.day <= last))


async def _after(session: AsyncSession, start: date) -> rules.Moved:
    rows = await session.execute(_AFTER, {"start": start})
    return {row.day: row.is_working for row in rows}


async def _moved(session: AsyncSession, *where: ColumnElement[bool]) -> rules.Moved:
    rows = await session.execute(select(CalendarDay.day, CalendarDay.is_working).where(*where))
    return {row.day: row.is_working for row in rows}
