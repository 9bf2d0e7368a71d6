"""What is over: the tie between a family and its voice is destroyed, and voices wait until they can be counted."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.feedback.models import TOKEN, Ballot, Survey
from services.feedback.rules import templates, times
from services.territories import queries as territories
from services.territories.queries import TerritoryView
from services.territories.rules import act_codes

BATCH = 500
"""Surveys closed by one call."""
_BALLOT = Ballot.__table__
_KEPT = tuple(column for column in _BALLOT.c if column.name != "token")


async def close_due(session: AsyncSession, *, now: datetime) -> int:
    """Part the voices of surveys that are over from their families; return how many surveys were closed, BATCH at most.

    The tokens are destroyed in the same transaction in which the ballots get new ones; all ballots of these clubs that
    wait are written anew in the order of their new tokens, so that no place in the table tells which came last.
    """
    over = await session.execute(
        select(
            *(Survey.id, Survey.token, Survey.territory_id, Survey.provider_id),
            *(Survey.service_code, Survey.counted_in, Survey.closes_at),
        )
        .where(Survey.is_parted.is_(False), Survey.closes_at <= now)
        .order_by(Survey.closes_at, Survey.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    closed: list[Any] = list(over.all())
    if not closed:
        return 0
    ids = [one.id for one in closed]
    await session.execute(update(Survey).where(Survey.id.in_(ids)).values(token=None, is_parted=True))
    lands = {of: await territories.territory(session, of) for of in {one.territory_id for one in closed}}
    await _mix(session, {one.token: one for one in closed if one.token is not None}, lands)
    return len(ids)


async def _mix(session: AsyncSession, said: Mapping[str, Row[Any]], lands: Mapping[int, TerritoryView]) -> None:
    """Put the ballots of closed surveys among those that wait at the same clubs."""
    if not said:
        return
    clubs = {one.provider_id for one in said.values()}
    waiting = _BALLOT.c.provider_id.in_(clubs) & _BALLOT.c.period.is_not(None)
    rows = (await session.execute(select(_BALLOT).where(_BALLOT.c.token.in_(said) | waiting))).all()
    await session.execute(delete(Ballot).where(_BALLOT.c.token.in_([row.token for row in rows])))
    kept = [_waits(row, said.get(row.token), lands) for row in rows]
    fresh = sorted(secrets.token_hex(TOKEN // 2) for _each in kept)
    secrets.SystemRandom().shuffle(kept)
    new = [{**values, "token": token} for values, token in zip(kept, fresh, strict=True) if values["answers"]]
    if new:
        await session.execute(insert(Ballot), new)


def _waits(row: Row[Any], survey: Row[Any] | None, lands: Mapping[int, TerritoryView]) -> dict[str, Any]:
    """A ballot as it waits. Without the key question it says nothing that could be counted, and is dropped."""
    values = {column.name: getattr(row, column.name) for column in _KEPT}
    if survey is None:
        return values
    land = lands[survey.territory_id]
    codes = act_codes(land.pack)
    is_of_act = not codes or survey.service_code in codes
    values["period"] = times.period_of(times.last_day(survey.closes_at, land.timezone))
    values["counts"] = survey.counted_in is not None and row.is_held and is_of_act
    if templates.key_question(row.subject) not in row.answers:
        values["answers"] = {}
    return values
