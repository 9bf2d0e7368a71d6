"""The row of a new application: one live for each child, program and school year, whichever record or door it is by."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.errors import AlreadyApplied, TooManyApplications, TwinApplied
from services.certificates.models import LIVE, LIVE_STATUSES, Application
from services.certificates.queries.views import Facts
from services.core.db import OnBoth
from services.families.queries import records_of, twins_of

_TABLE = Application.__table__
_COUNT = (
    select(func.count())
    .select_from(_TABLE)
    .where(_TABLE.c.child_id == bindparam("child_id"), _TABLE.c.school_year == bindparam("school_year"), LIVE)
    .scalar_subquery()
)
_OTHER = _TABLE.alias()
_ELSEWHERE = (
    _OTHER.c.child_id.in_(twins_of(bindparam("child_id"))),
    _OTHER.c.program_id == bindparam("program_id"),
    _OTHER.c.school_year == bindparam("school_year"),
    _OTHER.c.status.in_(LIVE_STATUSES),
)
"""A live application of the same child (by СНИЛС) under another record: entered by the other parent, or elsewhere."""
_GIVEN = (
    *("territory_id", "parent_id", "child_id", "program_id", "provider_id", "group_id", "school_year", "submitted_at"),
    *("status", "due_on", "club_by", "confirm_by", "registered_at", "filed_by", "filed_how"),
    *("seat_held", "in_order", "transfer_of"),
)
_SUBMIT = OnBoth(
    lambda insert: (
        insert(_TABLE)
        .from_select(
            [*_GIVEN, "priority"],
            select(*(bindparam(name, type_=_TABLE.c[name].type) for name in _GIVEN), _COUNT + 1).where(
                bindparam("limit", type_=Integer) > _COUNT, ~exists().where(*_ELSEWHERE)
            ),
        )
        .on_conflict_do_nothing(index_elements=["child_id", "program_id", "school_year"], index_where=LIVE)
        .returning(_TABLE.c.id, _TABLE.c.priority)
    )
)
_LOCK = records_of(bindparam("of")).with_for_update(key_share=True)
_FACTS = tuple(one.name for one in fields(Facts) if one.name in _GIVEN)
"""The count, the limit and the row are one statement: an opening's hour brings thousands of them."""


async def submit(session: AsyncSession, drawn: Mapping[str, Any], *, limit: int) -> Facts:
    """Write the application. The unique index refuses a second one, the lock on the records keeps the count true.

    Raises AlreadyApplied, TwinApplied, TooManyApplications.
    """
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time: this one
        await session.execute(_LOCK, {"of": drawn["child_id"]})
    row = (await session.execute(_SUBMIT.of(session), {**drawn, "limit": limit})).one_or_none()
    if row is None:
        number = await _same(session, drawn["child_id"], drawn["program_id"], drawn["school_year"])
        if number:
            raise AlreadyApplied(number)
        await _refuse_twin(session, {one: drawn[one] for one in ("child_id", "program_id", "school_year")})
        raise TooManyApplications(limit)
    kept = {name: drawn[name] for name in _FACTS}
    return Facts(number=row.id, priority=row.priority, decided_at=None, ground=None, **kept)


async def refuse_twin(session: AsyncSession, number: int) -> None:
    """Raise TwinApplied where another record of the same child has a live application of the same program and year."""
    columns = (Application.child_id, Application.program_id, Application.school_year)
    asked = (await session.execute(select(*columns).where(Application.id == number))).one()._asdict()
    await _refuse_twin(session, asked)


async def _refuse_twin(session: AsyncSession, asked: Mapping[str, int]) -> None:
    if await session.scalar(select(_OTHER.c.id).where(*_ELSEWHERE).limit(1), asked) is not None:
        raise TwinApplied


async def _same(session: AsyncSession, child_id: int, program_id: int, school_year: int) -> int:
    """The number of the child's live application to the program for the year; 0 if there is none."""
    number = await session.scalar(
        select(Application.id).where(
            Application.child_id == child_id,
            Application.program_id == program_id,
            Application.school_year == school_year,
            LIVE,
        ),
    )
    return number or 0
