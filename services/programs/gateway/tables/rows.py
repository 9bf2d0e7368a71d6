"""A row of a table as records of the boxes: fields get the package's names, then the package's tests decide."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks import check
from services.programs.gateway.records import RawRecord
from services.programs.gateway.tables import words
from services.programs.gateway.verdicts import Box, Warn

Cells = Mapping[str, str]
"""Texts of a row by the column's key; a column that the table lacks is empty."""

_SPACE = uuid5(NAMESPACE_URL, "kruzhok:catalogue-table")
_PARTNER_CELLS = ("partner", "inn", "ogrn", "type_org", "phone")
_PROGRAM_CELLS = (
    *("program", "focus", "program_type", "form", "level", "ovz", "description"),
    *("address", "latitude", "longitude"),
)
_SHORT_INN = {9: 10, 11: 12}
"""Excel drops the leading zero of a number: digits that are left, digits that there were."""


@dataclass(slots=True)
class Rows:
    """Turns rows into records; partners and programs come out once, with the row that names them first.

    ``datasource`` names the table's owner, for stable uuids: the same row gives the same records in every import.
    ``told_at``, Unix seconds, is the time of all its records: a table tells none.
    """

    datasource: str
    told_at: int
    _seen: dict[str, bytes] = field(default_factory=dict)
    _placed: Counter[Box] = field(default_factory=Counter)

    def records(self, number: int, cells: Cells) -> Iterator[RawRecord]:
        """Records of a row; ``number`` is its place in the table from 1, headings included."""
        partner = self._uuid("partner", _inn(cells) or cells["ogrn"] or cells["partner"])
        program = self._uuid("program", partner, cells["program"])
        group = self._group_uuid(program, cells)
        differs = False
        for uuid, keys, box, told in (
            (partner, _PARTNER_CELLS, Box.PARTNERS, _partner(cells)),
            (program, _PROGRAM_CELLS, Box.PROGRAMS, _program(partner, cells)),
        ):
            said = hashlib.blake2b("\0".join(cells[key] for key in keys).encode(), digest_size=8).digest()
            if uuid not in self._seen:
                self._seen[uuid] = said
                yield self._checked(box, uuid, str(number), told)
            differs = differs or self._seen[uuid] != said
        raw = self._checked(Box.GROUPS, group, str(number), _group(program, cells))
        yield raw._replace(warnings=(*raw.warnings, Warn.ROW_DIFFERS)) if differs else raw
        for place, lesson in enumerate(words.lessons(cells["schedule"]), 1):
            told = lesson | {"groupUuid": group, "periodFrom": cells["starts_on"], "periodTo": cells["ends_on"]}
            yield self._checked(Box.SCHEDULES, self._lesson_uuid(group, lesson), f"{number}/{place}", told)

    def _checked(self, box: Box, uuid: str, local_id: str, told: Mapping[str, object]) -> RawRecord:
        head = {"uuid": uuid, "lastmodifiedTs": self.told_at, "datasource": self.datasource, "localId": local_id}
        at = self._placed[box]
        self._placed[box] = at + 1
        return check(box, at, {**told, **head})

    def _uuid(self, *parts: str) -> str:
        """A uuid of a natural key: letter case and blanks in it do not count."""
        key = "\0".join(" ".join(part.casefold().split()) for part in parts)
        return str(uuid5(_SPACE, f"{self.datasource}\0{key}"))

    def _group_uuid(self, program: str, cells: Cells) -> str:
        """Of the owner's key, which may be a uuid itself, else of the group's name inside its program."""
        own = cells["key"]
        return (values.uuid(own) or self._uuid("key", own)) if own else self._uuid("group", program, cells["group"])

    def _lesson_uuid(self, group: str, lesson: Mapping[str, object]) -> str:
        return self._uuid("lesson", group, *(str(lesson[key]) for key in ("weekDays", "timeStart", "timeEnd")))


def _inn(cells: Cells) -> str:
    inn = cells["inn"]
    return inn.zfill(_SHORT_INN.get(len(inn), 0)) if inn.isdecimal() else inn


def _partner(cells: Cells) -> dict[str, object]:
    return {
        "publicName": cells["partner"],
        "typeOrg": words.code("type_org", cells["type_org"]),
        "phone": cells["phone"],
        "ogrn": cells["ogrn"],
        "_inn": _inn(cells),
    }


def _program(partner: str, cells: Cells) -> dict[str, object]:
    """Its ages are left to its groups: rows of one program may tell several."""
    kinds = words.codes("ovz", cells["ovz"])
    return {
        "partnerUuid": partner,
        "name": cells["program"],
        "announce": cells["description"],
        "focusCode": words.code("focus", cells["focus"]),
        "programType": words.code("program_type", cells["program_type"]) or "general",
        "state": "published",
        "levelSet": words.code("level", cells["level"]),
        "ovz": bool(kinds) or words.is_yes(cells["ovz"]),
        "ovzTypes": kinds,
        "invalidAdapted": bool(kinds) or words.is_yes(cells["ovz"]),
        "location": cells["address"],
        "_form": words.code("form", cells["form"]),
        "_latitude": cells["latitude"],
        "_longitude": cells["longitude"],
        "_noDirections": True,
    }


def _group(program: str, cells: Cells) -> dict[str, object]:
    return {
        "programUuid": program,
        "name": cells["group"],
        "typeGroup": "group",
        "ageFrom": cells["age_from"],
        "ageTo": cells["age_to"],
        "size": cells["size"],
        "isPfdod": words.code("flag", cells["is_certified"]),
        "dateBegin": cells["starts_on"],
        "dateEnd": cells["ends_on"],
        "isLocked": words.code("flag", cells["is_locked"]),
        "orderFrom": cells["order_from"],
        "orderTo": cells["order_to"],
        "hoursYear": cells["hours"],
        "financingSources": _sources(cells),
        "dataTeachers": cells["teachers"],
        "_monthPrice": _money(cells["month_price"]),
    }


def _sources(cells: Cells) -> list[dict[str, str]]:
    """A certificate pays if the row says so, parents pay if it has a price; a price of nought is free."""
    year, month = _money(cells["year_cost"]), _money(cells["month_price"])
    found = [{"source": "pfdod_certificate", "cost": year}] if words.is_yes(cells["is_certified"]) else []
    if _is_nought(month) or (_is_nought(year) and not month):
        return [*found, {"source": "budget", "cost": ""}]
    if month or (year and not found):
        return [*found, {"source": "paid", "cost": year}]
    return found


def _money(told: str) -> str:
    """«14 400,00» is written with blanks."""
    return "".join(told.split())


def _is_nought(told: str) -> bool:
    found = values.lenient(values.number, told)
    return found is not None and not found.exact
