"""Count what waits, once a month, in groups that hide everybody; then say what came of it."""

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.feedback.actions.telling import tell_club
from services.feedback.models import Ballot, Moment, Result, Subject, Survey
from services.feedback.rules import counting, times
from services.feedback.rules.counting import Cell, Span, Voice
from services.notices import actions as notices
from services.staff import queries as staff
from services.territories import queries as territories
from services.territories.queries import TerritoryView
from services.territories.rules import act_codes

_DIMENSIONS = ("provider_id", "service_code", "focus", "settlement")
_CELL = (Ballot.subject, Ballot.counts, *(getattr(Ballot, name) for name in _DIMENSIONS))


class Tally:
    """One walk through all that can be counted now, a club at a time, each in its own transaction.

    Of a quarter that is over everything is counted that can be: too few voices go together with others of their club,
    then with those of other clubs; in its first months they wait for more.
    """

    def __init__(self) -> None:
        self._spans: list[tuple[TerritoryView, int, Span]] | None = None
        self._groups: list[tuple[TerritoryView, int, Cell, list[Cell]]] = []

    async def step(self, session: AsyncSession, *, now: datetime) -> int:
        """Count the groups of the next club; return how many there were, 0 once the walk is over."""
        if self._spans is None:
            self._spans = await _spans(session, now)
        while not self._groups:
            if not self._spans:
                return 0
            land, until, over = self._spans.pop(0)
            found = await _groups(session, land, until, over)
            self._groups = [(land, until, cell, parts) for cell, parts in found.items()]
        club = self._groups[0][2].provider_id
        done = [one for one in self._groups if one[2].provider_id == club]
        self._groups = [one for one in self._groups if one[2].provider_id != club]
        for land, until, cell, parts in done:
            await _count(session, land, cell, parts, until=until, now=now)
        return len(done)


async def release_due(session: AsyncSession, *, now: datetime) -> int:
    """The whole walk in one transaction; return how many groups were counted."""
    tally, counted = Tally(), 0
    while done := await tally.step(session, now=now):
        counted += done
    return counted


async def release(session: AsyncSession, land: TerritoryView, *, until: int, over: Span, now: datetime) -> int:
    """Count a territory's voices through a month, whatever the day; return how many groups were counted."""
    found = await _groups(session, land, until, over)
    for cell, parts in found.items():
        await _count(session, land, cell, parts, until=until, now=now)
    return len(found)


async def _spans(session: AsyncSession, now: datetime) -> list[tuple[TerritoryView, int, Span]]:
    """What is over and has voices that wait, in each territory: the year, then the quarter, then the month."""
    first = select(Ballot.territory_id, func.min(Ballot.period)).where(Ballot.period.is_not(None))
    spans: list[tuple[TerritoryView, int, Span]] = []
    for territory_id, since in (await session.execute(first.group_by(Ballot.territory_id))).all():
        land = await territories.territory(session, territory_id)
        ended = _ended(times.period_of(local_date(now, land.timezone)))
        spans += [(land, until, over) for until, over in ended if (since or 0) <= until]
    return spans


def _ended(current: int) -> list[tuple[int, Span]]:
    """The last months of the year, the quarter and the month that are over."""
    last = times.back(current, 1)
    quarter = last if times.quarter_of(last) == last else times.back(times.quarter_of(last), times.QUARTER)
    return [((current // 100 - 1) * 100 + times.MONTHS, Span.YEAR), (quarter, Span.QUARTER), (last, Span.MONTH)]


async def _groups(session: AsyncSession, land: TerritoryView, until: int, over: Span) -> dict[Cell, list[Cell]]:
    waits = and_(Ballot.territory_id == land.id, Ballot.period <= until)
    cells = Counter[Cell]()
    for *of, voices in await session.execute(select(*_CELL, func.count()).where(waits).group_by(*_CELL)):
        cells[Cell(*of)] += voices
    return counting.groups(cells, _least(land), over)


def _least(land: TerritoryView) -> int:
    return max(counting.LEAST, land.policy.survey_min_answers)


async def _count(
    session: AsyncSession, land: TerritoryView, cell: Cell, parts: Collection[Cell], *, until: int, now: datetime
) -> None:
    """Make one group's result: its ballots are destroyed."""
    theirs = and_(Ballot.territory_id == land.id, Ballot.period <= until, or_(*(_is(Ballot, part) for part in parts)))
    said = select(Ballot.period, Ballot.answers, Ballot.remark).where(theirs).with_for_update()
    rows = (await session.execute(said)).all()
    if len(rows) < _least(land):  # another process has just counted them
        return
    told = counting.sums([Voice(cell, row.answers, row.remark) for row in rows], _least(land))
    result = Result(
        territory_id=land.id,
        **{name: getattr(cell, name) for name in (*_DIMENSIONS, "subject", "counts")},
        period=max(row.period for row in rows),
        invited=0,
        respondents=told.respondents,
        grades=told.grades,
        answers=told.answers,
        remarks=json.dumps(told.remarks, ensure_ascii=False) if told.remarks else None,
    )
    session.add(result)
    await session.flush()
    await session.execute(delete(Ballot).where(theirs))
    result.invited = await _invited(session, land, parts, result)
    await session.flush()
    await tell_club(session, result, now=now)
    await _alarm(session, result, now)


async def _invited(session: AsyncSession, land: TerritoryView, parts: Collection[Cell], result: Result) -> int:
    """How many families of these cells were asked, whether they answered or not: each is counted once."""
    codes = act_codes(land.pack)
    end = times.first_of(times.back(result.period, -1))
    over = Survey.closes_at <= datetime(end.year, end.month, 1, tzinfo=land.timezone)
    asked = or_(*(and_(_is(Survey, part), _counts(codes, counts=part.counts), _on(part.subject)) for part in parts))
    these = and_(Survey.territory_id == land.id, Survey.is_parted.is_(True), Survey.result_id.is_(None), over, asked)
    counted = await session.execute(update(Survey).where(these).values(result_id=result.id).returning(Survey.id))
    return len(counted.all())


def _is(table: type[Ballot] | type[Survey], cell: Cell) -> ColumnElement[bool]:
    same = [getattr(table, name).is_not_distinct_from(getattr(cell, name)) for name in _DIMENSIONS]
    if table is Ballot:
        same += [Ballot.subject == cell.subject, Ballot.counts.is_(cell.counts)]
    return and_(*same)


def _on(subject: Subject) -> ColumnElement[bool]:
    return Survey.moment.in_([moment for moment in Moment if moment.subject is subject])


def _counts(codes: frozenset[str], *, counts: bool) -> ColumnElement[bool]:
    """Whether a survey is one whose voice counts for indicator 5.3, as ``close_due`` says of its ballot."""
    known = Survey.counted_in.is_not(None)
    these = and_(known, Survey.service_code.in_(codes)) if codes else known
    return these if counts else ~func.coalesce(these, False)


async def _alarm(session: AsyncSession, result: Result, now: datetime) -> None:
    """Tell the body's heads of answers that must not be."""
    if result.provider_id is None:
        return
    for question, times_said in counting.alarms(result.answers).items():
        heads = await staff.chiefs_of_body(session, result.territory_id)
        data = {"result": result.id, "provider": result.provider_id, "question": question, "said": times_said}
        await notices.put(session, people=heads, kind="survey_alarm", data=data, now=now)
