"""What those who head a desk are told of the nightly pull of the catalogue."""

from typing import Any

from handlers.common.notices.base import Renderers
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _, _n
from handlers.staff.catalogue.keyboards import Catalogue


def _not_pulled(data: dict[str, Any]) -> Screen:
    text = _n(
        "The catalogue could not be renewed tonight: {count} try failed. People see the catalogue as it was; "
        "the next try is the coming night. If it goes on, ask those who run the neighbour's Navigator.",
        "The catalogue could not be renewed tonight: {count} tries failed. People see the catalogue as it was; "
        "the next try is the coming night. If it goes on, ask those who run the neighbour's Navigator.",
        data["tries"],
    ).format(count=data["tries"])
    return Screen(text, (_open(data),))


def _removals(data: dict[str, Any]) -> Screen:
    text = _n(
        "The neighbour's catalogue leaves out {count} program of {live} that people find now: more than one in five. "
        "Nothing was changed. If it is meant so, load it by hand: kruzhok catalog pull … --accept-removals",
        "The neighbour's catalogue leaves out {count} programs of {live} that people find now: more than one in five. "
        "Nothing was changed. If it is meant so, load it by hand: kruzhok catalog pull … --accept-removals",
        data["vanishing"],
    ).format(count=data["vanishing"], live=data["live"])
    return Screen(text, (_open(data),))


def _open(data: dict[str, Any]) -> Row:
    return [button(_("📚 Catalogue"), Catalogue(territory_id=data["territory"]))]


RENDERERS: Renderers = {"catalogue_not_pulled": _not_pulled, "catalogue_removals": _removals}
