"""Small packages for the tests: one valid record of each box, and what is changed in them."""

import json
from pathlib import Path
from typing import Any

from services.programs.gateway.ledger import Known, Ledger, Outcome
from services.programs.gateway.navigator.reading import Package
from services.programs.gateway.records import RawRecord, Record
from services.programs.gateway.report import Report
from services.programs.gateway.verdicts import Box, Reason

Json = dict[str, Any]
DATA = Path(__file__).parents[3] / "support" / "data"
SINGULAR = {
    Box.PARTNERS: "partner",
    Box.DIRECTIONS: "programDirection",
    Box.PROGRAMS: "program",
    Box.GROUPS: "group",
    Box.SCHEDULES: "schedule",
}


def uuid(number: int) -> str:
    return f"{number:08x}-1111-4111-8111-{number:012x}"


PARTNER, DIRECTION, PROGRAM, GROUP, SCHEDULE = map(uuid, range(1, 6))


def _head(of: str, local_id: str) -> Json:
    return {
        "uuid": of,
        "lastmodifiedTs": "1788000000",
        "datasource": uuid(99),
        "localId": local_id,
        "isDeleted": "false",
    }


def valid(box: Box) -> Json:
    """A record that passes every test."""
    return {
        Box.PARTNERS: {
            **_head(PARTNER, "1"),
            "publicName": "Центр «Парус»",
            "typeOrg": "additional",
            "departmentCode": "educations ",
        },
        Box.DIRECTIONS: {
            **_head(DIRECTION, "2"),
            "name": "Робототехника",
            "focusCode": "tekhnicheskoe",
            "sortOrder": "1",
            "significant": "true",
        },
        Box.PROGRAMS: {
            **_head(PROGRAM, "3"),
            "partnerUuid": PARTNER,
            "directionUuid": DIRECTION,
            "name": "Роботы",
            "focusCode": "tekhnicheskoe",
            "programType": "general",
            "state": "published",
            "minAge": "6",
            "maxAge": "9.0",
            "minPersons": "5",
            "maxPersons": "15",
            "duration": "1",
            "durationunit": "year",
            "levelSet": "basic",
            "ovzTypes": {},
        },
        Box.GROUPS: {
            **_head(GROUP, "4"),
            "programUuid": PROGRAM,
            "name": "Группа 1",
            "ageFrom": "6",
            "ageTo": "9",
            "sizeMin": "5",
            "size": "12",
            "dateBegin": "2026-09-01",
            "dateEnd": "2027-05-31",
            "orderFrom": {},
            "orderTo": {},
            "hoursYear": "144.00",
            "financingSources": {"source": "budget", "cost": {}},
            "costHourManual": {},
        },
        Box.SCHEDULES: {
            **_head(SCHEDULE, "5"),
            "groupUuid": GROUP,
            "periodFrom": "2026-09-01",
            "periodTo": "2027-05-31",
            "weekDays": ["mon", "wed"],
            "timeStart": "9:00",
            "timeEnd": "12:30",
            "duration": "4",
            "durationLength": "45",
            "breaks": ["10", "10", "10"],
        },
    }[box]


def package(**boxes: list[Json]) -> Json:
    """A package of valid records; a box that is named has these records instead."""
    told = {box: [valid(box)] for box in Box} | {Box(name): records for name, records in boxes.items()}
    objects = {box.value: {SINGULAR[box]: records} for box, records in told.items()}
    return {"package": {"dictionaries": {}, "objects": objects}}


def changed(box: Box, **fields: object) -> Json:
    """A package in which fields of the one record of a box are other than valid."""
    return package(**{box.value: [valid(box) | fields]})


def put(folder: Path, told: object) -> Path:
    path = folder / "package.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[RawRecord], Ledger, set[tuple[str, str]]]:
    ledger = Ledger()
    raws = []
    with Package(path, max_mb=1000) as file:
        for raw in file:
            raws.append(raw)
            ledger.note(raw)
    return raws, ledger, file.declared


def settled(folder: Path, told: object, known: Known | None = None) -> Outcome:
    _raws, ledger, declared = read(put(folder, told))
    return ledger.settle(known=known, declared=declared)


def report(folder: Path, told: object, known: Known | None = None) -> Report:
    return settled(folder, told, known).report


def only_reason(folder: Path, box: Box, told: object) -> Reason | None:
    """The reason of the one record of a box, None if it is valid."""
    outcome = settled(folder, told)
    assert outcome.report.counts[box].total == 1
    return outcome.reason(box, 0)


def record_of(folder: Path, box: Box, told: object) -> Record:
    """The checked record of a box that has one."""
    (raw,) = [raw for raw in read(put(folder, told))[0] if raw.box is box]
    assert raw.record is not None
    return raw.record
