"""Many programs put into the tables at once, as an import would leave them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.actions.indexing import Words, put_rows, recount_words
from services.programs.models import (
    NEVER,
    Catalogue,
    Edition,
    Focus,
    Group,
    Lesson,
    Level,
    Offer,
    Program,
    ProgramStatus,
    StudyForm,
)
from services.programs.rules import LessonView, Week, week_of


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: what is published of it, and its seats. ``price`` in kopecks a month."""

    capacity: int
    taken: int
    starts_on: date
    ends_on: date
    closed_on: date | None
    price: int | None
    lessons: tuple[tuple[int, str, int], ...]

    @property
    def week(self) -> Week:
        return week_of(LessonView(*lesson) for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Row:
    """A program as the tables want it; ``ages`` in months, from inclusive to exclusive."""

    title: str
    summary: str
    details: str
    focus: Focus
    ages: tuple[int, int]
    form: StudyForm
    level: Level
    ovz: int
    is_payable: bool
    point: tuple[float, float] | None
    address: str
    groups: tuple[GroupRow, ...]
    words: Words


class Shelves:
    """The tables of a territory whose catalogue is still empty, filled piece by piece; ids count from 1."""

    def __init__(self, territory_id: int, provider_id: int) -> None:
        self._territory_id, self._provider_id = territory_id, provider_id
        self._programs, self._groups = count(1), count(1)
        self._counted: Counter[str] = Counter()

    async def put(self, session: AsyncSession, piece: Sequence[Row]) -> list[int]:
        """Insert programs with all that they have; their ids."""
        ids = [next(self._programs) for _row in piece]
        editions, groups, offers, lessons = [], [], [], []
        for number, row in zip(ids, piece, strict=True):
            editions.append(self._edition(number, row))
            for group in row.groups:
                place = next(self._groups)
                groups.append({"id": place, "program_id": number, "key": None, "taken": group.taken})
                offers.append(_offer(place, number, row, group))
                lessons += [
                    {"offer_id": place, "weekday": day, "starts_at": begin, "minutes": minutes}
                    for day, begin, minutes in group.lessons
                ]
        owned = [{"id": number, "territory_id": self._territory_id, "key": None} for number in ids]
        connection = await session.connection()
        for table, rows in ((Program, owned), (Edition, editions), (Group, groups), (Offer, offers), (Lesson, lessons)):
            await connection.execute(insert(table), rows)
        await put_rows(session, dict(zip(ids, (row.words for row in piece), strict=True)))
        for row in piece:
            self._counted.update(row.words.lemmas)
        return ids

    async def finish(self, session: AsyncSession) -> None:
        """Open the catalogue with its vocabulary."""
        territory = {"territory_id": self._territory_id, "live": 0, "words": hash(frozenset(self._counted)) % 2**31}
        await session.execute(insert(Catalogue), [territory])
        await recount_words(session, territory_id=self._territory_id, lemmas=self._counted)

    def _edition(self, number: int, row: Row) -> dict[str, Any]:
        weeks = [group.week for group in row.groups]
        lat, lon = row.point or (None, None)
        return {
            "id": number,
            "program_id": number,
            "territory_id": self._territory_id,
            "since": 0,
            "until": NEVER,
            "provider_id": self._provider_id,
            "title": row.title,
            "summary": row.summary,
            "details": row.details,
            "focus": row.focus,
            "form": row.form,
            "level": row.level,
            "is_adapted": bool(row.ovz),
            "ovz": row.ovz,
            "from_months": row.ages[0],
            "below_months": row.ages[1],
            "hours": 72,
            "hour_price": 15_000,
            "is_payable": row.is_payable,
            "unpaid_item": "",
            "address": row.address,
            "latitude": lat,
            "longitude": lon,
            "status": ProgramStatus.PUBLISHED,
            "modified_ts": 0,
            "digest": "",
            "weekdays": _union(week.weekdays for week in weeks),
            "begins": max(week.begins for week in weeks),
            "ends": min(week.ends for week in weeks),
            "price": min((group.price for group in row.groups if group.price is not None), default=None),
            "last_day": max(group.ends_on for group in row.groups),
        }


def _offer(number: int, edition_id: int, row: Row, group: GroupRow) -> dict[str, Any]:
    week = group.week
    return {
        "id": number,
        "edition_id": edition_id,
        "group_id": number,
        "title": "Группа",
        "capacity": group.capacity,
        "starts_on": group.starts_on,
        "ends_on": group.ends_on,
        "is_dated": True,
        "closed_on": group.closed_on,
        "from_months": row.ages[0],
        "below_months": row.ages[1],
        "hours": 72,
        "hour_price": 15_000,
        "price": group.price,
        "weekdays": week.weekdays,
        "begins": week.begins,
        "ends": week.ends,
        "teachers": "",
    }


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
