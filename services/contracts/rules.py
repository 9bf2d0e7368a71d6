"""What a contract says: facts as they were at approval, written as values of the template, and whose turn it is."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from services.contracts.models import ContractStatus
from services.documents import rules as documents
from services.programs.rules import LessonView, first_lesson

TEMPLATE = "contract-1"
NOT_NAMED = documents.NOT_NAMED
CLIPPED = {"program": 60, "group": 25, "provider": 60, "place": 65, "schedule": 80, "authority": 75}
"""Characters of a value in the summary: ten lines must fit a screen. The contract itself is never shortened."""


class Side(StrEnum):
    """Who agrees to a contract."""

    PROVIDER = "provider"
    PARENT = "parent"


FIRST_SIDE = {"provider_first": Side.PROVIDER, "parent_first": Side.PARENT}
"""The territory's order of signing → who begins."""


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """All that the text is made of, unformatted: the summary and the translation are made of the same.

    ``cost`` is in kopecks, ``hours`` are the child's academic hours (person-hours), ``zone`` is an IANA name.
    """

    number: int
    made_on: date
    zone: str
    territory_ru: str
    territory_en: str
    level: str
    authority: str | None
    act_type: str
    act_number: str | None
    act_date: date | None
    is_project: bool
    provider: str
    inn: str
    licence: str
    provider_address: str
    parent: str
    phone: str
    child: str
    birth: date
    program: str
    focus: str
    form: str
    group: str
    hours: int
    starts_on: date
    ends_on: date
    lessons: tuple[tuple[int, str, int], ...]
    place: str
    certificate: str
    service_code: str | None
    cost: int
    sign_by: date
    order: str


_PLAIN = (
    *("number", "provider", "inn", "licence", "provider_address", "parent", "phone", "child"),
    *("program", "group", "hours", "place", "certificate"),
)
_DAYS = ("made_on", "birth", "starts_on", "ends_on", "sign_by")
_DATES = (*_DAYS, "act_date")


def dump(facts: Facts) -> str:
    """Facts as JSON text, to be kept encrypted."""
    return json.dumps(asdict(facts), ensure_ascii=False, default=date.isoformat)


def load(text: str) -> Facts:
    """Facts back from :func:`dump`."""
    raw: dict[str, Any] = json.loads(text)
    for name in _DATES:
        raw[name] = None if raw[name] is None else date.fromisoformat(raw[name])
    raw["lessons"] = tuple((weekday, at, minutes) for weekday, at, minutes in raw["lessons"])
    return Facts(**raw)


def text_of(facts: Facts, locale: str = "ru", template: str = TEMPLATE) -> str:
    """The whole contract; the Russian one is signed, the English one is a translation to read."""
    return documents.render(template, values(facts, locale, template), locale)


def summary_of(facts: Facts, locale: str, template: str = TEMPLATE) -> str:
    """The main things in ten lines, without anybody's personal name; long values are cut for the screen."""
    filled = values(facts, locale, template)
    short = {name: _clip(value, CLIPPED.get(name, len(value))) for name, value in filled.items()}
    return documents.render(template, short, locale, part="summary").strip()


def values(facts: Facts, locale: str, template: str = TEMPLATE) -> dict[str, str]:
    """Values of the template's blanks in one language."""

    def word(kind: str, key: str) -> str:
        return documents.word(template, kind, key, locale)

    plain = {name: str(getattr(facts, name)) for name in _PLAIN}
    days = {
        name: documents.day(getattr(facts, name)) for name in ("made_on", "birth", "starts_on", "ends_on", "sign_by")
    }
    return {
        **plain,
        **days,
        "territory": facts.territory_ru if locale == "ru" else facts.territory_en,
        "service_of": word("service_of", facts.level),
        "act": documents.act(
            word("act", "project" if facts.is_project else "adopted"),
            kind=facts.act_type,
            number=facts.act_number,
            made_on=facts.act_date,
        ),
        "authority": facts.authority or NOT_NAMED,
        "focus": word("focus", facts.focus),
        "form": word("form", facts.form),
        "schedule": _schedule(facts, locale, template),
        "code": facts.service_code or word("code", "none"),
        "cost": documents.fill(word("money", "roubles"), {"sum": documents.roubles(facts.cost, locale)}),
        "order": word("order", facts.order),
    }


def turn(status: ContractStatus, first: Side) -> Side | None:
    """Whose agreement is awaited; None when nobody's is."""
    second = Side.PARENT if first is Side.PROVIDER else Side.PROVIDER
    return {ContractStatus.DRAFT: first, ContractStatus.OFFERED: second}.get(status)


def next_lesson(
    lessons: tuple[LessonView, ...],
    starts_on: date,
    ends_on: date,
    now: datetime,
    zone: tzinfo,
) -> tuple[datetime, datetime] | None:
    """Start and end of the first lesson that has not begun yet: one that already runs cannot be attended in full."""
    local = now.astimezone(zone)
    tomorrow = local.date() + timedelta(days=1)
    ahead = [lesson for lesson in lessons if not _begun(lesson, local)]
    slots = (
        first_lesson(ahead, starts_on, ends_on, local.date(), zone),
        first_lesson(lessons, starts_on, ends_on, tomorrow, zone),
    )
    return min((slot for slot in slots if slot is not None), default=None)


def _begun(lesson: LessonView, local: datetime) -> bool:
    return lesson.weekday == local.weekday() and lesson.starts_at <= local.strftime("%H:%M")


def _schedule(facts: Facts, locale: str, template: str) -> str:
    if not facts.lessons:
        return documents.word(template, "lesson", "none", locale)
    line = documents.word(template, "lesson", "one", locale)
    return "; ".join(
        documents.fill(
            line,
            {
                "weekday": documents.word(template, "weekday", str(weekday), locale),
                "at": at,
                "minutes": str(minutes),
            },
        )
        for weekday, at, minutes in facts.lessons
    )


def _clip(value: str, most: int) -> str:
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"
