"""Ask families when the moment comes, and remind the silent once."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.feedback.models import Moment, Survey
from services.feedback.queries import due as reading
from services.feedback.queries.due import Due, Silent
from services.feedback.rules import templates, times
from services.notices import actions as notices
from services.programs.queries import Label, labels
from services.territories import queries as territories
from services.territories.queries import TerritoryView

BATCH = 500
"""Surveys opened by one call: a transaction stays short, the next call takes the rest."""
ORDER = (Moment.LEAVING, Moment.END, Moment.MIDDLE, Moment.LESSONS, Moment.APPLYING)
"""Of two moments that come at once the later one is asked about."""
TOGETHER = frozenset({Moment.END, Moment.MIDDLE, Moment.LESSONS})
"""Moments at which a family's other contracts are asked about in the same message."""
Lands = Mapping[int, TerritoryView]
_TABLE = Survey.__table__
_OPEN = OnBoth(
    lambda insert: (
        insert(_TABLE)
        .on_conflict_do_nothing(index_elements=["contract_id", "moment"])
        .returning(*(_TABLE.c[name] for name in ("id", "person_id", "contract_id", "territory_id")))
    )
)
"""One row for each of the values that it is executed with: the statement is built once."""


class Wave:
    """One walk through all contracts whose moment has come, a batch at a time, each in its own transaction."""

    def __init__(self) -> None:
        self._left = list(ORDER)
        self._after: reading.Key | None = None

    async def step(self, session: AsyncSession, *, now: datetime) -> int:
        """Ask the next families; return how many surveys were opened, 0 once the walk is over.

        Some BATCH per step; all contracts of a family with a lesson held are asked about in one message ``survey``.
        Two walks at once open one survey per contract and moment.
        """
        lands = {land.id: land for land in await territories.territories(session)}
        while lands and self._left:
            moment = self._left[0]
            found, self._after = await reading.due(
                session, moment, lands.values(), now=now, limit=BATCH, after=self._after
            )
            if self._after is None:
                self._left.pop(0)
            if found and moment in TOGETHER:
                found += await self._others(session, moment, found, now)
            if opened := await ask(session, moment, found, lands, now=now):
                return opened
        return 0

    async def _others(self, session: AsyncSession, moment: Moment, found: list[Due], now: datetime) -> list[Due]:
        known = {one.contract_id for one in found}
        begun = now if moment is Moment.LESSONS else now - times.MONTH
        others = await reading.mates(session, moment, {one.person_id for one in found}, begun=begun)
        return [one for one in others if one.contract_id not in known]


async def open_due(session: AsyncSession, *, now: datetime) -> int:
    """The whole walk in one transaction; return how many surveys were opened."""
    wave, opened = Wave(), 0
    while done := await wave.step(session, now=now):
        opened += done
    return opened


async def remind(session: AsyncSession, *, now: datetime) -> int:
    """Remind families of open surveys that they have not answered, once; return how many messages that makes."""
    lands = {land.id: land for land in await territories.territories(session)}
    silent = await reading.silent(session, lands.values(), now=now, limit=BATCH) if lands else []
    if not silent:
        return 0
    ids = [one.survey_id for one in silent]
    await session.execute(update(Survey).where(Survey.id.in_(ids)).values(reminded_at=now))
    each = list(_messages(silent, lands))
    await notices.put_each(session, kind="survey_reminder", each=each, now=now)
    return len(each)


async def ask(session: AsyncSession, moment: Moment, found: list[Due], lands: Lands, *, now: datetime) -> int:
    """Ask about these contracts now, whatever the days say; return how many surveys that makes.

    One statement, which skips those that were asked at this moment before or by another process just now.
    """
    if not found:
        return 0
    ends = {land.id: times.closes_at(now, land.policy.survey_open_days, land.timezone) for land in lands.values()}
    rows = [{**row, "opened_at": now} for row in await _rows(session, moment, found, lands, ends)]
    opened = await session.execute(_OPEN.of(session), rows)
    fresh = [
        Silent(one.id, one.person_id, one.contract_id, one.territory_id, moment, ends[one.territory_id])
        for one in opened
    ]
    kind = "survey_applying" if moment is Moment.APPLYING else "survey"
    await notices.put_each(session, kind=kind, each=_messages(fresh, lands), now=now)
    return len(fresh)


async def _rows(
    session: AsyncSession, moment: Moment, found: list[Due], lands: Lands, ends: Mapping[int, datetime]
) -> list[dict[str, object]]:
    labelled = await labels(session, {one.group_id for one in found}, lands)
    years = {land: times.last_day(end, lands[land].timezone).year for land, end in ends.items()}
    counted = await reading.counted(session, [one.contract_id for one in found], set(years.values()))
    if moment is Moment.APPLYING:
        counted |= {(one.contract_id, years[one.territory_id]) for one in found}
    return [
        {
            **_cell(one, moment, lands[one.territory_id], labelled.get(one.group_id)),
            "counted_in": None if (one.contract_id, years[one.territory_id]) in counted else years[one.territory_id],
            "closes_at": ends[one.territory_id],
        }
        for one in found
    ]


def _cell(one: Due, moment: Moment, land: TerritoryView, label: Label | None) -> dict[str, object]:
    return {
        "contract_id": one.contract_id,
        "person_id": one.person_id,
        "territory_id": one.territory_id,
        "provider_id": one.provider_id,
        "service_code": one.service_code,
        "focus": label.focus.value if label else None,
        "settlement": label.settlement if label else None,
        "moment": moment,
        "template": templates.newest(moment.subject, land.slug).code,
    }


def _messages(found: Iterable[Silent], lands: Lands) -> Iterable[tuple[int, dict[str, object]]]:
    """One message for each family, moment and day of closing, with a row for each class."""
    families: dict[tuple[int, int, Moment, datetime], list[Silent]] = {}
    for one in found:
        families.setdefault((one.person_id, one.territory_id, one.moment, one.closes_at), []).append(one)
    last_days: dict[tuple[int, datetime], str] = {}
    for (person, territory, moment, closes), surveys in families.items():
        land = lands[territory]
        if (territory, closes) not in last_days:
            last_days[territory, closes] = times.last_day(closes, land.timezone).isoformat()
        yield (
            person,
            {
                "surveys": [[one.survey_id, one.contract_id] for one in surveys],
                "moment": moment.value,
                "needed": land.policy.survey_min_answers,
                "last_day": last_days[territory, closes],
            },
        )
