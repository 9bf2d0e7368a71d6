"""What needs other records: parents, warnings, codes that a package declares, and the report."""

from pathlib import Path
from typing import Any

import pytest

from services.programs.gateway.ledger import Known
from services.programs.gateway.report import Changes
from services.programs.gateway.verdicts import Box, Reason, Warn
from tests.services.programs.gateway.packages import (
    DIRECTION,
    GROUP,
    PARTNER,
    PROGRAM,
    changed,
    package,
    put,
    read,
    report,
    settled,
    uuid,
    valid,
)

PARTNERS, DIRECTIONS, PROGRAMS, GROUPS, SCHEDULES = Box


def test_a_refused_parent_takes_what_is_below_with_it(tmp_path: Path) -> None:
    outcome = settled(tmp_path, changed(PARTNERS, publicName=""))
    assert [outcome.reason(box, 0) for box in Box] == [
        Reason.MISSING_REQUIRED,
        None,
        Reason.MISSING_PARTNER,
        Reason.MISSING_PROGRAM,
        Reason.MISSING_GROUP,
    ]


def test_parents_of_the_database_count_if_the_file_has_none(tmp_path: Path) -> None:
    part = package(partners=[], programDirections=[])
    _raws, ledger, _declared = read(put(tmp_path, part))
    assert ledger.orphans() == {DIRECTIONS: {DIRECTION}, PARTNERS: {PARTNER}, PROGRAMS: set(), GROUPS: set()}
    assert report(tmp_path, part).counts[SCHEDULES].rejected == {"missing_group": 1}
    known = Known(partners={PARTNER}, directions={DIRECTION: "tekhnicheskoe"})
    found = report(tmp_path, part, known)
    assert [found.counts[box].valid for box in Box] == [0, 0, 1, 1, 1]
    assert found.warnings == {}


@pytest.mark.parametrize("fault", [{"isDeleted": "true"}, {"name": ""}])
def test_a_parent_that_is_refused_in_the_file_is_absent_whatever_we_have(tmp_path: Path, fault: dict[str, Any]) -> None:
    known = Known(partners={PARTNER}, programs={PROGRAM}, groups={GROUP})
    outcome = settled(tmp_path, changed(PROGRAMS, **fault), known)
    assert outcome.reason(GROUPS, 0) is Reason.MISSING_PROGRAM


def test_nothing_is_orphaned_by_nothing(tmp_path: Path) -> None:
    blank = package(programs=[valid(PROGRAMS) | {"partnerUuid": {}, "directionUuid": ""}])
    _raws, ledger, _declared = read(put(tmp_path, blank))
    assert set().union(*ledger.orphans().values()) == set()


@pytest.mark.parametrize(
    ("box", "fields", "warnings"),
    [
        (PARTNERS, {"departmentCode": "magic"}, {Warn.UNKNOWN_OPEN_CODE: 1}),
        (PARTNERS, {"departmentCode": {}}, {}),
        (PARTNERS, {"publicName": "<b>Парус</b>"}, {}),
        (PROGRAMS, {"ovzTypes": ["x", "y"], "levelSet": "z"}, {Warn.UNKNOWN_OPEN_CODE: 1}),
        (PROGRAMS, {"ovzTypes": "musculoskeletal_disorders"}, {Warn.UNKNOWN_OPEN_CODE: 1}),
        (PROGRAMS, {"programRegistries": ["certified", "gold"]}, {Warn.UNKNOWN_OPEN_CODE: 1}),
        (PROGRAMS, {"directionUuid": {}}, {Warn.UNKNOWN_DIRECTION: 1}),
        (PROGRAMS, {"directionUuid": uuid(77)}, {Warn.UNKNOWN_DIRECTION: 1}),
        (DIRECTIONS, {"name": ""}, {Warn.UNKNOWN_DIRECTION: 1}),
        (DIRECTIONS, {"isDeleted": "true"}, {Warn.UNKNOWN_DIRECTION: 1}),
        (DIRECTIONS, {"focusCode": "hudozhestvennoe"}, {Warn.DIRECTION_FOCUS_MISMATCH: 1}),
        (DIRECTIONS, {"focusCode": {}}, {}),
        *[
            (PROGRAMS, {field: "<p>a</p> &amp;", "fullName": "<i>b</i>"}, {Warn.HTML_STRIPPED: 1})
            for field in (
                "name",
                "announce",
                "detailDescription",
                "programContent",
                "goals",
                "results",
                "technicalBase",
            )
        ],
        (PROGRAMS, {"location": "<b>тут</b>"}, {}),
        (PROGRAMS, {"announce": "Возраст <10 лет"}, {}),
        (SCHEDULES, {"timeEnd": "12:31"}, {Warn.SCHEDULE_LENGTH_MISMATCH: 1}),
        (SCHEDULES, {"breaks": ["15", "15"]}, {Warn.SCHEDULE_LENGTH_MISMATCH: 1}),
        (SCHEDULES, {"breaks": {}}, {Warn.SCHEDULE_LENGTH_MISMATCH: 1}),
        (SCHEDULES, {"timeEnd": "12:31", "duration": {}}, {}),
        (SCHEDULES, {"timeEnd": "12:31", "durationLength": ""}, {}),
        (SCHEDULES, {"timeEnd": "9:45", "duration": "1", "breaks": {}}, {}),
    ],
)
def test_warnings(tmp_path: Path, box: Box, fields: dict[str, Any], warnings: dict[Warn, int]) -> None:
    assert report(tmp_path, changed(box, **fields)).warnings == warnings


def test_refused_records_are_not_warned_of(tmp_path: Path) -> None:
    for fault in ({"state": "magic"}, {"minAge": "x"}, {"partnerUuid": ""}, {"isDeleted": "true"}):
        fields = {"levelSet": "z", "announce": "<b>", "directionUuid": ""} | fault
        assert report(tmp_path, changed(PROGRAMS, **fields)).warnings == {}


@pytest.mark.parametrize("comes_first", [True, False])
def test_codes_that_the_package_declares_are_known(tmp_path: Path, comes_first: bool) -> None:
    fields = {"levelSet": "expert", "programType": "summer", "focusCode": "kosmos"}
    objects = changed(PROGRAMS, **fields)["package"]["objects"]
    dictionaries = {
        "ProgramLevels": {"item": [{"code": " expert ", "name": "Эксперт"}]},
        "ProgramTypes": {"item": {"code": "summer"}},
        "ProgramFocuses": {"item": [{"code": "kosmos"}]},
        "WeekDays": {"item": [{"code": "someday"}]},
        "Junk": "",
    }
    parts = {"dictionaries": dictionaries, "objects": objects}
    told = {"package": parts if comes_first else dict(reversed(parts.items()))}
    found = report(tmp_path, told)
    assert found.counts[PROGRAMS].valid == 1
    assert found.warnings == {Warn.DIRECTION_FOCUS_MISMATCH: 1}
    told["package"]["dictionaries"] = {}
    assert report(tmp_path, told).counts[PROGRAMS].rejected == {"unknown_code": 1}


def test_a_test_behind_an_unknown_code_waits_for_the_dictionary(tmp_path: Path) -> None:
    told = changed(PROGRAMS, programType="summer", minAge="x")
    assert settled(tmp_path, told).reason(PROGRAMS, 0) is Reason.UNKNOWN_CODE
    told["package"]["dictionaries"] = {"ProgramTypes": {"item": {"code": "summer"}}}
    assert settled(tmp_path, told).reason(PROGRAMS, 0) is Reason.BAD_NUMBER


def test_the_report_prints_as_json(tmp_path: Path) -> None:
    told = report(tmp_path, changed(GROUPS, size="x", localId="g-1")).as_json(Changes(created=1, updated=2, deleted=3))
    assert list(told) == ["counts", "warnings", "changes", "not_valid"]
    assert told["changes"] == {"created": 1, "updated": 2, "deleted": 3}
    assert told["counts"]["groups"] == {"total": 1, "valid": 0, "deleted": 0, "rejected": {"bad_number": 1}}  # type: ignore[index]
    assert told["not_valid"]["groups"] == {"g-1": "bad_number"}  # type: ignore[index]
