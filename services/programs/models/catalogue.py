"""A program and a group, kept for ever, and the editions in which both are published.

Applications point to programs and groups. What is published of them stands in editions: an import writes new editions
beside the old ones under its number, and one change of ``Catalogue.live`` shows them all.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word
from services.programs.models.words import Focus, Level, ProgramStatus, StudyForm, Unpaid

NEVER = 2**31 - 1
"""The import that will replace an edition which none replaces yet."""
REPLACED = text(f"until < {NEVER}")
"""Few are; written out, not bound: a database uses a partial index only for the very words of its condition."""
AWAITED = text("awaited > 0")

SUIT = (
    "id", "program_id", "territory_id", "provider_id", "since", "until", "status", "focus", "form", "level",
    "is_adapted", "ovz", "is_payable", "from_months", "below_months", "weekdays", "begins", "ends", "price", "last_day",
    "latitude", "longitude",
)  # fmt: skip
"""All that a search asks of an edition before it reads its groups: in an index of its own, far from the long texts."""


class Catalogue(Base):
    """Which import of a territory people see."""

    __tablename__ = "catalogues"

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    live: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]
    words: Mapped[int] = mapped_column(default=0)
    """Another number, by chance, after each change of the vocabulary or the synonyms: who keeps them sees it."""


class Program(Base):
    """A general-developmental program (дополнительная общеразвивающая программа), whatever its edition."""

    __tablename__ = "programs"
    __table_args__ = (UniqueConstraint("territory_id", "key"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    key: Mapped[str | None] = mapped_column(String(80))
    """``datasource:uuid`` of the neighbour's record; None for a program that was entered here."""


class Edition(Base):
    """What is published of a program, with all its groups, from one import until another.

    People see it while ``since <= Catalogue.live < until``. The columns from ``weekdays`` on are drawn from the groups
    (at least one of them may suit), so that most programs are passed over without reading their groups.
    """

    __tablename__ = "editions"
    __table_args__ = (
        Index("ix_editions_shelf", "territory_id", "status", "focus"),
        Index("ix_editions_suit", *SUIT),
        Index("ix_editions_replaced", "territory_id", "until", sqlite_where=REPLACED, postgresql_where=REPLACED),
        UniqueConstraint("program_id", "since"),
        CheckConstraint("since < until", name="interval"),
        CheckConstraint("from_months < below_months", name="ages"),
    )

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(BigId, ForeignKey("programs.id"))
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    since: Mapped[int] = mapped_column(default=0)
    until: Mapped[int] = mapped_column(default=NEVER)
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text, default="")
    """Content, aims, results, equipment, teachers: paragraphs, cleaned of markup."""
    focus: Mapped[Focus] = mapped_column(word(Focus))
    form: Mapped[StudyForm] = mapped_column(word(StudyForm))
    level: Mapped[Level] = mapped_column(word(Level))
    service_code: Mapped[str | None] = mapped_column(String(32))
    is_adapted: Mapped[bool]
    ovz: Mapped[int] = mapped_column(default=0)
    """Mask of the kinds of special needs it is made for (``OvzType.bit``)."""
    from_months: Mapped[int]
    below_months: Mapped[int]
    """Ages in months: from the first inclusive to the second exclusive; 6.5 years are 78."""
    hours: Mapped[int]
    """Academic hours in the school year."""
    hour_price: Mapped[int]
    """Normative cost of a person-hour, kopecks."""
    is_payable: Mapped[bool]
    """May be paid by a certificate: not pre-professional, the provider's kind is not excluded by the act."""
    unpaid_why: Mapped[Unpaid | None] = mapped_column(word(Unpaid))
    unpaid_item: Mapped[str] = mapped_column(Text, default="")
    """The act's own words that exclude it."""
    address: Mapped[str] = mapped_column(String(300))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    status: Mapped[ProgramStatus] = mapped_column(word(ProgramStatus))
    modified_ts: Mapped[int] = mapped_column(BigId, default=0)
    """Unix seconds of the neighbour's record."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """Of everything published: the same digest is the same edition."""
    weekdays: Mapped[int] = mapped_column(default=0)
    """Mask of the weekdays of all groups, Monday is 1."""
    begins: Mapped[int] = mapped_column(default=0)
    ends: Mapped[int] = mapped_column(default=0)
    """The latest ``Offer.begins`` and the earliest ``Offer.ends`` among the groups."""
    price: Mapped[int | None]
    """The lowest price of a group for a parent, kopecks a month: 0 is free, None is not told."""
    last_day: Mapped[date | None]
    """The last day of the group that ends last."""


class Group(Base):
    """A group, whatever its edition, and the seats of it that are taken."""

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="seats"),
        CheckConstraint("awaited >= 0 AND kept BETWEEN 0 AND taken", name="kept"),
        UniqueConstraint("program_id", "key"),
        Index("ix_groups_awaited", "id", sqlite_where=AWAITED, postgresql_where=AWAITED),
    )

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(BigId, ForeignKey("programs.id"))
    key: Mapped[str | None] = mapped_column(String(80))
    taken: Mapped[int]
    kept: Mapped[int] = mapped_column(default=0, server_default="0")
    """Seats within ``taken`` that came free and are kept for the waiting list."""
    awaited: Mapped[int] = mapped_column(default=0, server_default="0")
    """Children who stand in the waiting list, those who are offered a seat included."""
    leaving_since: Mapped[date | None]
    """The day on which the staff wrote down that it ends before its time: since then it takes nobody."""


class Offer(Base):
    """What an edition publishes of a group."""

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("edition_id", "group_id"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )

    id: Mapped[Id]
    edition_id: Mapped[int] = mapped_column(BigId, ForeignKey("editions.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_dated: Mapped[bool] = mapped_column(default=True)
    """The organiser named the days; else they are the school year's and nobody can join."""
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    """The organiser took the group away: nobody finds it any more, but applications still point to it."""
    closed_on: Mapped[date | None]
    """The day on which the organiser closed enrolment; None while it is open."""
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    """The window of applications, both days inclusive; None is not told."""
    from_months: Mapped[int]
    below_months: Mapped[int]
    hours: Mapped[int]
    hour_price: Mapped[int]
    price: Mapped[int | None]
    """What a parent pays without a certificate, kopecks a month: 0 is free, None is not told."""
    weekdays: Mapped[int] = mapped_column(default=0)
    begins: Mapped[int] = mapped_column(default=0)
    ends: Mapped[int] = mapped_column(default=0)
    """The earliest begin and the latest end of its lessons, minutes from midnight."""
    teachers: Mapped[str] = mapped_column(String(300), default="")


class Lesson(Base):
    """A weekly lesson of a group."""

    __tablename__ = "lessons"

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(BigId, ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    """Monday is 0."""
    starts_at: Mapped[str] = mapped_column(String(5))
    """Local time, ``HH:MM``."""
    minutes: Mapped[int]
