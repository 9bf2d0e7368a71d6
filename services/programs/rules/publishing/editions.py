"""What is published of a program: drawn from the records of its card, its partner and its direction."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from services.programs.gateway.navigator.codes import LEVELS
from services.programs.gateway.records import GroupRecord, ProgramRecord, ScheduleRecord
from services.programs.models import Focus, Level, OvzType, ProgramStatus, StudyForm, Unpaid
from services.programs.rules.lessons import LessonView, week_of
from services.programs.rules.publishing import figures
from services.programs.rules.publishing.shelf import Shelf

Columns = dict[str, Any]
RULES = 1
"""Goes up with every change of what is published of the same records: all programs are then drawn anew."""
_LONGEST = {"title": 300, "address": 300, "group": 200, "teachers": 300}
_PREPROF = "preprof"
_SHOWN = frozenset({"published", ""})
_DAY = 24 * 60
_OVZ = {kind.value: kind.bit for kind in OvzType}
_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What a program needs to know of its organisation."""

    key: str
    name: str
    address: str
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class DirectionFacts:
    """What a program needs to know of its direction."""

    name: str = ""
    focus: Focus | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group with its schedules; ``is_deleted``: the neighbour took it away."""

    record: GroupRecord
    is_deleted: bool
    schedules: Sequence[ScheduleRecord]


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """What is to be published of a group: columns of the offer without ids, and its week."""

    key: str
    columns: Columns
    lessons: tuple[LessonView, ...]


@dataclass(frozen=True, slots=True)
class EditionDraft:
    """What is to be published of a program: columns of the edition without ids, and its offers.

    ``topic`` and ``body`` are texts for the index, ``partner`` the provider's key. ``lacks_service``: the act has no
    service for it.
    """

    columns: Columns
    offers: tuple[OfferDraft, ...]
    partner: str
    topic: tuple[str, ...]
    body: tuple[str, ...]
    lacks_service: bool

    def digest(self) -> str:
        """SHA-256 of everything that is published."""
        offers = [(offer.key, *offer.columns.values(), offer.lessons) for offer in self.offers]
        told = (self.partner, *self.columns.values(), offers, self.topic, self.body)
        return hashlib.sha256(repr(told).encode()).hexdigest()


def draft(
    program: ProgramRecord,
    groups: Sequence[GroupFacts],
    partner: PartnerFacts,
    direction: DirectionFacts,
    shelf: Shelf,
    *,
    is_deleted: bool,
) -> EditionDraft:
    """Draw an edition. Untold: the focus is the direction's, else social; the form full-time; the level the lowest."""
    offers = tuple(_offer(one, program, shelf) for one in groups)
    shown = [offer.columns for offer in offers if not offer.columns["is_withdrawn"]]
    is_shown = program.kinds.state in _SHOWN and not (is_deleted or partner.is_deleted)
    kinds = _kinds(program, direction, shelf)
    columns = {
        "title": program.texts.name[: _LONGEST["title"]],
        "summary": program.texts.announce or program.texts.full_name,
        "details": _details(program),
        "status": ProgramStatus.PUBLISHED if is_shown else ProgramStatus.HIDDEN,
        **kinds,
        **_payment(program, groups, partner, shelf),
        **_place(program, partner, shelf),
        **_sums(program, shown),
    }
    topic = (program.texts.announce, program.texts.full_name, direction.name)
    body = _body(program, [partner.name, columns["address"]], shown)
    lacks_service = is_shown and bool(shelf.services) and kinds["service_code"] is None
    return EditionDraft(columns, offers, partner.key, topic, body, lacks_service)


def _kinds(program: ProgramRecord, direction: DirectionFacts, shelf: Shelf) -> dict[str, Any]:
    """What sort of program it is, and by that its service in the act."""
    focus = program.kinds.focus or direction.focus or Focus.SOCIAL
    form = program.kinds.form or StudyForm.FULL_TIME
    ovz = sum({_OVZ[kind] for kind in program.kinds.ovz_types if kind in _OVZ})
    is_adapted = program.kinds.is_adapted or program.kinds.has_ovz or ovz > 0
    return {
        "focus": focus,
        "form": form,
        "level": _level(program.kinds.levels),
        "service_code": shelf.services.code(focus, form, is_adapted=is_adapted),
        "is_adapted": is_adapted,
        "ovz": ovz,
    }


def _body(program: ProgramRecord, around: list[str], shown: list[dict[str, Any]]) -> tuple[str, ...]:
    """Texts that are searched after the title and the topic."""
    texts = program.texts
    of_groups = (text for offer in shown for text in (offer["title"], offer["teachers"]))
    return (texts.details, texts.content, texts.goals, texts.results, *around, *of_groups)


def _details(program: ProgramRecord) -> str:
    """Paragraphs; one that says no more than the annotation is left out."""
    texts = program.texts
    told = (texts.full_name, texts.details, texts.content, texts.goals, texts.results, texts.equipment)
    said = {texts.name, texts.announce or texts.full_name, ""}
    return "\n\n".join(text for text in dict.fromkeys(told) if text not in said)


def _level(codes: Iterable[str]) -> Level:
    return min((LEVELS[code] for code in codes if code in LEVELS), key=_ORDER.index, default=Level.START)


def _payment(program: ProgramRecord, groups: Sequence[GroupFacts], partner: PartnerFacts, shelf: Shelf) -> Columns:
    """Whether a certificate may pay, and the act's own words if it may not."""
    excluded = shelf.excluded_by(partner.name)
    if excluded is not None:
        return {"is_payable": False, "unpaid_why": Unpaid.EXCLUDED, "unpaid_item": excluded}
    if program.kinds.program_type == _PREPROF or _PREPROF in program.kinds.registries:
        return {"is_payable": False, "unpaid_why": Unpaid.PREPROFESSIONAL, "unpaid_item": shelf.preprofessional}
    if not any(figures.takes_certificates(group.record) for group in groups if not group.is_deleted):
        return {"is_payable": False, "unpaid_why": Unpaid.NO_SOURCE, "unpaid_item": ""}
    return {"is_payable": True, "unpaid_why": None, "unpaid_item": ""}


def _place(program: ProgramRecord, partner: PartnerFacts, shelf: Shelf) -> Columns:
    """The program's own address, else its organisation's; coordinates as told, else of the settlement in it."""
    address = (program.place.address or partner.address)[: _LONGEST["address"]]
    latitude, longitude = program.place.latitude, program.place.longitude
    if latitude is None or longitude is None:
        latitude, longitude = shelf.place(address) or (None, None)
    return {"address": address, "latitude": latitude, "longitude": longitude}


def _sums(program: ProgramRecord, offers: Sequence[Columns]) -> Columns:
    """What an edition sums up of the groups that can be found; ages are its own only while it has none."""
    if not offers:
        low, high = figures.span(program.age_from, program.age_to)
        empty = {"weekdays": 0, "begins": 0, "ends": 0, "price": None, "last_day": None, "hours": 0, "hour_price": 0}
        return {"from_months": low, "below_months": high, **empty}
    weekdays = 0
    for offer in offers:
        weekdays |= offer["weekdays"]
    prices = [offer["price"] for offer in offers if offer["price"] is not None]
    cheapest = min(offers, key=lambda offer: offer["hours"] * offer["hour_price"] or figures.LARGEST**2)
    return {
        "from_months": min(offer["from_months"] for offer in offers),
        "below_months": max(offer["below_months"] for offer in offers),
        "weekdays": weekdays,
        "begins": max(offer["begins"] for offer in offers),
        "ends": min(offer["ends"] for offer in offers),
        "price": min(prices) if prices else None,
        "last_day": max(offer["ends_on"] for offer in offers),
        "hours": cheapest["hours"],
        "hour_price": cheapest["hour_price"],
    }


def _offer(group: GroupFacts, program: ProgramRecord, shelf: Shelf) -> OfferDraft:
    record = group.record
    days, is_dated = figures.days_of(record, shelf.year, shelf.year_start)
    low, high = figures.ages_of(record, program)
    lessons = _lessons(group.schedules)
    week = week_of(lessons)
    columns = {
        "title": record.name[: _LONGEST["group"]],
        "capacity": figures.capacity(record, program),
        "starts_on": days.starts_on,
        "ends_on": days.ends_on,
        "is_dated": is_dated,
        "is_withdrawn": group.is_deleted,
        "closed_on": _closed_on(record, shelf) if record.window.is_locked else None,
        "opens_on": record.window.opens_on,
        "closes_on": record.window.closes_on,
        "from_months": low,
        "below_months": high,
        "hours": figures.hours(record),
        "hour_price": figures.hour_price(record),
        "price": figures.month_price(record, days),
        "weekdays": week.weekdays,
        "begins": week.begins,
        "ends": week.ends,
        "teachers": record.teachers[: _LONGEST["teachers"]],
    }
    return OfferDraft(f"{record.head.datasource}:{record.head.uuid}", columns, lessons)


def _closed_on(record: GroupRecord, shelf: Shelf) -> date:
    """The territory's day of the record's last change: enrolment was closed no later; the year's first if untold."""
    if record.head.ts <= 0:
        return shelf.year.starts_on
    try:
        return datetime.fromtimestamp(record.head.ts, UTC).astimezone(shelf.zone).date()
    except (ValueError, OverflowError, OSError):
        return shelf.year.starts_on


def _lessons(schedules: Iterable[ScheduleRecord]) -> tuple[LessonView, ...]:
    """The week, each lesson once: of a schedule for autumn and one for spring all lessons are shown."""
    found = {
        (weekday, schedule.starts, schedule.ends - schedule.starts)
        for schedule in schedules
        for weekday in schedule.weekdays
    }
    return tuple(
        LessonView(weekday, f"{starts // 60:02}:{starts % 60:02}", min(minutes, _DAY))
        for weekday, starts, minutes in sorted(found)
    )
