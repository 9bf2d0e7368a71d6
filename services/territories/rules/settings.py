"""The two parts of a pack that stand beside the act: the place and the rules, each value with its source."""

from dataclasses import fields
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.territories.rules.policy import MonthDay, NonPublicRule, Policy, SigningOrder, Sources
from services.territories.rules.reading import Table
from services.territories.rules.shapes import Level, Local, Place

_LOCAL = ("timezone", "level", "title_en", "short", "centre", "settlements")
_LATER: dict[str, tuple[int, int, int]] = {
    "level_apply": (0, 0, 2),
    "level_sign": (1, 0, 2),
    "confirm_days": (5, 1, 90),
    "opening_four_eyes": (0, 0, 1),
    "unified_certificate": (1, 0, 1),
    "test_decision_days": (45, 1, 365),
    "answer_days": (5, 1, 90),
    "warn_days": (1, 0, 30),
    "complaint_days": (30, 1, 365),
    "suspension_days": (30, 1, 365),
    "unused_days": (30, 1, 365),
    "convert_days": (0, 0, 365),
    "offer_hours": (48, 1, 720),
    "seat_by_club": (0, 0, 1),
    "approve_by_rule": (0, 0, 1),
    "approval_four_eyes": (0, 0, 1),
    "renewal_days": (14, 1, 120),
    "turn_four_eyes": (0, 0, 1),
    "year_end_first_days": (30, 2, 180),
    "year_end_last_days": (7, 1, 60),
    "departure_reply_days": (10, 1, 120),
    "departure_remind_days": (3, 1, 60),
    "survey_first_days": (30, 0, 120),
    "survey_middle_days": (120, 30, 250),
    "survey_end_days": (14, 1, 60),
    "survey_remind_days": (5, 1, 30),
    "survey_most": (3, 1, 12),
}
"""Rules that a pack made before them lacks: default, least, most. A loaded territory is never refused for its age."""
_POLICY = tuple(field.name for field in fields(Policy) if field.name not in {"sources", *_LATER})
_COMMON_YEAR = 2023


def _sourced(table: Table, key: str) -> Table:
    return table.table(key).only(("value", "source"))


def _sources(table: Table, keys: tuple[str, ...]) -> Sources:
    return tuple((key, _sourced(table, key).text("source")) for key in keys)


def read_local(table: Table) -> Local:
    """Read ``[local]``. Raises PackBroken."""
    table.only(_LOCAL)
    short = _sourced(table, "short").table("value").only(("ru", "en"))
    centre = _place(_sourced(table, "centre").table("value"))
    return Local(
        timezone=_zone(_sourced(table, "timezone")),
        level=_sourced(table, "level").word("value", Level),
        title_en=_sourced(table, "title_en").text("value"),
        short_ru=short.text("ru"),
        short_en=short.text("en"),
        centre=centre,
        settlements=_settlements(_sourced(table, "settlements")),
        sources=_sources(table, _LOCAL),
    )


def read_policy(table: Table) -> Policy:
    """Read ``[policy]``. Raises PackBroken."""
    table.only(_POLICY, tuple(_LATER))
    given = tuple(key for key in _LATER if table.has(key))

    def count(key: str, high: int = 365) -> int:
        return _sourced(table, key).integer("value", 1, high)

    youngest = _sourced(table, "age_min").integer("value", 0, 17)
    return Policy(
        decision_days=count("decision_days"),
        sign_days=count("sign_days"),
        seat_answer_days=count("seat_answer_days"),
        age_min=youngest,
        age_max_exclusive=_sourced(table, "age_max_exclusive").integer("value", youngest + 1, 24),
        signing_order=_sourced(table, "signing_order").word("value", SigningOrder),
        survey_min_answers=count("survey_min_answers"),
        survey_open_days=count("survey_open_days"),
        satisfied_grades=_sourced(table, "satisfied_grades").integers("value", 1, 5),
        code_tries=count("code_tries", 20),
        code_minutes=count("code_minutes", 60),
        applications_per_child=count("applications_per_child", 100),
        non_public_rule=_sourced(table, "non_public_rule").word("value", NonPublicRule),
        school_year_start=_month_day(_sourced(table, "school_year_start")),
        **{key: _later(table, key) for key in _LATER},
        sources=(
            *_sources(table, (*_POLICY, *given)),
            *((key, "default") for key in _LATER if key not in given),
        ),
    )


def _later(table: Table, key: str) -> int:
    """A whole number within its bounds; the default where the pack is silent."""
    default, least, most = _LATER[key]
    return _sourced(table, key).integer("value", least, most) if table.has(key) else default


def _zone(table: Table) -> ZoneInfo:
    name = table.text("value")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise table.broken("value", "timezone", name) from wrong


def _month_day(table: Table) -> MonthDay:
    """Read ``MM-DD``; 29 February does not come every year and is refused."""
    printed = table.text("value")
    try:
        day = date.fromisoformat(f"{_COMMON_YEAR}-{printed}")
    except ValueError as wrong:
        raise table.broken("value", "date", printed) from wrong
    return MonthDay(day.month, day.day)


def _place(table: Table) -> Place:
    table.only(("name", "lat", "lon"))
    return Place(name=table.text("name"), lat=table.number("lat", -90, 90), lon=table.number("lon", -180, 180))


def _settlements(table: Table) -> tuple[Place, ...]:
    """Read the settlements; a name stands once, and there is at least one."""
    places: dict[str, Place] = {}
    for row in table.tables("value"):
        place = _place(row)
        if place.name in places:
            raise row.broken("name", "duplicate", place.name)
        places[place.name] = place
    if not places:
        raise table.broken("value", "blank")
    return tuple(places.values())
