"""Every reason of the table, and which of two wins."""

from pathlib import Path
from typing import Any

import pytest

from services.programs.gateway.verdicts import Box, Reason
from tests.services.programs.gateway.packages import changed, only_reason, package, report, settled, uuid, valid

PARTNERS, DIRECTIONS, PROGRAMS, GROUPS, SCHEDULES = Box

REASONS: list[tuple[Box, dict[str, Any], Reason]] = [
    *[(box, {"uuid": told}, Reason.BAD_UUID) for box in Box for told in ({}, "", "12", None)],
    (PARTNERS, {"uuid": "g0000001-1111-4111-8111-000000000001"}, Reason.BAD_UUID),
    (PARTNERS, {"uuid": "00000001111141118111000000000001"}, Reason.BAD_UUID),
    (PARTNERS, {"publicName": {}}, Reason.MISSING_REQUIRED),
    *[(box, {"name": " <b></b>&nbsp;"}, Reason.MISSING_REQUIRED) for box in (DIRECTIONS, PROGRAMS, GROUPS)],
    (PROGRAMS, {"name": "<script>alert(1)</script>"}, Reason.MISSING_REQUIRED),
    *[(PROGRAMS, {"partnerUuid": told}, Reason.MISSING_PARTNER) for told in ({}, "x", uuid(77))],
    *[(GROUPS, {"programUuid": told}, Reason.MISSING_PROGRAM) for told in ({}, "x", uuid(77))],
    *[(SCHEDULES, {"groupUuid": told}, Reason.MISSING_GROUP) for told in ({}, "x", uuid(77))],
    (PARTNERS, {"typeOrg": "circus"}, Reason.UNKNOWN_CODE),
    (PARTNERS, {"typeOrg": True}, Reason.UNKNOWN_CODE),
    (DIRECTIONS, {"focusCode": "magic"}, Reason.UNKNOWN_CODE),
    *[(PROGRAMS, {field: "magic"}, Reason.UNKNOWN_CODE) for field in ("focusCode", "programType", "state")],
    (PROGRAMS, {"state": ["published", "archive"]}, Reason.UNKNOWN_CODE),
    (GROUPS, {"financingSources": {"source": "oil", "cost": {}}}, Reason.UNKNOWN_CODE),
    (GROUPS, {"financingSources": [{"source": "budget"}, "oil"]}, Reason.UNKNOWN_CODE),
    *[(SCHEDULES, {"weekDays": told}, Reason.UNKNOWN_CODE) for told in ({}, "", [], "someday", ["mon", "MON"], 1)],
    *[(PROGRAMS, {"minAge": told}, Reason.BAD_NUMBER) for told in ("six", "-1", "99.5", 100, True, {"x": 1})],
    (PROGRAMS, {"minAge": ["1", "2"]}, Reason.BAD_NUMBER),
    *[(PROGRAMS, {"maxAge": told}, Reason.BAD_NUMBER) for told in ("1e1", "NaN", "6 лет", "1 0", "--5", "٦")],
    *[(PROGRAMS, {field: "1.5"}, Reason.BAD_NUMBER) for field in ("minPersons", "maxPersons")],
    (PROGRAMS, {"maxPersons": "99999999999"}, Reason.BAD_NUMBER),
    (PROGRAMS, {"duration": "long"}, Reason.BAD_NUMBER),
    *[(GROUPS, {field: "x"}, Reason.BAD_NUMBER) for field in ("ageFrom", "ageTo", "sizeMin", "size", "hoursYear")],
    *[(GROUPS, {field: False}, Reason.BAD_NUMBER) for field in ("ageFrom", "size", "hoursYear", "costHourManual")],
    (GROUPS, {"financingSources": {"source": "paid", "cost": "free"}}, Reason.BAD_NUMBER),
    (GROUPS, {"costHourManual": "1" * 50}, Reason.BAD_NUMBER),
    *[(SCHEDULES, {field: "1,5"}, Reason.BAD_NUMBER) for field in ("duration", "durationLength", "breaks")],
    (SCHEDULES, {"breaks": ["10", "ten"]}, Reason.BAD_NUMBER),
    (PROGRAMS, {"minAge": "9.5", "maxAge": "9,25"}, Reason.AGE_REVERSED),
    (GROUPS, {"ageFrom": "10", "ageTo": 9}, Reason.AGE_REVERSED),
    (PROGRAMS, {"minPersons": "-1"}, Reason.NEGATIVE_SIZE),
    (GROUPS, {"size": "-1"}, Reason.NEGATIVE_SIZE),
    (PROGRAMS, {"minPersons": "16"}, Reason.SIZE_REVERSED),
    (GROUPS, {"sizeMin": 13}, Reason.SIZE_REVERSED),
    (GROUPS, {"costHourManual": "-0,01"}, Reason.NEGATIVE_MONEY),
    (GROUPS, {"financingSources": [{"source": "budget"}, {"source": "paid", "cost": "-5"}]}, Reason.NEGATIVE_MONEY),
    *[(GROUPS, {"dateBegin": told}, Reason.BAD_DATE) for told in ("2026-02-30", "1.9.2026", "2026-9-1", 2026, True)],
    *[
        (GROUPS, {field: "soon"}, Reason.BAD_DATE)
        for field in ("dateEnd", "orderFrom", "orderTo", "availableNextYearOrderFrom", "availableNextYearOrderTo")
    ],
    *[(SCHEDULES, {field: "2026-13-01"}, Reason.BAD_DATE) for field in ("periodFrom", "periodTo")],
    (GROUPS, {"dateBegin": "2027-06-01"}, Reason.DATE_REVERSED),
    (GROUPS, {"orderFrom": "02.09.2026", "orderTo": "2026-09-01"}, Reason.DATE_REVERSED),
    (
        GROUPS,
        {"availableNextYearOrderFrom": "2027-08-31", "availableNextYearOrderTo": "2027-04-15"},
        Reason.DATE_REVERSED,
    ),
    (SCHEDULES, {"periodTo": "2026-08-31"}, Reason.DATE_REVERSED),
    *[(SCHEDULES, {"timeStart": told}, Reason.BAD_TIME) for told in ({}, "9", "9:0", "24:00", "12:60", "9:00:00", 9)],
    (SCHEDULES, {"timeEnd": None}, Reason.BAD_TIME),
    *[(SCHEDULES, {"timeEnd": told}, Reason.TIME_REVERSED) for told in ("9:00", "08:59")],
]  # fmt: skip


@pytest.mark.parametrize(("box", "fields", "reason"), REASONS)
def test_reason(tmp_path: Path, box: Box, fields: dict[str, Any], reason: Reason) -> None:
    assert only_reason(tmp_path, box, changed(box, **fields)) is reason


def test_every_reason_has_a_case() -> None:
    assert {reason for _box, _fields, reason in REASONS} == set(Reason) - {Reason.DUPLICATE_UUID}


IN_ORDER: dict[Box, list[tuple[dict[str, Any], Reason]]] = {
    PROGRAMS: [
        ({"uuid": "x"}, Reason.BAD_UUID),
        ({"name": " "}, Reason.MISSING_REQUIRED),
        ({"partnerUuid": {}}, Reason.MISSING_PARTNER),
        ({"state": "magic"}, Reason.UNKNOWN_CODE),
        ({"duration": "x"}, Reason.BAD_NUMBER),
        ({"minAge": "10", "maxAge": "9"}, Reason.AGE_REVERSED),
        ({"minPersons": "16"}, Reason.SIZE_REVERSED),
    ],
    GROUPS: [
        ({"uuid": "x"}, Reason.BAD_UUID),
        ({"name": " "}, Reason.MISSING_REQUIRED),
        ({"programUuid": {}}, Reason.MISSING_PROGRAM),
        ({"financingSources": "oil"}, Reason.UNKNOWN_CODE),
        ({"hoursYear": "x"}, Reason.BAD_NUMBER),
        ({"ageFrom": "10"}, Reason.AGE_REVERSED),
        ({"sizeMin": "-5"}, Reason.NEGATIVE_SIZE),
        ({"size": "4"}, Reason.SIZE_REVERSED),
        ({"costHourManual": "-1"}, Reason.NEGATIVE_MONEY),
        ({"orderTo": "x"}, Reason.BAD_DATE),
        ({"dateBegin": "2028-01-01"}, Reason.DATE_REVERSED),
    ],
    SCHEDULES: [
        ({"uuid": "x"}, Reason.BAD_UUID),
        ({"groupUuid": {}}, Reason.MISSING_GROUP),
        ({"weekDays": {}}, Reason.UNKNOWN_CODE),
        ({"breaks": "x"}, Reason.BAD_NUMBER),
        ({"periodFrom": "x"}, Reason.BAD_DATE),
        ({"periodTo": "2020-01-01"}, Reason.DATE_REVERSED),
        ({"timeStart": "x"}, Reason.BAD_TIME),
        ({"timeEnd": "8:00"}, Reason.TIME_REVERSED),
    ],
}


@pytest.mark.parametrize(("box", "first"), [(box, at) for box, cases in IN_ORDER.items() for at in range(len(cases))])
def test_the_first_failing_test_decides(tmp_path: Path, box: Box, first: int) -> None:
    """All faults from one on together: that one is told."""
    fields: dict[str, Any] = {}
    for fault, _reason in reversed(IN_ORDER[box][first:]):
        fields |= fault
    assert only_reason(tmp_path, box, changed(box, **fields)) is IN_ORDER[box][first][1]


def test_a_deleted_record_is_not_looked_into(tmp_path: Path) -> None:
    for told in ("true", "TRUE", " True ", "1", 1, True, ["true"]):
        outcome = settled(tmp_path, changed(PROGRAMS, isDeleted=told, name="", partnerUuid="", state="magic"))
        assert outcome.is_deleted(PROGRAMS, 0), told
        assert outcome.report.counts[PROGRAMS].rejected == {}
        assert outcome.report.not_valid[PROGRAMS] == {}
        assert outcome.reason(GROUPS, 0) is Reason.MISSING_PROGRAM
    assert only_reason(tmp_path, PROGRAMS, changed(PROGRAMS, isDeleted="true", uuid="x")) is Reason.BAD_UUID


def test_not_deleted_unless_it_is_said(tmp_path: Path) -> None:
    for told in ("false", "0", {}, None, "", "yes", 0, False, "да", 2):
        assert only_reason(tmp_path, PROGRAMS, changed(PROGRAMS, isDeleted=told)) is None, told


@pytest.mark.parametrize(
    ("stamps", "loser"),
    [
        (("5", "6"), 0),
        (("6", "5"), 1),
        (("5", "5"), 0),
        (("never", "1"), 0),
        (("1", "never"), 1),
        (("junk", {}), 0),
        ((" 7 ", "6,5"), 1),
        ((True, "1"), 0),
    ],
)
def test_of_two_with_one_uuid_the_newer_stays(tmp_path: Path, stamps: tuple[Any, Any], loser: int) -> None:
    first, second = (
        valid(PROGRAMS) | {"lastmodifiedTs": stamp, "localId": f"p{at}"} for at, stamp in enumerate(stamps)
    )
    outcome = settled(tmp_path, package(programs=[first, second | {"uuid": second["uuid"].upper()}]))
    assert outcome.reason(PROGRAMS, loser) is Reason.DUPLICATE_UUID
    assert outcome.is_valid(PROGRAMS, 1 - loser)
    assert outcome.report.not_valid[PROGRAMS] == {f"p{loser}": "duplicate_uuid"}


def test_of_many_with_one_uuid_one_stays(tmp_path: Path) -> None:
    records = [valid(PROGRAMS) | {"lastmodifiedTs": str(stamp)} for stamp in (3, 9, 1, 9, 4)]
    outcome = settled(tmp_path, package(programs=records))
    assert [outcome.is_valid(PROGRAMS, at) for at in range(5)] == [False, False, False, True, False]
    assert outcome.report.counts[PROGRAMS].rejected == {"duplicate_uuid": 4}


def test_a_duplicate_loses_before_anything_else_is_looked_at(tmp_path: Path) -> None:
    newer = valid(PROGRAMS) | {"lastmodifiedTs": "1788000001", "isDeleted": "true"}
    for fault in ({"name": ""}, {"isDeleted": "true"}, {"state": "magic"}, {}):
        outcome = settled(tmp_path, package(programs=[valid(PROGRAMS) | fault, newer]))
        assert outcome.reason(PROGRAMS, 0) is Reason.DUPLICATE_UUID
        assert outcome.is_deleted(PROGRAMS, 1)
        assert outcome.reason(GROUPS, 0) is Reason.MISSING_PROGRAM


def test_the_same_uuid_in_two_boxes_is_no_duplicate(tmp_path: Path) -> None:
    same = package(programDirections=[valid(DIRECTIONS) | {"uuid": valid(PARTNERS)["uuid"]}])
    assert report(tmp_path, same).counts[DIRECTIONS].valid == 1


def test_a_rejected_record_is_told_by_its_local_id(tmp_path: Path) -> None:
    bad = [
        valid(PARTNERS) | {"publicName": "", "uuid": uuid(at), "localId": told} for at, told in enumerate(("a", 7, {}))
    ]
    nameless = valid(PARTNERS) | {"uuid": "", "localId": ""}
    told = report(tmp_path, package(partners=[*bad, nameless])).not_valid[PARTNERS]
    assert told == {"a": "missing_required", "7": "missing_required", uuid(2): "missing_required", "4": "bad_uuid"}


def test_one_bad_record_never_stops_the_package(tmp_path: Path) -> None:
    deep: Any = "x"
    for _level in range(500):
        deep = [deep]
    strange = [valid(PROGRAMS) | {"uuid": uuid(500 + at), field: deep} for at, field in enumerate(valid(PROGRAMS))]
    found = report(tmp_path, package(programs=[*strange, valid(PROGRAMS)]))
    assert found.counts[PROGRAMS].total == len(strange) + 1
    assert found.counts[GROUPS].valid == 1
