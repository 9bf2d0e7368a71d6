"""What the desk hears of the plan of the trial."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _, _n
from handlers.staff.plan.keyboards import Plan


def _soon(data: dict[str, Any]) -> Screen:
    text = _n(
        "{count} row of the plan of the trial is due soon, by {day}. Mark it when it is done.",
        "{count} rows of the plan of the trial are due soon, the first by {day}. Mark them when they are done.",
        data["count"],
    )
    return _screen(text, data)


def _late(data: dict[str, Any]) -> Screen:
    text = _n(
        "{count} row of the plan of the trial is overdue since {day}. If it is done, mark it with its document.",
        "{count} rows of the plan of the trial are overdue, the first since {day}. What is done can be marked with its "
        "document.",
        data["count"],
    )
    return _screen(text, data)


def _screen(text: str, data: dict[str, Any]) -> Screen:
    row: Row = [button(_("🗓 Plan of the trial"), Plan(territory_id=data["territory"]))]
    told = text.format(count=data["count"], day=formats.day(date.fromisoformat(data["last_day"])))
    return Screen(told, (row, home()))


RENDERERS: Renderers = {"plan_soon": _soon, "plan_late": _late}
