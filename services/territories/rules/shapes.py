"""What a pack is made of, once it is parsed. Everything is frozen: a pack is shared by all touches of the process."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo


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


class SigningOrder(StrEnum):
    PROVIDER_FIRST = "provider_first"
    PARENT_FIRST = "parent_first"


class NonPublicRule(StrEnum):
    """Who is «негосударственный» in this act: the acts draw the line in three places.

    ``NOT_MUNICIPAL``: not a municipal institution. ``NOT_PUBLIC``: neither state nor municipal.
    ``SMOLENSK``: not a state institution, and for the consumers (3.5) not a regional organisation
    of additional education.
    """

    NOT_MUNICIPAL = "not_municipal"
    NOT_PUBLIC = "not_public"
    SMOLENSK = "smolensk"


class MonthDay(NamedTuple):
    """A day that comes every year."""

    month: int
    day: int

    def on(self, year: int) -> date:
        """Give the day of that year."""
        return date(year, self.month, self.day)


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


Sources = tuple[tuple[str, str], ...]
"""Pairs of a setting's name and where its value comes from: an item of the act, or «default»."""


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
class Policy:
    """The territory's own rules; days are working days, ages are full years.

    The seven days for a decision and the four for a signature are the defaults of the administrative
    regulations of enrolment; the ages are those of the federal project «Успех каждого ребёнка», 5 to 17.
    """

    decision_days: int
    sign_days: int
    seat_answer_days: int
    age_min: int
    age_max_exclusive: int
    signing_order: SigningOrder
    survey_min_answers: int
    survey_open_days: int
    satisfied_grades: tuple[int, ...]
    code_tries: int
    code_minutes: int
    applications_per_child: int
    non_public_rule: NonPublicRule
    school_year_start: MonthDay
    level_apply: int
    """Level of identity that filing needs: 0 an account, 1 a confirmed phone, 2 a person confirmed at the desk."""
    level_sign: int
    """The same for signing; the one-time code that comes to the phone is enough for 1."""
    confirm_days: int
    """Working days in which an application filed below its level must be confirmed; its time of filing is kept."""
    opening_four_eyes: int
    """1: the results of an opening are published by another person than the one who drew."""
    test_decision_days: int
    """Working days for the decision where the program has an entrance test; ``decision_days`` where it has none."""
    answer_days: int
    """Working days in which a parent answers a returned application; then the body decides on what it has."""
    warn_days: int
    """Working days before the end of a term at which the clerks are warned."""
    complaint_days: int
    """Calendar days after a refusal in which a complaint is taken."""
    offer_hours: int
    """Hours for which a seat of the waiting list is held for one family; the night is not counted."""
    seat_by_club: int
    """1: the body waits for the club's answer as long as the club's term runs; 0: it need not."""
    approve_by_rule: int
    """1: what the club accepts and every rule admits is approved without a clerk; a refusal never is."""
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
