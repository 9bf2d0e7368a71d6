"""What a pack is made of, once it is parsed. Everything is frozen: a pack is shared by all touches of the process."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.territories.rules.policy import Policy, Sources


class ActStatus(StrEnum):
    PROJECT = "project"
    ADOPTED = "adopted"


class Level(StrEnum):
    """Whose social order it is: the words «государственный» and «муниципальный» are chosen by it."""

    MUNICIPAL = "municipal"
    STATE = "state"


class IndicatorType(StrEnum):
    """«Процесс», «промежуточный результат», «итоговый результат» of the table's third column."""

    PROCESS = "process"
    INTERMEDIATE = "intermediate"
    FINAL = "final"


@dataclass(frozen=True)
class Act:
    """The legal act; a project has neither number nor date."""

    type: str
    number: str | None
    date: date | None
    status: ActStatus


@dataclass(frozen=True)
class Service:
    """One row of the list of services; ``code`` is as printed, always in Cyrillic letters.

    Two rows may have one code (the act of Smolensk oblast, services 35 and 36): rows are never merged.
    """

    no: int
    code: str
    name: str | None
    consumer_category: str | None
    focus: str | None
    form: str | None


@dataclass(frozen=True)
class PlanRow:
    """One measure of the plan of the trial; ``item_no`` is null where the act prints no number."""

    stage_no: int
    stage: str
    item_no: str | None
    activity: str
    due: str | None
    result: str | None
    responsible: str | None


@dataclass(frozen=True)
class IndicatorRow:
    """One row of the table of indicators. Values are the printed text; ``formula`` says how the fact is counted.

    The formula's name stands beside the act and is never exported; null means entered by hand.
    """

    goal_no: int
    goal: str
    type: IndicatorType
    text: str
    is_subrow: bool
    unit: str | None
    base_value: str | None
    base_year: int | None
    target_value: str | None
    target_year: int | None
    responsible: str | None
    formula: str | None


@dataclass(frozen=True)
class Member:
    """A seat in the working group: a role and a position, never a person's name."""

    role: str
    position: str


@dataclass(frozen=True)
class MeetingRules:
    quorum: str | None
    decision: str | None
    tie: str | None
    frequency: str | None


@dataclass(frozen=True)
class WorkingGroup:
    members: tuple[Member, ...]
    rules: MeetingRules


@dataclass(frozen=True)
class PublicationDeadline:
    """A duty to publish; actor and deadline are null where the act only refers to another act."""

    text: str
    actor: str | None
    deadline: str | None


@dataclass(frozen=True)
class Place:
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Local:
    """What the desk must know of the place and the act does not say."""

    timezone: ZoneInfo
    level: Level
    title_en: str
    short_ru: str
    short_en: str
    centre: Place
    settlements: tuple[Place, ...]
    sources: Sources


@dataclass(frozen=True)
class Pack:
    """One territory: its act word for word, then the place and the rules."""

    slug: str
    title: str
    territory: str
    authority: str | None
    act: Act
    years: tuple[int, ...]
    excluded_organizations: tuple[str, ...]
    electronic_documents: tuple[str, ...]
    navigator_documents: tuple[int, ...]
    information_systems: tuple[str, ...]
    paper_in_2023: tuple[str, ...]
    services: tuple[Service, ...]
    plan: tuple[PlanRow, ...]
    indicators: tuple[IndicatorRow, ...]
    working_group: WorkingGroup | None
    publication_deadlines: tuple[PublicationDeadline, ...]
    signature_rule: str | None
    notes: tuple[str, ...]
    local: Local
    policy: Policy
