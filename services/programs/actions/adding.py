"""Entering programs and groups by hand: the demo, tests and small territories."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import Invalid
from services.identifiers import rules as identifiers
from services.programs.actions.indexing import put_words, words_of
from services.programs.models import (
    NEVER,
    Catalogue,
    Edition,
    Focus,
    Group,
    Lesson,
    Level,
    Offer,
    OvzType,
    Program,
    ProgramStatus,
    StudyForm,
)
from services.programs.queries.shelf import is_live
from services.programs.rules import LessonView, week_of

FOCUS_WORDS = {
    Focus.TECH: "техническая техника technical technology engineering",
    Focus.SCIENCE: "естественно-научная наука science nature",
    Focus.SPORT: "физкультурно-спортивная спорт спортивная sport sports fitness",
    Focus.ART: "художественная искусство творчество art arts",
    Focus.TOURISM: "туристско-краеведческая туризм краеведение tourism hiking local history",
    Focus.SOCIAL: "социально-гуманитарная общество social humanities",
}
"""How people call a focus: its programs are found by these words too."""


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A program for the catalogue.

    ``hour_price`` in kopecks per person-hour; ``hours`` academic hours in the school year; ``keywords`` are only
    searched, never shown.
    """

    territory_id: int
    provider_id: int
    title: str
    summary: str
    focus: Focus
    form: StudyForm
    level: Level
    service_code: str | None
    age_from: int
    age_to: int
    hours: int
    hour_price: int
    address: str
    is_adapted: bool = False
    is_payable: bool = True
    keywords: str = ""
    ovz: tuple[OvzType, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group for the catalogue with its week."""

    program_id: int
    title: str
    capacity: int
    starts_on: date
    ends_on: date
    lessons: tuple[LessonView, ...]
    taken: int = 0
    closed_on: date | None = None
    price: int | None = None
    """What a parent pays without a certificate, kopecks a month; 0 is free, None is not told."""


def _check(new: NewProgram) -> None:
    if not new.title.strip():
        raise Invalid("title", "blank")
    if not 0 <= new.age_from <= new.age_to:
        raise Invalid("ages", "range")
    if new.hours <= 0 or new.hour_price < 0:
        raise Invalid("hours", "range")


async def add_program(session: AsyncSession, new: NewProgram) -> int:
    """Publish a program; return its id.

    Raises Invalid for a blank title, ages that make no span, hours or a price that are not positive, or a service
    code that is not spelt as the federal list spells it.
    """
    _check(new)
    code = None if new.service_code is None else identifiers.service_code(new.service_code)
    program = Program(territory_id=new.territory_id, key=None)
    await _open_catalogue(session, new.territory_id)
    session.add(program)
    await session.flush()
    edition = _edition(new, program.id, code)
    session.add(edition)
    await session.flush()
    words = words_of(new.title, [new.summary, new.keywords], [FOCUS_WORDS[new.focus]])
    await put_words(session, territory_id=new.territory_id, editions={edition.id: words})
    return program.id


def _edition(new: NewProgram, program_id: int, code: str | None) -> Edition:
    return Edition(
        program_id=program_id,
        territory_id=new.territory_id,
        since=0,
        until=NEVER,
        provider_id=new.provider_id,
        title=new.title.strip(),
        summary=new.summary.strip(),
        details="",
        focus=new.focus,
        form=new.form,
        level=new.level,
        service_code=code,
        is_adapted=new.is_adapted,
        ovz=sum(kind.bit for kind in set(new.ovz)),
        from_months=12 * new.age_from,
        below_months=12 * (new.age_to + 1),
        hours=new.hours,
        hour_price=new.hour_price,
        is_payable=new.is_payable,
        address=new.address.strip(),
        latitude=new.latitude,
        longitude=new.longitude,
        status=ProgramStatus.PUBLISHED,
    )


async def add_group(session: AsyncSession, new: NewGroup) -> int:
    """Open a group of a program; return its id.

    Raises Invalid for seats that cannot be, a last day before the first, or a week without a sensible lesson.
    """
    if not 0 <= new.taken <= new.capacity or new.capacity < 1:
        raise Invalid("seats", "range")
    if new.ends_on < new.starts_on:
        raise Invalid("dates", "range")
    if not new.lessons or not all(_is_sensible(lesson) for lesson in new.lessons):
        raise Invalid("lesson", "format")
    edition = (await session.scalars(select(Edition).where(Edition.program_id == new.program_id, is_live()))).one()
    group = Group(program_id=new.program_id, key=None, taken=new.taken)
    session.add(group)
    await session.flush()
    offer = _offer(new, edition, group.id)
    session.add(offer)
    await session.flush()
    session.add_all(
        Lesson(offer_id=offer.id, weekday=lesson.weekday, starts_at=lesson.starts_at, minutes=lesson.minutes)
        for lesson in new.lessons
    )
    _widen(edition, offer)
    await session.flush()
    return group.id


async def _open_catalogue(session: AsyncSession, territory_id: int) -> None:
    """A territory's catalogue begins with its first program."""
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(Catalogue)
    await session.execute(insert.values(territory_id=territory_id, live=0).on_conflict_do_nothing())


def _offer(new: NewGroup, edition: Edition, group_id: int) -> Offer:
    week = week_of(new.lessons)
    return Offer(
        edition_id=edition.id,
        group_id=group_id,
        title=new.title.strip(),
        capacity=new.capacity,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        is_dated=True,
        closed_on=new.closed_on,
        from_months=edition.from_months,
        below_months=edition.below_months,
        hours=edition.hours,
        hour_price=edition.hour_price,
        price=new.price,
        weekdays=week.weekdays,
        begins=week.begins,
        ends=week.ends,
        teachers="",
    )


def _widen(edition: Edition, offer: Offer) -> None:
    """The edition sums up its groups, so that most programs are passed over without reading them."""
    edition.begins = max(edition.begins, offer.begins)
    edition.ends = min(edition.ends or offer.ends, offer.ends)
    edition.weekdays |= offer.weekdays
    edition.last_day = max(edition.last_day or offer.ends_on, offer.ends_on)
    if offer.price is not None:
        edition.price = offer.price if edition.price is None else min(edition.price, offer.price)


def _is_sensible(lesson: LessonView) -> bool:
    try:
        time.fromisoformat(lesson.starts_at)
    except ValueError:
        return False
    return lesson.weekday in range(7) and lesson.minutes > 0 and len(lesson.starts_at) == len("HH:MM")
