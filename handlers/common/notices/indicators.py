"""What the desk hears when a year's table is collected."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _, _n
from handlers.staff.indicators.keyboards import Indicators


def _asked(data: dict[str, Any]) -> Screen:
    told = _("The table of indicators for {year} is being collected: values by hand are needed by {day} inclusive.")
    left = _n("{count} row has no value yet.", "{count} rows have no value yet.", data["missing"])
    text = f"{told.format(year=data['year'], day=formats.day(date.fromisoformat(data['due'])))} "
    row = [button(_("📊 Indicators"), Indicators(territory_id=data["territory"]))]
    return Screen(text + left.format(count=data["missing"]), (row, home()))


RENDERERS: Renderers = {"indicators_asked": _asked}
