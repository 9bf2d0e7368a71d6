"""A group as the screens see it, made by hand."""

from datetime import date
from typing import Any

from services.programs.models import Focus, Level, ProgramStatus, StudyForm
from services.programs.queries import GroupView
from services.programs.rules import LessonView

SATURDAY = LessonView(5, "10:00", 90)


def group_view(**changes: Any) -> GroupView:
    """A plain open group of twelve, nine taken, on Saturdays of the school year 2026."""
    facts: dict[str, Any] = {
        "id": 7,
        "program_id": 3,
        "territory_id": 1,
        "provider_id": 1,
        "title": "Робототехника: первые шаги",
        "summary": "Собираем и программируем простых роботов.",
        "focus": Focus.TECH,
        "form": StudyForm.FULL_TIME,
        "level": Level.START,
        "service_code": None,
        "is_adapted": False,
        "ovz": 0,
        "from_months": 84,
        "below_months": 132,
        "hours": 72,
        "hour_price": 15_000,
        "is_payable": True,
        "unpaid_why": None,
        "unpaid_item": "",
        "address": "ул. Садовая, 1",
        "latitude": None,
        "longitude": None,
        "status": ProgramStatus.PUBLISHED,
        "group_title": "Группа 1",
        "capacity": 12,
        "taken": 9,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 5, 31),
        "is_dated": True,
        "closed_on": None,
        "opens_on": None,
        "closes_on": None,
        "price": None,
        "teachers": "",
        "lessons": (SATURDAY,),
    }
    return GroupView(**(facts | changes))
