"""Say what came of a survey: the figures to everybody who was asked, and what the club answers to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import Invalid, NotFound
from services.feedback.errors import AlreadyReplied
from services.feedback.models import Reply, Result, Subject, Survey
from services.feedback.rules import figures, templates
from services.notices import actions as notices
from services.staff import queries as staff
from services.territories import queries as territories

PEOPLE = 500
"""Families told by one call."""


@dataclass(frozen=True, slots=True)
class Said:
    """A club's answer to a month's families: the number of a ready one, and own words beside it."""

    period: int
    ready: int
    words: str | None = None


async def tell_results(session: AsyncSession, *, now: datetime) -> int:
    """Tell families what came of their surveys, one message for all that was counted; return how many were told.

    Everybody who was asked is told: nothing says any more who answered.
    """
    waits = (Survey.is_told.is_(False), Survey.result_id.is_not(None))
    people = list(
        await session.scalars(
            select(Survey.person_id).where(*waits).distinct().order_by(Survey.person_id).limit(PEOPLE)
        )
    )
    if not people:
        return 0
    mine = (*waits, Survey.person_id.in_(people))
    rows = await session.execute(
        select(Survey.person_id, Survey.contract_id, Survey.territory_id, Result)
        .join(Result, Result.id == Survey.result_id)
        .where(*mine, Result.subject == Subject.LESSONS)
        .order_by(Survey.person_id, Survey.id)
    )
    told: dict[int, list[list[int | None]]] = {}
    pleased: dict[int, Collection[int]] = {}
    for person, contract, territory, result in rows:
        if territory not in pleased:
            pleased[territory] = (await territories.territory(session, territory)).policy.satisfied_grades
        told.setdefault(person, []).append(_line(contract, result, pleased[territory]))
    await session.execute(update(Survey).where(*mine).values(is_told=True))
    each = [(person, {"results": lines}) for person, lines in told.items()]
    await notices.put_each(session, kind="survey_results", each=each, now=now)
    return len(people)


async def reply(
    session: AsyncSession,
    actor: Actor,
    *,
    provider_id: int,
    said: Said,
    now: datetime,
) -> None:
    """A club answers the families of a month's results with a ready answer, and own words beside it.

    All who were asked are told. Raises NotFound for another's club or a month without results, Invalid, AlreadyReplied.
    """
    if provider_id not in actor.providers:
        raise NotFound("provider")
    mine = select(Result.id).where(
        Result.provider_id == provider_id, Result.period == said.period, Result.subject == Subject.LESSONS
    )
    if await session.scalar(mine.limit(1)) is None:
        raise NotFound("survey result")
    if said.ready not in {one.value for one in templates.replies()}:
        raise Invalid("reply", "unknown")
    words = templates.read_remark(said.words or "")
    kept: dict[str, Any] = {"period": said.period, "ready": said.ready, "words": words}
    by = {"provider_id": provider_id, "person_id": actor.person_id, "replied_at": now}
    with refused_by_database({"survey_replies": AlreadyReplied()}):
        await session.execute(insert(Reply).values(**kept, **by))
    await _tell_reply(session, mine, said.period, kept, now)


async def _tell_reply(
    session: AsyncSession, results: Select[int], period: int, kept: Mapping[str, Any], now: datetime
) -> None:
    people = await session.execute(
        select(Survey.person_id, Survey.contract_id).where(Survey.result_id.in_(results)).order_by(Survey.id)
    )
    contracts = {person: contract for person, contract in people}  # noqa: C416 (a row is no pair to mypy)
    data = {"reply": kept["ready"], "period": period, "more": kept["words"] is not None}
    each = [(person, {**data, "contract": contract}) for person, contract in contracts.items()]
    await notices.put_each(session, kind="survey_reply", each=each, now=now)


async def tell_club(session: AsyncSession, result: Result, *, now: datetime) -> None:
    """Tell a club's people that its month is counted; of several results of a month they hear once."""
    if result.provider_id is None or result.subject is not Subject.LESSONS:
        return
    people = await staff.people_of_provider(session, result.provider_id)
    data = {"provider": result.provider_id, "period": result.period}
    key = f"survey-club-{result.provider_id}-{result.period}"
    await notices.put(session, people=people, kind="survey_club", data=data, now=now, same_key=key, can_wait=True)


def _line(contract: int, result: Result, satisfied: Collection[int]) -> list[int | None]:
    """A contract, those asked, those who answered and the satisfied; the last three are None of several clubs."""
    if result.provider_id is None:
        return [contract, None, None, None]
    return [contract, result.invited, result.respondents, figures.satisfied_of(result.grades, satisfied)]
