"""Checked records of a catalogue: clean typed values, the same from a package and from a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.programs.gateway.verdicts import Box, Reason, Warn
from services.programs.models import Focus, StudyForm


@dataclass(frozen=True, slots=True)
class Head:
    """What every record starts with. ``ts`` is in Unix seconds, 0 if it was not told."""

    uuid: str
    ts: int
    datasource: str
    local_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: an address as told, codes of the territory; only tables tell coordinates, in degrees."""

    address: str
    fias: str
    oktmo: str
    okato: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PartnerRecord:
    """An organisation. ``place.address`` is the legal one; ``inn`` is told by tables only."""

    head: Head
    name: str
    short_name: str
    type_org: str
    department: str
    actual_address: str
    place: Place
    phones: tuple[str, ...]
    site: str
    email: str
    ogrn: str
    inn: str


@dataclass(frozen=True, slots=True)
class DirectionRecord:
    """A direction inside a focus. ``focus`` is None for no code and for one that only this package knows."""

    head: Head
    focus_code: str
    focus: Focus | None
    name: str
    sort_order: int | None
    is_significant: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written of a program, cleaned of markup."""

    name: str
    full_name: str
    announce: str
    details: str
    content: str
    goals: str
    results: str
    equipment: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a program is, by codes. Those of ``levels``, ``registries`` and ``ovz_types`` may be unknown ones.

    ``focus`` is None for no code and for one that only this package knows; only tables tell the ``form`` of study.
    ``navigator.codes.LEVELS`` maps levels.
    """

    focus_code: str
    focus: Focus | None
    program_type: str
    state: str
    levels: tuple[str, ...]
    registries: tuple[str, ...]
    has_ovz: bool
    ovz_types: tuple[str, ...]
    is_adapted: bool
    certificate_required: bool | None
    form: StudyForm | None


@dataclass(frozen=True, slots=True)
class ProgramRecord:
    """A program; ``partner`` and ``direction`` are uuids, the latter empty for none.

    Ages in months, both as told: «до 14» is 168, and a child of 14 and a half still fits. ``months`` is its length.
    """

    head: Head
    partner: str
    direction: str
    texts: Texts
    kinds: Kinds
    age_from: int | None
    age_to: int | None
    size_min: int | None
    size_max: int | None
    months: int | None
    place: Place
    image_url: str
    small_image_url: str
    rating: str
    created_on: date | None
    changed_on: date | None


@dataclass(frozen=True, slots=True)
class Window:
    """When applications are taken: both days inclusive, None is not told; ``is_locked`` is closed by hand."""

    is_locked: bool
    opens_on: date | None
    closes_on: date | None


class Financing(NamedTuple):
    """A source of money and what a year in the group costs by it, kopecks; None is not told."""

    source: str
    cost: int | None


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group. ``size`` is its capacity, not its free seats; ages in months, ``hours`` in the year.

    ``next_window`` is of the year from 1 September. ``hour_cost`` and ``month_price`` are in kopecks; the latter is
    told by tables only.
    """

    head: Head
    program: str
    name: str
    kind: str
    age_from: int | None
    age_to: int | None
    size_min: int | None
    size: int | None
    starts_on: date | None
    ends_on: date | None
    window: Window
    next_window: Window
    hours: Decimal | None
    is_pfdod: bool | None
    sources: tuple[Financing, ...]
    hour_cost: int | None
    month_price: int | None
    teachers: str
    place: Place


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """Weekly lessons of a group. Monday is 0; times in minutes from midnight, as told."""

    head: Head
    group: str
    period_from: date | None
    period_to: date | None
    weekdays: tuple[int, ...]
    starts: int
    ends: int
    lessons: int | None
    lesson_minutes: int | None
    breaks: tuple[int, ...]


Record = PartnerRecord | DirectionRecord | ProgramRecord | GroupRecord | ScheduleRecord


class RawRecord(NamedTuple):
    """A record as it was read: everything that needs no other record is decided.

    ``early`` is a test that fails before parents are looked at (uuid, required words), ``late`` one after the codes.
    ``missing`` and ``missing_open`` are codes, with their dictionaries, that only the source itself could declare;
    a missing open one is a warning. ``direction`` is None where directions are not told at all.
    ``make`` builds the record of words that are tested already, for the few that are kept; None if no test could end
    with «valid».
    """

    box: Box
    position: int
    head: Head
    is_deleted: bool = False
    parent: str = ""
    direction: str | None = None
    focus_code: str = ""
    early: Reason | None = None
    late: Reason | None = None
    missing: Sequence[tuple[str, str]] = ()
    missing_open: Sequence[tuple[str, str]] = ()
    warnings: Sequence[Warn] = ()
    make: Callable[[], Record] | None = None

    @property
    def record(self) -> Record | None:
        """The record, built anew."""
        return self.make() if self.make else None
